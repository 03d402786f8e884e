import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { checkOperations } from './check-operations.js';
import { printedSchema, type SchemaFile } from './printed-schema.js';
import { schemaDrift } from './schema-drift.js';

export interface ComposeOptions {
  /** Changes nothing, and fails when something would change. */
  check: boolean;
  /** The registry; `schema` in a checkout. */
  folder: string;
  print: (line: string) => void;
  /** What the folder must hold, if not what this repository's subgraphs give. */
  wanted?: readonly SchemaFile[];
}

const UPDATE = 'npm run schema -- compose';

/**
 * Writes the composed schema, or checks that it is fresh; checks the named operations in both cases.
 *
 * @returns whether all is well; what is not was printed
 * @throws CompositionError when the subgraphs do not compose
 */
export async function composeCommand({
  check,
  folder,
  print,
  wanted = printedSchema(),
}: ComposeOptions): Promise<boolean> {
  const drift = await schemaDrift(folder, wanted);
  if (!check)
    await write(
      folder,
      wanted,
      drift.filter(({ kind }) => kind === 'left over').map(({ file }) => file),
    );
  for (const { file, kind } of drift)
    print(check ? `${file} is ${kind}` : `${kind === 'left over' ? 'removed' : 'wrote'} ${file}`);
  if (check && drift.length > 0) print(`The composed schema is not up to date. Run: ${UPDATE}`);
  if (drift.length === 0) print(`${folder}: ${wanted.length} files are up to date`);

  const api = wanted.find(({ name }) => name === 'api.graphql');
  const problems = api ? await checkOperations(join(folder, 'operations'), buildSchema(api.text)) : [];
  problems.forEach(print);
  return problems.length === 0 && !(check && drift.length > 0);
}

async function write(folder: string, wanted: readonly SchemaFile[], leftOver: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await Promise.all(wanted.map(({ name, text }) => writeFile(join(folder, name), text)));
  await Promise.all(leftOver.map((file) => rm(file)));
}

import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildSchema, isObjectType } from 'graphql';
import { isSubgraphName } from '../../../gateway/supergraph/registry/manifest.js';
import { CommandError, usageError } from '../report/exit-code.js';

export const LANGUAGES = ['typescript', 'python', 'go'] as const;
export type Language = (typeof LANGUAGES)[number];

const ROOM = join('scripts', 'schema', 'scaffold', 'templates');
const PROTOCOL = join('subgraphs', 'protocol');
/** The files of the protocol that a subgraph in TypeScript takes as they are. */
const OF_PROTOCOL = ['caller', 'headers', 'keys', 'language', 'signature', 'signature-verifier'];
const MAX_NAME = 63;
/** Templates that a package manager or git would take for its own here. */
const RENAMED: Record<string, string> = { gitignore: '.gitignore', dockerignore: '.dockerignore' };

export interface ScaffoldOptions {
  /** Of the subgraph. */
  name: string;
  language: Language;
  /** Absent or empty. */
  folder: string;
  /** What is published: its subgraphs, and the schema that clients see. */
  taken: { subgraphs: readonly string[]; apiSdl: string };
  /** What is written into `.env`; undefined: no such file. */
  key?: string;
}

/**
 * Writes a small complete subgraph, or nothing.
 *
 * @returns the paths of its files
 * @throws CommandError when the name is not usable or taken, or the folder is not empty
 */
export async function writeScaffold({ name, language, folder, taken, key }: ScaffoldOptions): Promise<string[]> {
  checkName(name, taken);
  const present = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error.code === 'ENOTDIR' ? new CommandError(`${folder} is a file.`) : error;
  });
  if (present.length > 0)
    throw new CommandError(`${folder} is not empty: nothing was written. Name another with --out.`);

  const files = await readTemplates(name, language);
  if (key !== undefined) files.set('.env', `SUBGRAPH_KEY=${key}\n`);
  const draft = `${folder}.${randomUUID()}`;
  try {
    for (const [path, text] of files) {
      await mkdir(dirname(join(draft, path)), { recursive: true });
      await writeFile(join(draft, path), text, { mode: path === '.env' ? 0o600 : 0o644 });
    }
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return [...files.keys()].sort();
}

function checkName(name: string, { subgraphs, apiSdl }: ScaffoldOptions['taken']): void {
  // It names a folder, a package and a container, too.
  if (name.length > MAX_NAME || !isSubgraphName(name))
    throw usageError(
      `"${name}" is no name of a subgraph: use at most ${MAX_NAME} lower case letters, digits, dashes and _, beginning with a letter, such as transit.`,
    );
  if (subgraphs.includes(name))
    throw new CommandError(`The registry has a subgraph "${name}" already: choose another name.`);
  const schema = buildSchema(apiSdl, { assumeValid: true });
  const { camel, pascal } = wordsOf(name);
  const city = schema.getType('City');
  const clashes = [
    schema.getType(`${pascal}Item`) && `type ${pascal}Item`,
    schema.getQueryType()?.getFields()[`${camel}Item`] && `field Query.${camel}Item`,
    isObjectType(city) && city.getFields()[`${camel}Items`] && `field City.${camel}Items`,
  ].filter(Boolean);
  if (clashes.length > 0)
    throw new CommandError(`The registry has the ${clashes.join(' and the ')} already: choose another name.`);
}

/** `air-quality` as words of GraphQL, `airQuality` and `AirQuality`, and of Python, `air_quality`. */
function wordsOf(name: string): { camel: string; pascal: string; snake: string } {
  const joined = name.replace(/[_-]+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()).replace(/[_-]+$/, '');
  return {
    snake: name.replaceAll('-', '_'),
    camel: joined.charAt(0).toLowerCase() + joined.slice(1),
    pascal: joined.charAt(0).toUpperCase() + joined.slice(1),
  };
}

/** The files of the new subgraph by their paths. The templates are a subgraph called "sample". */
async function readTemplates(name: string, language: Language): Promise<Map<string, string>> {
  const { camel, pascal, snake } = wordsOf(name);
  const rename = (text: string) =>
    text
      .replaceAll('sampleItem', `${camel}Item`)
      .replaceAll('sample_item', `${snake}_item`)
      .replaceAll('Sample', pascal)
      .replaceAll('sample', name);
  const files = new Map<string, string>();
  for (const room of [join(ROOM, 'shared'), join(ROOM, language)]) {
    for (const entry of await readdir(room, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const from = join(entry.parentPath, entry.name);
      const path = from.slice(room.length + 1);
      const text = await readFile(from, 'utf8');
      files.set(RENAMED[path] ?? rename(path), path === 'go.sum' ? text : rename(text));
    }
  }
  files.set('test-vectors.json', await readFile(join(PROTOCOL, 'test-vectors.json'), 'utf8'));
  if (language === 'typescript')
    for (const file of OF_PROTOCOL)
      files.set(join('src', 'protocol', `${file}.ts`), await readFile(join(PROTOCOL, `${file}.ts`), 'utf8'));
  return files;
}

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kind, parse, validate, type DocumentNode, type GraphQLError, type GraphQLSchema } from 'graphql';

/**
 * Checks the named operations of a folder against the schema that clients see. Each file `<name>.graphql` holds one
 * operation, whose name is the file's in pascal case (`one-city.graphql` holds `OneCity`), or is the file's name itself.
 *
 * @returns one line for each problem: file, place and message; empty when all is well or there is no folder
 */
export async function checkOperations(folder: string, schema: GraphQLSchema): Promise<string[]> {
  const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.graphql')).sort();
  const problems = await Promise.all(
    files.map(async (name) => problemsIn(join(folder, name), name.slice(0, -'.graphql'.length), schema)),
  );
  return problems.flat();
}

async function problemsIn(file: string, name: string, schema: GraphQLSchema): Promise<string[]> {
  let document: DocumentNode;
  try {
    document = parse(await readFile(file, 'utf8'));
  } catch (error) {
    return [shown(file, error as GraphQLError)];
  }
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const names = operations.map((operation) => operation.name?.value ?? '(no name)');
  const wanted = [pascalCase(name), name];
  return [
    ...(operations.length === 1 && wanted.includes(names[0] ?? '')
      ? []
      : [`${file} must hold one operation called ${wanted[0]}, but it holds ${names.join(', ') || 'none'}`]),
    ...validate(schema, document).map((error) => shown(file, error)),
  ];
}

function shown(file: string, error: GraphQLError): string {
  const at = error.locations?.[0];
  return `${file}${at ? `:${at.line}:${at.column}` : ''} ${error.message}`;
}

function pascalCase(name: string): string {
  return name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}

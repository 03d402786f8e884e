import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = 'schema/operations';

/** A named operation of the project, with the variables that stand beside it. */
export function operation(name: string): { query: string; variables: Record<string, unknown> } {
  const read = (ending: string) => readFileSync(`${FOLDER}/${name}.${ending}`, 'utf8');
  return { query: read('graphql'), variables: JSON.parse(read('variables.json')) as Record<string, unknown> };
}

/** The names of all of them. */
export function operationNames(): string[] {
  return readdirSync(FOLDER).flatMap((file) => /^(.*)\.graphql$/.exec(file)?.[1] ?? []);
}

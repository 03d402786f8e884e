import { readFileSync } from 'node:fs';

/** A named operation of the project, with the variables that stand beside it. */
export function operation(name: string): { query: string; variables: Record<string, unknown> } {
  const read = (ending: string) => readFileSync(`schema/operations/${name}.${ending}`, 'utf8');
  return { query: read('graphql'), variables: JSON.parse(read('variables.json')) as Record<string, unknown> };
}

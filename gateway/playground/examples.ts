import { Kind, OperationTypeNode, parse, type OperationDefinitionNode } from 'graphql';
import type { OperationFile } from '../supergraph/operation-files.js';

/** One named query to learn from. */
export interface Example {
  /** The operation's name. */
  name: string;
  /** The comment above the operation, as one paragraph; empty without one. */
  description: string;
  /** The whole file, comments too. */
  query: string;
  /** JSON text; empty when the operation takes none. */
  variables: string;
  /** A query with a value for each variable that needs one: it can run as it is, and changes nothing. */
  isReady: boolean;
}

/**
 * Reads the examples among the known operations: `<name>.graphql` files of one named operation each, with their variables beside
 * them in `<name>.variables.json`.
 *
 * They come in the order of the file names, `welcome.graphql` first: the one that newcomers see. A file that is no
 * example is reported and left out.
 */
export function readExamples(files: readonly OperationFile[], report: (problem: string) => void): Example[] {
  const texts = new Map(files.map(({ name, text }) => [name, text]));
  const names = [...texts.keys()]
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => file.slice(0, -'.graphql'.length))
    .sort();
  names.sort((a, b) => Number(b === 'welcome') - Number(a === 'welcome'));
  return names.flatMap((name) => {
    try {
      return [readExample(texts.get(`${name}.graphql`)!, texts.get(`${name}.variables.json`) ?? '')];
    } catch (error) {
      report(`${name}.graphql is not shown as an example: ${(error as Error).message}`);
      return [];
    }
  });
}

function readExample(query: string, variables: string): Example {
  const operations = parse(query).definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  const name = operation?.name?.value;
  if (operations.length !== 1 || !operation || !name)
    throw new Error(`it must hold one named operation, but has ${operations.length} operations`);
  const values = variables ? (JSON.parse(variables) as object) : {};
  const isReady =
    operation.operation === OperationTypeNode.QUERY &&
    neededVariables(operation).every((variable) => variable in values);
  return { name, description: leadingComment(query), query: query.trimEnd(), variables: variables.trimEnd(), isReady };
}

function neededVariables({ variableDefinitions = [] }: OperationDefinitionNode): string[] {
  return variableDefinitions
    .filter(({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue)
    .map(({ variable }) => variable.name.value);
}

function leadingComment(query: string): string {
  const lines = /^(?:\s*#.*\n)*/.exec(query)?.[0].split('\n') ?? [];
  return lines
    .map((line) => line.replace(/^\s*#\s?/, '').trim())
    .filter(Boolean)
    .join(' ');
}

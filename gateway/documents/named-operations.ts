import { Kind, parse, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import type { OperationFile } from '../supergraph/operation-files.js';

/** An operation that was published with a supergraph, in a file of its own. */
export interface NamedOperation {
  /** The name of its file without the ending, such as `city-statuses`. */
  readonly address: string;
  /** Such as `CityStatuses`. */
  readonly name: string;
  /** The lines of the comment above it. */
  readonly comment: readonly string[];
  /** The whole file without white space at its end, comments too: the text of a persisted document. */
  readonly text: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** An example of its variables. */
  readonly example: Readonly<Record<string, unknown>>;
  /** The text of the example; empty without one. */
  readonly exampleText: string;
}

/**
 * Reads the named operations: files `<name>.graphql` of one named operation each, with an example of their variables beside them in
 * `<name>.variables.json`. They come in the order of their files.
 *
 * @param report told of a file of another form, which is left out
 */
export function readNamedOperations(
  files: readonly OperationFile[],
  report: (file: string, reason: string) => void,
): NamedOperation[] {
  const texts = new Map(files.map(({ name, text }) => [name, text]));
  const addresses = [...texts.keys()].flatMap((file) => /^(.*)\.graphql$/.exec(file)?.[1] ?? []).sort();
  return addresses.flatMap((address) => {
    try {
      return [readOne(address, texts.get(`${address}.graphql`)!, texts.get(`${address}.variables.json`) ?? '')];
    } catch (error) {
      report(`${address}.graphql`, (error as Error).message);
      return [];
    }
  });
}

function readOne(address: string, text: string, variables: string): NamedOperation {
  const document = parse(text);
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  const name = operation?.name?.value;
  if (operations.length !== 1 || !operation || !name)
    throw new Error(`it must hold one named operation, but has ${operations.length} operations`);
  return {
    address,
    name,
    comment: leadingComment(text),
    text: text.trimEnd(),
    document,
    operation,
    example: variables ? (JSON.parse(variables) as Record<string, unknown>) : {},
    exampleText: variables.trimEnd(),
  };
}

function leadingComment(text: string): string[] {
  const lines = /^(?:\s*#.*\n)*/.exec(text)?.[0].split('\n') ?? [];
  return lines.map((line) => line.replace(/^\s*#\s?/, '').trim()).filter(Boolean);
}

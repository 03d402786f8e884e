import { OperationTypeNode, type OperationDefinitionNode } from 'graphql';
import { readNamedOperations } from '../documents/named-operations.js';
import { isRequiredVariable } from '../graphql-document/is-required-variable.js';
import type { OperationFile } from '../supergraph/operation-files.js';

const HEADERS = 'Headers: ';

/** One named query to learn from. */
export interface Example {
  /** The operation's name. */
  name: string;
  /** What it asks, in Thai: the line of its comment that is in Thai; empty without one. */
  title: string;
  /** The comment above the operation, as one paragraph; empty without one. */
  description: string;
  /** The whole file, comments too. */
  query: string;
  /** JSON text; empty when the operation takes none. */
  variables: string;
  /** JSON text of the headers that it is sent with: the line of its comment that begins with {@link HEADERS}; empty without one. */
  headers: string;
  /** A query with a value for each variable that needs one: it can run as it is, and changes nothing. */
  isReady: boolean;
}

/**
 * Reads the examples: the named operations in the order of the file names, `welcome.graphql` first, the one that newcomers see. A
 * file that is no example is reported and left out.
 */
export function readExamples(files: readonly OperationFile[], report: (problem: string) => void): Example[] {
  return readNamedOperations(files, (file, reason) => report(`${file} is not shown as an example: ${reason}`))
    .sort((a, b) => Number(b.address === 'welcome') - Number(a.address === 'welcome'))
    .map(({ name, comment, text, exampleText, example, operation }) => ({
      name,
      title: comment.find((line) => /[ก-๙]/.test(line)) ?? '',
      description: comment.filter((line) => !line.startsWith(HEADERS)).join(' '),
      query: text,
      variables: exampleText,
      headers: comment.find((line) => line.startsWith(HEADERS))?.slice(HEADERS.length) ?? '',
      isReady:
        operation.operation === OperationTypeNode.QUERY &&
        neededVariables(operation).every((variable) => variable in example),
    }));
}

function neededVariables({ variableDefinitions = [] }: OperationDefinitionNode): string[] {
  return variableDefinitions.filter(isRequiredVariable).map(({ variable }) => variable.name.value);
}

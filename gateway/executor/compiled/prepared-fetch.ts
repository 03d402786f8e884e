import type { FetchNode } from '@apollo/query-planner';
import { Kind, parse, print, type OperationDefinitionNode } from 'graphql';
import { toByteText, type ByteText } from '../../upstream/byte-text.js';
import type { AnswerReader } from './answer-readers.js';

/** What of a fetch's request is the same each time. */
export interface PreparedFetch {
  readonly service: string;
  /** The request's JSON up to the variables' values. */
  readonly head: ByteText;
  /** How it may stand in one request with others; null when it may not. */
  readonly part: EntityPart | null;
  /** What reads its answer; null when that is read like any JSON. */
  readonly reader: AnswerReader | null;
}

/** A fetch of entities, taken apart. */
export interface EntityPart {
  readonly operationName: string | undefined;
  /** Variables of the client's operation, by name, as they are declared. */
  readonly variables: ReadonlyMap<string, string>;
  /** The selections of the entities, in braces. */
  readonly selections: string;
}

const REPRESENTATIONS = 'representations';

export function prepareFetch(
  { serviceName: service, operation, operationName }: FetchNode,
  reader: AnswerReader | null,
): PreparedFetch {
  const sent = reader?.operation ?? operation;
  return { service, head: headOf(sent, operationName), part: partOf(sent, operationName), reader };
}

/**
 * The same for several fetches of entities from one subgraph: each becomes a field, `e0` and so on, with
 * `representations0` and so on.
 */
export function headOfAll(parts: readonly EntityPart[]): ByteText {
  const variables = new Map(parts.flatMap((part) => [...part.variables]));
  const declared = [...parts.map((_, index) => `$${REPRESENTATIONS}${index}:[_Any!]!`), ...variables.values()];
  const fields = parts.map(
    ({ selections }, index) => `e${index}:_entities(representations:$${REPRESENTATIONS}${index})${selections}`,
  );
  const [{ operationName } = { operationName: undefined }] = parts;
  return headOf(`query ${operationName ?? ''}(${declared.join(' ')}){${fields.join(' ')}}`, operationName);
}

function headOf(operation: string, operationName: string | undefined): ByteText {
  return toByteText(
    `{"query":${JSON.stringify(operation)}${operationName === undefined ? '' : `,"operationName":${JSON.stringify(operationName)}`},"variables":{`,
  );
}

/** Fragments might have one name for two things, and directives of an operation mean all of it. */
function partOf(text: string, operationName: string | undefined): EntityPart | null {
  const { definitions } = parse(text, { noLocation: true });
  const [operation] = definitions as readonly [OperationDefinitionNode];
  const [field, ...others] = operation.selectionSet.selections;
  if (
    definitions.length > 1 ||
    others.length > 0 ||
    operation.operation !== 'query' ||
    (operation.directives ?? []).length > 0
  )
    return null;
  if (
    field?.kind !== Kind.FIELD ||
    field.name.value !== '_entities' ||
    field.alias ||
    (field.directives ?? []).length > 0
  )
    return null;
  const declared = (operation.variableDefinitions ?? []).map(
    (definition) => [definition.variable.name.value, print(definition)] as const,
  );
  const variables = new Map(declared.filter(([name]) => name !== REPRESENTATIONS));
  if ([...variables.keys()].some((name) => name.startsWith(REPRESENTATIONS))) return null;
  return {
    operationName,
    variables,
    selections: text.slice(text.indexOf('{', text.indexOf('_entities')), text.lastIndexOf('}')),
  };
}

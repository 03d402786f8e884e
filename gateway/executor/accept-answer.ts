import { isInterfaceType, Kind, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { sanitizeError } from '../upstream/sanitize-error.js';
import type { GraphQLResult } from '../upstream/parse-response.js';
import { SubgraphError } from '../upstream/subgraph-error.js';
import { checkAnswer } from './check-answer.js';
import type { Data, Fault, Fetch } from './fetch-journal.js';
import type { ExecutionLog } from './executor.js';
import { isOrImplements } from './is-or-implements.js';
import { selectionsOf } from './selections-of.js';

export interface Answered {
  schema: GraphQLSchema;
  fetch: Fetch;
  answer: GraphQLResult;
  /** What was sent; undefined for a fetch of root fields. */
  representations: readonly Data[] | undefined;
  log: ExecutionLog;
}

/**
 * Takes a subgraph's answer for a fetch: its errors, and the values that are not what was asked for (put to
 * null), are noted as faults of the fetch.
 *
 * @returns the data that can be merged
 * @throws SubgraphError when nothing of the answer can be used
 */
export function acceptAnswer({ schema, fetch, answer, representations, log }: Answered): Data | null {
  const { service } = fetch;
  const hidden: GraphQLFormattedError[] = [];
  for (const error of answer.errors) {
    const { sanitized, isMasked } = sanitizeError(error, service);
    if (isMasked) hidden.push(error);
    fetch.faults.push({ ...placeOf(fetch, error), ...sanitized });
  }
  if (hidden.length > 0)
    log.error({ service, errors: hidden.length, first: hidden[0] }, 'Errors of a subgraph were masked');
  if (answer.data === null || (representations && answer.data._entities === null && answer.errors.length > 0))
    return null;

  const selections = selectionsOf(fetch.document);
  const checked = representations
    ? entitiesOf(answer.data, representations.length, service).map((entity, index) => ({
        data: entity && believed(entity, index),
        at: fetch.targets[index]?.path ?? [],
        type: schema.getType(String(entity?.__typename ?? representations[index]!.__typename)),
      }))
    : [{ data: answer.data, at: [], type: rootType(schema, fetch) }];
  if (representations) {
    // One that was not believed is there, and is told as a fault.
    (answer.data._entities as readonly unknown[]).forEach(
      (entity, index) => entity === null && fetch.targets[index] && fetch.absent.add(fetch.targets[index]),
    );
    answer.data._entities = checked.map(({ data }) => data);
  } else delete answer.data.__typename; // It is known, and nothing else may stand for it.

  const misfits = checked.flatMap(({ data, at, type }) =>
    data
      ? checkAnswer(schema, type, data, selections).map(({ path, detail }) => ({ path: [...at, ...path], detail }))
      : [],
  );
  for (const { path, detail } of misfits) {
    const fault = new SubgraphError('SUBGRAPH_BAD_ANSWER', service, detail);
    fetch.faults.push({ path, message: fault.message, extensions: { code: fault.code, service } });
  }
  if (representations)
    for (const { data } of checked)
      if (data && isInterfaceType(schema.getType(String(data.__typename)))) delete data.__typename; // Apollo's executor then keeps the type that another subgraph told.
  if (misfits.length > 0)
    log.warn({ service, misfits: misfits.length, first: misfits[0] }, 'A subgraph gave values that were not asked for');
  return answer.data;

  /** An entity that says to be of a type which it cannot be is not used. */
  function believed(entity: Data, index: number): Data | null {
    const asked = schema.getType(String(representations![index]!.__typename));
    const told = entity.__typename;
    const type = typeof told === 'string' ? schema.getType(told) : undefined;
    if (
      told === undefined ||
      (type && asked && (isOrImplements(schema, type, asked.name) || isOrImplements(schema, asked, type.name)))
    )
      return entity;
    const fault = new SubgraphError('SUBGRAPH_BAD_ANSWER', service, 'an entity is of another type');
    fetch.faults.push({
      target: fetch.targets[index]!,
      message: fault.message,
      extensions: { code: fault.code, service },
    });
    return null;
  }
}

/** Where an error of a subgraph belongs in the response. */
function placeOf({ targets }: Fetch, { path }: GraphQLFormattedError): Pick<Fault, 'path' | 'target'> {
  if (!path || path.length === 0) return {};
  const [first, index, ...rest] = path;
  if (first !== '_entities') return { path };
  const target = typeof index === 'number' ? targets[index] : undefined;
  if (!target) return {};
  return rest.length > 0 ? { path: [...target.path, ...rest] } : { target };
}

function entitiesOf({ _entities: entities }: Data, expected: number, service: string): (Data | null)[] {
  if (!Array.isArray(entities)) throw new SubgraphError('SUBGRAPH_BAD_ANSWER', service, '_entities is not a list');
  if (entities.length !== expected)
    throw new SubgraphError('SUBGRAPH_BAD_ANSWER', service, `${entities.length} entities instead of ${expected}`);
  if (entities.some((entity) => typeof entity !== 'object' || Array.isArray(entity)))
    throw new SubgraphError('SUBGRAPH_BAD_ANSWER', service, 'an entity is not an object');
  return entities as (Data | null)[];
}

function rootType(schema: GraphQLSchema, { document }: Fetch) {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return (operation && schema.getRootType(operation.operation)) ?? undefined;
}

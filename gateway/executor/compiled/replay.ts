import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode, GraphQLFormattedError } from 'graphql';
import { toByteText } from '../../upstream/byte-text.js';
import { parseResponse, type GraphQLResult } from '../../upstream/parse-response.js';
import { SubgraphError } from '../../upstream/subgraph-error.js';
import type { Data } from './merge.js';
import { NOT_SENT, type FetchRecord } from './run.js';

/** What the subgraphs have answered to a request, and the document by which they were asked. */
export interface Replay {
  readonly asked: AskedDocument;
  /**
   * Answers a fetch as if the subgraph had been asked again.
   *
   * @param path where in the response the fetch's entities are
   * @returns undefined when it was not asked this: a value that cannot be used went to it in the place of null
   * @throws SubgraphError when that is how it went
   */
  answer(
    service: string,
    query: string,
    path: readonly (string | number)[],
    representations: readonly Data[] | undefined,
  ): GraphQLResult | undefined;
}

/** What was planned for a client's document. */
export interface AskedDocument {
  readonly document: DocumentNode;
  /** The document's. */
  readonly hash: string;
  readonly plan: QueryPlan;
  /** Whether it has names of our own, which the client must not see. */
  readonly isChanged: boolean;
}

/**
 * Makes the answers of a run readable once more, for the executor that explains what went wrong in it. Each distinct
 * entity was asked for once; here each representation gets an answer of its own, and the errors of its entity.
 */
export function replayOf(asked: AskedDocument, records: readonly FetchRecord[]): Replay {
  return {
    asked,
    answer(service, query, path, representations) {
      const place = path.join('.');
      const texts = representations?.map((representation) => toByteText(JSON.stringify(representation)));
      const record = records.find(
        (candidate) => candidate.path === place && candidate.service === service && candidate.query === query,
      );
      if (!record || texts?.some((text) => !record.places?.has(text))) {
        if (texts) return undefined;
        throw new SubgraphError('SUBGRAPH_BAD_ANSWER', service, 'an earlier answer left nothing to ask for');
      }
      if ('fault' in record.outcome) throw record.outcome.fault;
      const answer = answerOf(record.outcome, service);
      return texts && record.places ? sharedOut(answer, record.places, texts) : answer;
    },
  };
}

function answerOf({ bytes, field }: { bytes: Buffer; field: string | undefined }, service: string): GraphQLResult {
  const { data, errors } = parseResponse(bytes, service);
  return { data: data && field !== undefined ? { _entities: data[field] } : data, errors };
}

function sharedOut(
  { data, errors }: GraphQLResult,
  places: ReadonlyMap<string, number>,
  texts: readonly string[],
): GraphQLResult {
  const entities = data?.['_entities'];
  const sent = [...places.values()].filter((place) => place !== NOT_SENT).length;
  // A list of another length is told as it is, so that it is seen for what it is.
  if (data && Array.isArray(entities) && entities.length === sent) {
    const taken = new Set<number>();
    data['_entities'] = texts.map((text) => {
      const place = places.get(text)!;
      if (place === NOT_SENT) return null;
      const entity: unknown = entities[place];
      if (!taken.has(place)) return (taken.add(place), entity);
      return structuredClone(entity);
    });
  } else if (data && Array.isArray(entities)) {
    data['_entities'] = entities.length === texts.length ? [...entities, null] : entities;
  }
  if (errors.length === 0) return { data, errors };
  const standing = new Map<number, number[]>();
  for (const [index, text] of texts.entries()) {
    const place = places.get(text)!;
    const known = standing.get(place);
    if (known) known.push(index);
    else standing.set(place, [index]);
  }
  return { data, errors: errors.flatMap((error) => atEach(error, standing)) };
}

/** The error of an entity, at each place where the entity stands. */
function atEach(
  error: GraphQLFormattedError,
  standing: ReadonlyMap<number, readonly number[]>,
): GraphQLFormattedError[] {
  const [root, place, ...rest] = error.path ?? [];
  if (root !== '_entities' || typeof place !== 'number') return [error];
  return standing.get(place)?.map((index) => ({ ...error, path: [root, index, ...rest] })) ?? [error];
}

import type { GraphQLFormattedError } from 'graphql';
import { parseAnswer, type GraphQLAnswer } from '../../upstream/parse-answer.js';
import { SubgraphFault } from '../../upstream/subgraph-fault.js';
import type { Data } from './merge.js';
import type { FetchRecord } from './run.js';

/** Answers a fetch out of the records of a run, as if the subgraph had been asked again. */
export type Replay = (service: string, query: string, representations: readonly Data[] | undefined) => GraphQLAnswer;

/**
 * Makes the answers of a run readable once more, for the executor that explains what went wrong in it. Each distinct
 * entity was asked for once; here each representation gets an answer of its own, and the errors of its entity.
 */
export function replayOf(records: readonly FetchRecord[]): Replay {
  return (service, query, representations) => {
    const texts = representations?.map((representation) => JSON.stringify(representation));
    const record = records.find((candidate) => candidate.service === service && candidate.query === query && (texts ?? []).every((text) => candidate.places?.has(text)));
    if (!record) throw new SubgraphFault('SUBGRAPH_BAD_ANSWER', service, 'an earlier answer left nothing to ask for');
    if ('fault' in record.outcome) throw record.outcome.fault;
    const answer = parseAnswer(record.outcome.text, service);
    return texts && record.places ? sharedOut(answer, record.places, texts) : answer;
  };
}

function sharedOut({ data, errors }: GraphQLAnswer, places: ReadonlyMap<string, number>, texts: readonly string[]): GraphQLAnswer {
  const entities = data?.['_entities'];
  // A list of another length is told as it is, so that it is seen for what it is.
  if (data && Array.isArray(entities) && entities.length === places.size) {
    const taken = new Set<number>();
    data['_entities'] = texts.map((text) => {
      const place = places.get(text)!;
      const entity: unknown = entities[place];
      if (!taken.has(place)) return taken.add(place), entity;
      return structuredClone(entity);
    });
  } else if (data && Array.isArray(entities)) {
    data['_entities'] = entities.length === texts.length ? [...entities, null] : entities;
  }
  return { data, errors: errors.flatMap((error) => atEach(error, places, texts)) };
}

/** The error of an entity, at each place where the entity stands. */
function atEach(error: GraphQLFormattedError, places: ReadonlyMap<string, number>, texts: readonly string[]): GraphQLFormattedError[] {
  const [root, place, ...rest] = error.path ?? [];
  if (root !== '_entities' || typeof place !== 'number') return [error];
  const found = texts.flatMap((text, index) => (places.get(text) === place ? [{ ...error, path: [root, index, ...rest] }] : []));
  return found.length > 0 ? found : [error];
}

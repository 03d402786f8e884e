import type { ByteText } from '../../upstream/byte-text.js';
import { SubgraphError } from '../../upstream/subgraph-error.js';
import type { Data } from '../data.js';
import type { FetchBatcher } from './fetch-batcher.js';
import type { PreparedFetch } from './prepared-plan.js';

/** What a fetch got: the body of a response and the field of it that is the fetch's, or why there is none. */
export type FetchOutcome = ReceivedResponse | { readonly failure: SubgraphError };

interface ReceivedResponse {
  readonly bytes: Buffer;
  readonly field: string | undefined;
  /** The number of fetches that were sent together. */
  readonly joined: number;
  /** What was parsed of it already, to be kept and changed; undefined when it is to be parsed again. */
  readonly parsed?: { readonly data: Data | null; readonly hasErrors: boolean } | undefined;
}

/** Gives the outcome of a fetch: sends it, or gives what was recorded when it was sent. */
export type FetchSource = (
  fetch: PreparedFetch,
  variables: readonly ByteText[],
  representations: readonly ByteText[] | null,
) => Promise<SourcedOutcome>;

interface SourcedOutcome {
  readonly outcome: FetchOutcome;
  /** Where each representation stands in the list of entities. */
  readonly positions: readonly number[];
  /** The number of representations that were sent. */
  readonly count: number;
}

/** A source that sends a fetch. Its batcher parses responses as plain JSON. */
export async function sendFetch(
  batcher: FetchBatcher,
  fetch: PreparedFetch,
  variables: readonly ByteText[],
  representations: readonly ByteText[] | null,
): ReturnType<FetchSource> {
  const positions = representations ? [...representations.keys()] : [];
  try {
    const { bytes, field, joined, data, errors } = await batcher.send(
      fetch,
      variables,
      representations && representations.join(','),
    );
    return {
      outcome: { bytes, field, joined, parsed: { data, hasErrors: errors.length > 0 } },
      positions,
      count: positions.length,
    };
  } catch (error) {
    if (!(error instanceof SubgraphError)) throw error;
    return { outcome: { failure: error }, positions, count: positions.length };
  }
}

import type { ByteText } from '../../upstream/byte-text.js';
import type { SubgraphError } from '../../upstream/subgraph-error.js';
import type { AbsentEntity } from './absent-places.js';
import type { Data } from './merge.js';
import type { SendFetch } from './send-together.js';

/** The place of a representation that the subgraph cannot know. */
export const NOT_SENT = -1;

/** How one fetch went: kept so that an answer that is not just so can be worked out again without asking again. */
export interface FetchRecord {
  service: string;
  /** The operation that was sent; with the place in the response it tells the fetches of a plan apart. */
  query: string;
  /** Such as `cities.nodes.@`. */
  path: string;
  /** The place of each distinct representation in the answer, by its JSON, or NOT_SENT; null for root fields. */
  places: ReadonlyMap<ByteText, number> | null;
  /** The body of the answer and, where it answers several fetches, the field that is this one's; or why there is none. */
  outcome: { bytes: Buffer; field: string | undefined } | { fault: SubgraphError };
}

/** One execution of a compiled operation. */
export interface Run {
  /** The client's variables as they came. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The response so far; its texts are byte texts. */
  readonly data: Data;
  readonly records: FetchRecord[];
  readonly absent: AbsentEntity[];
  /** False once anything was not just so: then the records are looked at again, and `data` is not used. */
  isClean: boolean;
  readonly send: SendFetch;
}

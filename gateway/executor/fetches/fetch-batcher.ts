import type { GraphQLFormattedError } from 'graphql';
import type { ByteText } from '../../upstream/byte-text.js';
import { parseBytes } from '../../upstream/byte-text.js';
import type { SubgraphResponse } from '../../upstream/subgraph-client.js';
import { isSelected, SELECTED, type Data } from '../data.js';
import { headOfAll, type PreparedFetch } from './prepared-plan.js';

/** Sends a request, in JSON, to a subgraph, and parses the response. Throws SubgraphError. */
export type Post = (service: string, body: Buffer, parse: (bytes: Buffer) => unknown) => Promise<SubgraphResponse>;

/** The response to one fetch. */
interface FetchResponse {
  /** The body, out of which it can be parsed again. */
  readonly bytes: Buffer;
  /** The field of the body that is this fetch's, where several were sent together. */
  readonly field: string | undefined;
  /** The number of fetches that were sent together. */
  readonly joined: number;
  readonly data: Data | null;
  /** Errors of this fetch; in paths of entities the first step is `_entities`. */
  readonly errors: readonly GraphQLFormattedError[];
}

/** Sends fetches of one execution. */
export interface FetchBatcher {
  /**
   * @param variables each a name, a colon and a value, in JSON
   * @param representations in JSON, with commas between; null for a fetch of root fields
   * @throws SubgraphError
   */
  send(fetch: PreparedFetch, variables: readonly ByteText[], representations: ByteText | null): Promise<FetchResponse>;
}

/** What parses the responses of fetches. */
export interface ResponseParsers {
  parserOf(fetch: PreparedFetch): (bytes: Buffer) => unknown;
  /** For several fetches of entities under the names `e0` and so on. */
  parserOfAll(fetches: readonly PreparedFetch[]): (bytes: Buffer) => unknown;
}

export const PLAIN_PARSERS: ResponseParsers = { parserOf: () => parseBytes, parserOfAll: () => parseBytes };

/** Characters. Other servers may refuse larger requests by default, so that these are sent alone. */
const MAX_JOINED_LENGTH = 64 * 1024;
/** Combinations of fetches of one plan whose head is kept; few plans have more than two or three. */
const MAX_GROUPS = 32;

/** Times that fetches are sent alone before they are sent together again. */
const ALONE = 100;

/** Fetches that are sent together. */
interface Group {
  readonly head: ByteText;
  /** What parses their response, for each of those who send them. */
  readonly parse: Map<ResponseParsers, (bytes: Buffer) => unknown>;
  /** How often they are still sent alone, because the subgraph refused the whole for one of them. */
  alone: number;
}

interface Waiting {
  readonly fetch: PreparedFetch;
  readonly variables: readonly ByteText[];
  readonly representations: ByteText;
  resolve(response: FetchResponse | Promise<FetchResponse>): void;
  reject(error: unknown): void;
}

/** The groups of one program: whoever runs it knows which of them fail together. */
export class FetchGroups {
  readonly #groups = new Map<string, Group>();
  readonly #numbers = new Map<PreparedFetch, number>();

  groupOf(fetches: readonly PreparedFetch[]): Group {
    const key = fetches.map((fetch) => this.#numberOf(fetch)).join(' ');
    let group = this.#groups.get(key);
    if (!group) {
      group = { head: headOfAll(fetches.map(({ part }) => part!)), parse: new Map(), alone: 0 };
      if (this.#groups.size < MAX_GROUPS) this.#groups.set(key, group);
    }
    return group;
  }

  #numberOf(fetch: PreparedFetch): number {
    let number = this.#numbers.get(fetch);
    if (number === undefined) this.#numbers.set(fetch, (number = this.#numbers.size));
    return number;
  }
}

/** Makes what sends the fetches of one execution: those of entities that go to one subgraph at the same moment become one request. */
export function createFetchBatcher(groups: FetchGroups, parsers: ResponseParsers, post: Post): FetchBatcher {
  let waiting: Map<string, Waiting[]> | undefined;
  return { send };

  function send(
    fetch: PreparedFetch,
    variables: readonly ByteText[],
    representations: ByteText | null,
  ): Promise<FetchResponse> {
    if (representations === null || !fetch.part || representations.length > MAX_JOINED_LENGTH)
      return sendAlone(fetch, variables, representations);
    if (!waiting) {
      waiting = new Map();
      void Promise.resolve().then(flush);
    }
    const others = waiting.get(fetch.service) ?? [];
    waiting.set(fetch.service, others);
    return new Promise((resolve, reject) => others.push({ fetch, variables, representations, resolve, reject }));
  }

  function flush(): void {
    const all = [...waiting!.values()];
    waiting = undefined;
    for (const together of all) {
      const size = together.reduce((sum, { representations }) => sum + representations.length, 0);
      const group =
        together.length > 1 && size <= MAX_JOINED_LENGTH ? groups.groupOf(together.map(({ fetch }) => fetch)) : null;
      if (group && group.alone === 0) void sendTogether(group, together);
      else {
        if (group) group.alone -= 1;
        for (const one of together) one.resolve(sendAlone(one.fetch, one.variables, one.representations));
      }
    }
  }

  async function sendAlone(
    fetch: PreparedFetch,
    variables: readonly ByteText[],
    representations: ByteText | null,
  ): Promise<FetchResponse> {
    const all = representations === null ? variables : [...variables, `"representations":[${representations}]`];
    const { bytes, data, errors } = await post(fetch.service, bodyOf(fetch.head, all), parsers.parserOf(fetch));
    return { bytes, data, errors, field: undefined, joined: 1 };
  }

  async function sendTogether(group: Group, together: readonly Waiting[]): Promise<void> {
    const lists = together.map(({ representations }, index) => `"representations${index}":[${representations}]`);
    const variables = new Set(together.flatMap((each) => each.variables));
    try {
      let parse = group.parse.get(parsers);
      if (!parse) group.parse.set(parsers, (parse = parsers.parserOfAll(together.map(({ fetch }) => fetch))));
      const body = bodyOf(group.head, [...variables, ...lists]);
      const { bytes, data, errors } = await post(together[0]!.fetch.service, body, parse);
      if (data) {
        const joined = together.length;
        const errorsOf = groupErrors(errors, joined);
        for (const [index, { resolve }] of together.entries()) {
          const field = `e${index}`;
          const own: Data = { _entities: data[field], ...(isSelected(data) && { [SELECTED]: true }) };
          resolve({ bytes, field, joined, data: own, errors: errorsOf.get(field) ?? [] });
        }
        return;
      }
      // The whole is null because of one of them, which must not take the others with it.
      group.alone = ALONE;
      for (const { fetch, variables: own, representations, resolve } of together)
        resolve(sendAlone(fetch, own, representations));
    } catch (error) {
      for (const { reject } of together) reject(error);
    }
  }
}

/**
 * Groups the errors of a request for several fetches by the field below which they occurred, `e0` and so on. Those of none
 * of the fields lose their path and are reported once, as errors of the first fetch.
 *
 * The time grows with the length of all paths together, and not with the number of fetches.
 */
export function groupErrors(
  errors: readonly GraphQLFormattedError[],
  joined: number,
): ReadonlyMap<string, readonly GraphQLFormattedError[]> {
  const groups = new Map<string, GraphQLFormattedError[]>();
  if (errors.length === 0) return groups;
  for (let index = 0; index < joined; index += 1) groups.set(`e${index}`, []);
  for (const error of errors) {
    const { path } = error;
    const own = groups.get(path?.[0] as string);
    if (own) own.push({ ...error, path: ['_entities', ...path!.slice(1)] });
    else groups.get('e0')!.push({ ...error, path: undefined });
  }
  return groups;
}

/** The request's JSON. */
export function bodyOf(head: ByteText, variables: readonly ByteText[]): Buffer {
  return Buffer.from(`${head}${variables.join(',')}}}`, 'latin1');
}

import { parseBytes, type ByteText } from '../../upstream/byte-text.js';
import type { GraphQLResult } from '../../upstream/parse-response.js';
import type { SubgraphResponse } from '../../upstream/subgraph-client.js';
import type { AnswerReader, AnswerReaders } from './answer-readers.js';
import { numbering } from './numbering.js';
import { headOfAll, type PreparedFetch } from './prepared-fetch.js';

/** What a fetch brought. */
export interface Brought extends GraphQLResult {
  /** The body of the answer, out of which it can be read again. */
  bytes: Buffer;
  /** The field of that answer which is this fetch's, where several were sent together. */
  field: string | undefined;
}

/** Sends a request, in JSON, to a subgraph, and reads the answer with `parse`. Throws SubgraphError. */
export type Post = (service: string, body: Buffer, parse: (bytes: Buffer) => unknown) => Promise<SubgraphResponse>;

/**
 * Sends the request of a fetch.
 *
 * @param variables each its name, a colon and its value, in JSON
 * @param representations in JSON, with commas between
 * @throws SubgraphError
 */
export type SendFetch = (
  fetch: PreparedFetch,
  variables: readonly ByteText[],
  representations: ByteText | null,
) => Promise<Brought>;

/** Characters: a larger request is sent alone, as other servers may take no larger ones than this by default. */
const MOST_TOGETHER = 64 * 1024;

/** Fetches that are sent together. */
interface Group {
  head: ByteText;
  parse: (bytes: Buffer) => unknown;
}

interface Waiting {
  fetch: PreparedFetch;
  variables: readonly ByteText[];
  representations: ByteText;
  resolve(brought: Brought | Promise<Brought>): void;
  reject(error: unknown): void;
}

/**
 * Makes what sends the fetches of an operation: those of entities that go to one subgraph at the same moment become
 * one request, which costs both sides less.
 *
 * @param readTogether makes what reads an answer to several of them; null for like any JSON
 */
export function createTogether(readTogether: AnswerReaders['together'] | null): (post: Post) => SendFetch {
  const groups = new Map<string, Group>();
  const numberOf = numbering<PreparedFetch>();

  return (post) => {
    let waiting: Map<string, Waiting[]> | undefined;

    return (fetch, variables, representations) => {
      if (representations === null || !fetch.part || representations.length > MOST_TOGETHER)
        return sendAlone(fetch, variables, representations);
      if (!waiting) {
        waiting = new Map();
        void Promise.resolve().then(flush);
      }
      const asked = waiting.get(fetch.service) ?? [];
      waiting.set(fetch.service, asked);
      return new Promise((resolve, reject) => asked.push({ fetch, variables, representations, resolve, reject }));
    };

    function flush(): void {
      const all = [...waiting!.values()];
      waiting = undefined;
      for (const asked of all) {
        const isSmall = asked.reduce((size, { representations }) => size + representations.length, 0) <= MOST_TOGETHER;
        if (asked.length > 1 && isSmall) void sendTogether(asked);
        else
          for (const { fetch, variables, representations, resolve } of asked)
            resolve(sendAlone(fetch, variables, representations));
      }
    }

    async function sendAlone(
      { service, head, reader }: PreparedFetch,
      variables: readonly ByteText[],
      representations: ByteText | null,
    ): Promise<Brought> {
      const all = representations === null ? variables : [...variables, `"representations":[${representations}]`];
      const { bytes, data, errors } = await post(service, bodyOf(head, all), reader?.parse ?? parseBytes);
      return { bytes, data, errors, field: undefined };
    }

    async function sendTogether(asked: readonly Waiting[]): Promise<void> {
      const lists = asked.map(({ representations }, index) => `"representations${index}":[${representations}]`);
      const variables = new Set(asked.flatMap((each) => each.variables));
      try {
        const { head, parse } = groupOf(asked);
        const { bytes, data, errors } = await post(
          asked[0]!.fetch.service,
          bodyOf(head, [...variables, ...lists]),
          parse,
        );
        // What was wrong with one must not befall the others.
        if (!data || errors.length > 0)
          for (const { fetch, variables: own, representations, resolve } of asked)
            resolve(sendAlone(fetch, own, representations));
        else
          for (const [index, { resolve }] of asked.entries())
            resolve({ bytes, data: { _entities: data[`e${index}`] }, errors, field: `e${index}` });
      } catch (error) {
        for (const { reject } of asked) reject(error);
      }
    }
  };

  function groupOf(asked: readonly Waiting[]): Group {
    const key = asked.map(({ fetch }) => numberOf(fetch)).join(' ');
    const group = groups.get(key) ?? newGroup(asked.map(({ fetch }) => fetch));
    groups.set(key, group);
    return group;
  }

  function newGroup(fetches: readonly PreparedFetch[]): Group {
    const known = new Map(
      fetches.flatMap(({ reader }, index): [string, AnswerReader][] => (reader ? [[`e${index}`, reader]] : [])),
    );
    return {
      head: headOfAll(fetches.map(({ part }) => part!)),
      parse: readTogether && known.size === fetches.length ? readTogether(known) : parseBytes,
    };
  }
}

function bodyOf(head: ByteText, variables: readonly ByteText[]): Buffer {
  return Buffer.from(`${head}${variables.join(',')}}}`, 'latin1');
}

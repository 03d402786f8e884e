import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse, type DocumentNode } from 'graphql';
import {
  FRESHNESS_HEADER,
  READS_HEADER,
  type ChangesRequest,
  type ChangesResponse,
  type ResultFreshness,
  type StoreChange,
  type StoreKeys,
} from '../../subgraphs/protocol/freshness.js';
import { createRunner } from '../gateway/schema-runner.js';

const LEDGER = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])
  type Query {
    account(id: ID!): Account
    accounts(kind: String!): [Account!]
    total: Int
    mine: String
    failing: Int
  }
  type Mutation { set(id: ID!, value: Int!): Account }
  type Account @key(fields: "id") { id: ID! kind: String! value: Int! }
`);

interface Account {
  id: string;
  kind: string;
  value: number;
}

/** How the ledger tells of its changes. */
type Telling = 'at once' | 'not at all' | 'held back' | 'no stream';

/** A subgraph that tells what its results depend on, with a store in memory, and a supergraph of it and, where they are given, others. */
export interface LedgerGraph {
  supergraphFile: string;
  /** The GraphQL requests that it got. */
  readonly requests: string[];
  /** The requests for changes that it got. */
  readonly polls: ChangesRequest[];
  /** Changes the store, as somebody else than a client does. */
  write(id: string, value: number, kind?: string): void;
  /** Changes the store without telling which part. */
  writeSomewhere(id: string, value: number): void;
  /** The change of the next write is not told: only the store has it. */
  tell(how: Telling): void;
  /** Forgets the changes that were made until now. */
  forget(): void;
  /** Another primary. */
  failOver(): void;
  /** What is told of the results that follow, beside what they read. */
  say(
    more: Partial<ResultFreshness> & {
      reads?: unknown;
      cacheControl?: string;
      headers?: Record<string, string>;
      silent?: boolean;
      fails?: boolean;
    },
  ): void;
  /** Has the queries that come wait, after they have read; gives what lets them go on. */
  pause(): () => void;
  close(): Promise<void>;
}

const ROUND_MS = 50;
/** Milliseconds by which a response of `held back` is late. */
const HELD_MS = 700;

/** @param others subgraphs of the same supergraph, which are running */
export async function startLedgerGraph(
  others: readonly { name: string; typeDefs: DocumentNode; url: string }[] = [],
): Promise<LedgerGraph> {
  const store = new Map<string, Account>([
    ['a', { id: 'a', kind: 'red', value: 1 }],
    ['b', { id: 'b', kind: 'red', value: 2 }],
    ['c', { id: 'c', kind: 'blue', value: 3 }],
  ]);
  const requests: string[] = [];
  const polls: ChangesRequest[] = [];
  let [epoch, time, since] = [1, 1, 1];
  let log: Array<StoreChange & { number: number }> = [];
  let telling: Telling = 'at once';
  let said: Parameters<LedgerGraph['say']>[0] = {};
  let paused: Promise<void> | undefined;
  const waiting = new Set<() => void>();
  let reads: Record<string, string[] | true> = {};
  let written: StoreChange | undefined;

  const position = (number = time) => `${epoch}.100.${number}`;

  function change(account: Account, keys?: StoreKeys): StoreChange {
    const before = store.get(account.id);
    store.set(account.id, account);
    time += 1;
    const kinds = [...new Set([...(before ? [before.kind] : []), account.kind])];
    const told = { number: time, at: position(), keys: keys ?? { accounts: [account.id], 'accounts.kind': kinds } };
    log.push(told);
    for (const wake of waiting) wake();
    return told;
  }

  const schema = buildSubgraphSchema({
    typeDefs: LEDGER,
    resolvers: {
      Query: {
        account: (_: unknown, { id }: Account) => {
          reads['accounts'] = [...((reads['accounts'] as string[] | undefined) ?? []), id];
          return store.get(id);
        },
        accounts: (_: unknown, { kind }: Account) => {
          reads['accounts.kind'] = [kind];
          return [...store.values()].filter((each) => each.kind === kind);
        },
        total: () => {
          reads['accounts'] = true;
          return [...store.values()].reduce((sum, { value }) => sum + value, 0);
        },
        mine: () => 'mine',
        failing: () => {
          throw new Error('It fails.');
        },
      },
      Mutation: {
        set: (_: unknown, { id, value }: Account) => {
          const account = { id, value, kind: store.get(id)?.kind ?? 'red' };
          written = change(account);
          return account;
        },
      },
      Account: {
        __resolveReference: ({ id }: Account) => store.get(id),
      },
    } as never,
  });
  const run = createRunner(schema);

  async function answerGraphql(body: string, response: ServerResponse): Promise<void> {
    requests.push(body);
    if (said.fails) return void response.destroy();
    const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
    reads = {};
    written = undefined;
    const at = position();
    const result = await run(query, variables, undefined);
    const { reads: saidReads, cacheControl, headers = {}, silent, fails: _fails, ...more } = said;
    const freshness: ResultFreshness = written ? { written } : { stores: { ledger: { at, scheme: 's' } }, ...more };
    await paused;
    if (!silent) response.setHeader(FRESHNESS_HEADER, JSON.stringify(freshness));
    if (!silent && !written) response.setHeader(READS_HEADER, JSON.stringify(saidReads ?? { ledger: reads }));
    if (cacheControl !== undefined) response.setHeader('cache-control', cacheControl);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
  }

  async function answerChanges({ after }: ChangesRequest, response: ServerResponse): Promise<void> {
    polls.push({ after });
    if (telling === 'not at all') return void response.destroy();
    const begin = performance.now();
    const known = after === null ? time : Number(after.split('.')[2]);
    const isOld = after !== null && (after.split('.')[0] !== String(epoch) || known < since);
    const changed = () => log.filter(({ number }) => number > known);
    if (after !== null && !isOld && changed().length === 0)
      await new Promise<void>((resolve) => {
        const wake = () => {
          waiting.delete(wake);
          clearTimeout(timer);
          resolve();
        };
        const timer = setTimeout(wake, ROUND_MS);
        waiting.add(wake);
      });
    const told: ChangesResponse = {
      at: telling === 'no stream' ? null : position(),
      age: telling === 'no stream' ? null : performance.now() - begin,
      scheme: 's',
      changes: changed().map(({ at, keys }) => ({ at, keys })),
      reset: isOld,
    };
    if (telling === 'held back') await new Promise((resolve) => setTimeout(resolve, HELD_MS));
    response.setHeader('content-type', 'application/json').end(JSON.stringify(told));
  }

  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    if (request.url === '/changes') await answerChanges(JSON.parse(body) as ChangesRequest, response);
    else await answerGraphql(body, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const { supergraphSdl, errors } = composeServices([{ name: 'ledger', typeDefs: LEDGER, url }, ...others]);
  if (!supergraphSdl) throw new AggregateError(errors ?? [], 'The ledger does not compose');
  const folder = await mkdtemp(join(tmpdir(), 'ledger-graph-'));
  const supergraphFile = join(folder, 'supergraph.graphql');
  await writeFile(supergraphFile, supergraphSdl);

  return {
    supergraphFile,
    requests,
    polls,
    write: (id, value, kind) => void change({ id, value, kind: kind ?? store.get(id)?.kind ?? 'red' }),
    writeSomewhere: (id, value) => void change({ id, value, kind: store.get(id)?.kind ?? 'red' }, { accounts: true }),
    tell: (how) => void (telling = how),
    forget() {
      log = [];
      since = time + 1;
      time += 1;
    },
    failOver() {
      epoch += 1;
      log = [];
    },
    say: (more) => void (said = more),
    pause() {
      let resume!: () => void;
      paused = new Promise((resolve) => (resume = resolve));
      return () => {
        paused = undefined;
        resume();
      };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

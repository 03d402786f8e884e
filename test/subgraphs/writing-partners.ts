import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import mongoose from 'mongoose';
import { subgraphs } from '../../subgraphs/index.js';
import type { Clock } from '../../subgraphs/runtime/clock.js';
import type { Answer } from '../gateway/start-gateway.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { mutationOf } from '../mutation-of.js';

/** What a response holds: any JSON. */
export type Json = Answer['body'];

export type Input = Record<string, unknown>;

/** The partners' subgraph, to which tests write. */
export interface WritingPartners {
  readonly partners: RunningSubgraph;
  /** Its database, for what no field tells. */
  readonly database: mongoose.Connection;
  /** Writes as a caller with these roles, null for nobody, and gives the whole response. */
  write(mutation: string, input: Input, selection: string, roles?: readonly string[] | null): Promise<Answered>;
  /** Writes what must be allowed, and gives the field's value. */
  written(mutation: string, input: Input, selection: string, roles?: readonly string[]): Promise<Json>;
  /** Writes what must be refused, and gives the error's code, rule and argument. */
  refused(mutation: string, input: Input, roles?: readonly string[] | null): Promise<Input>;
  /** Reads what must be answered without an error. */
  read(query: string): Promise<Json>;
  /** Reads what the partners add to a city. */
  ofCity(cityId: string, selection: string, also?: Input): Promise<Json>;
  close(): Promise<void>;
}

interface Answered {
  data: Record<string, Json> | null;
  errors?: Array<{ message: string; extensions: Record<string, Json> }>;
}

const ADMIN = ['network-admin'];

/** Starts the partners' subgraph with a database of its own. */
export async function startWritingPartners(
  subgraphUrls: Readonly<Record<string, string>> = {},
  clock?: Clock,
): Promise<WritingPartners> {
  const partners = await startSubgraph(
    subgraphs.find(({ name }) => name === 'partners')!,
    subgraphUrls,
    clock,
  );
  const database = await mongoose
    .createConnection(process.env['TEST_MONGODB_URI']!, { dbName: partners.databaseName })
    .asPromise();

  function write(mutation: string, input: Input, selection: string, roles: readonly string[] | null = ADMIN) {
    return partners.ask(
      mutationOf(mutation, `{ ${selection} }`),
      { input: { idempotencyKey: randomUUID(), ...input } },
      roles === null ? {} : { caller: { id: 'someone', roles } },
    ) as Promise<Answered>;
  }

  return {
    partners,
    database,
    write,
    async written(mutation, input, selection, roles = ADMIN) {
      const { data, errors } = await write(mutation, input, selection, roles);
      expect(errors).toBeUndefined();
      return data![mutation];
    },
    async refused(mutation, input, roles = ADMIN) {
      const { data, errors } = await write(mutation, input, '__typename', roles);
      expect(data?.[mutation] ?? null).toBeNull();
      const { code, rule, argument } = errors![0]!.extensions;
      return { code, ...(rule && { rule }), ...(argument && { argument }) };
    },
    async read(query) {
      const { data, errors } = await partners.ask(query);
      expect(errors).toBeUndefined();
      return data;
    },
    async ofCity(cityId, selection, also = {}) {
      const [city] = await partners.entities(`... on City { ${selection} }`, [
        { __typename: 'City', id: cityId, ...also },
      ]);
      return city;
    },
    async close() {
      await database.close();
      await partners.close();
    },
  };
}

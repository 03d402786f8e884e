import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { hostSubgraph, type HostedSubgraph } from '../gateway/hosted-subgraph.js';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@shareable", "@authenticated", "@requiresScopes"])`;

/** A subgraph some of whose fields, types, and values are not for everybody. */
export const VAULT = parse(`
  ${LINK}
  type Query {
    open: String
    mine: String @authenticated
    either: String @requiresScopes(scopes: [["read", "audit"], ["all"]])
    both: String @authenticated @requiresScopes(scopes: [["read"]])
    nodes: [Node!]
    things: [Thing!]
    box(id: ID!): Box
    safe: Safe
    level: Level
    stamp: Stamp
    sealed: Sealed!
    secretOf(id: ID!): String @authenticated
  }
  type Mutation { count: Int put(text: String!): String @authenticated }
  interface Node { id: ID! note: String }
  union Thing = Box | Safe
  type Box implements Node @key(fields: "id") { id: ID! note: String @authenticated weight: Int @requiresScopes(scopes: [["weigh"]]) inner: Box label: String secret: String! @authenticated }
  type Sealed { secret: String! @authenticated open: String }
  type Bag implements Node { id: ID! note: String }
  type Safe @authenticated { code: String }
  enum Level @authenticated { LOW HIGH }
  scalar Stamp @requiresScopes(scopes: [["stamp"]])
`);

/** Another one, which needs a protected field of the first. */
export const CARRIER = parse(`
  ${LINK}
  type Box @key(fields: "id") { id: ID! weight: Int @external price: Int @requires(fields: "weight") @requiresScopes(scopes: [["weigh"]]) colour: String }
`);

const boxes = [
  {
    __typename: 'Box',
    id: 'b1',
    note: 'fragile',
    weight: 7,
    label: 'B',
    secret: 's1',
    inner: { __typename: 'Box', id: 'b2', note: 'inside', weight: 1, label: 'I', secret: 's2' },
  },
];
let written = 0;

const vaultResolvers = {
  Query: {
    open: () => 'open',
    mine: () => 'mine',
    either: () => 'either',
    both: () => 'both',
    nodes: () => [...boxes, { __typename: 'Bag', id: 'g1', note: 'soft' }],
    things: () => [...boxes, { __typename: 'Safe', code: '1234' }],
    box: (_: unknown, { id }: { id: string }) => boxes.find((box) => box.id === id) ?? null,
    sealed: () => ({ secret: 'sealed', open: 'open' }),
    secretOf: () => 'secret',
    safe: () => ({ code: '1234' }),
    level: () => 'HIGH',
    stamp: () => 'stamp',
  },
  Mutation: { count: () => (written += 1), put: (_: unknown, { text }: { text: string }) => text },
  Box: { __resolveReference: () => boxes[0] },
};

const carrierResolvers = {
  Box: {
    __resolveReference: (reference: object) => reference,
    price: ({ weight }: { weight: number }) => weight * 10,
    colour: () => 'red',
  },
};

export interface GuardedGraph {
  supergraphFile: string;
  sdl: string;
  hosted: readonly HostedSubgraph[];
  /** Serves this text instead, from the gateway that is started next. */
  rewrite(sdl: string): Promise<void>;
  close(): Promise<void>;
}

/** The two subgraphs, running, and their supergraph with its rules of access. */
export async function startGuardedGraph(): Promise<GuardedGraph> {
  const vault = await hostSubgraph(buildSubgraphSchema({ typeDefs: VAULT, resolvers: vaultResolvers as never }));
  const carrier = await hostSubgraph(buildSubgraphSchema({ typeDefs: CARRIER, resolvers: carrierResolvers as never }));
  const { supergraphSdl: sdl, errors } = composeServices([
    { name: 'vault', typeDefs: VAULT, url: vault.url },
    { name: 'carrier', typeDefs: CARRIER, url: carrier.url },
  ]);
  if (!sdl) throw new AggregateError(errors ?? [], 'The guarded graph does not compose');
  const folder = await mkdtemp(join(tmpdir(), 'guarded-graph-'));
  const supergraphFile = join(folder, 'supergraph.graphql');
  const rewrite = (text: string) => writeFile(supergraphFile, text);
  await rewrite(sdl);
  return {
    supergraphFile,
    sdl,
    hosted: [vault, carrier],
    rewrite,
    async close() {
      await Promise.all([vault.kill(), carrier.kill()]);
      await rm(folder, { recursive: true });
    },
  };
}

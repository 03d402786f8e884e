import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { hostSubgraph, type HostedSubgraph } from '../gateway/hosted-subgraph.js';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])';

const FIRST = (extra: string) =>
  parse(`${LINK} type Query { thing: Thing ${extra} } type Thing @key(fields: "id") { id: ID! first: String }`);
const SECOND = parse(`${LINK} type Thing @key(fields: "id") { id: ID! second: String }`);

/** Two subgraphs, whose every field gives the tag: one that answers with two tags was served by two supergraphs. */
export interface TaggedGraph {
  readonly tag: string;
  readonly first: HostedSubgraph;
  readonly second: HostedSubgraph;
  /** The supergraph with the addresses of these subgraphs. */
  readonly supergraph: string;
  close(): Promise<void>;
}

/** What tells by which graph a request was served: its two fields come from two fetches, one after the other. */
export const THING = '{ thing { first second } }';

/** @param extra more fields of `Query`, which give the tag too */
export async function startTaggedGraph(tag: string, extra = ''): Promise<TaggedGraph> {
  const names = [...extra.matchAll(/\w+(?=:)/g)].map(([name]) => name);
  const first = await hostSubgraph(
    buildSubgraphSchema({
      typeDefs: FIRST(extra),
      resolvers: {
        Query: { thing: () => ({ id: '1' }), ...Object.fromEntries(names.map((name) => [name, () => tag])) },
        Thing: { first: () => tag },
      },
    }),
  );
  const second = await hostSubgraph(
    buildSubgraphSchema({
      typeDefs: SECOND,
      resolvers: { Thing: { __resolveReference: (thing: object) => thing, second: () => tag } } as never,
    }),
  );
  return {
    tag,
    first,
    second,
    supergraph: composeTagged(first.url, second.url, extra),
    close: async () => void (await Promise.all([first.kill(), second.kill()])),
  };
}

export function composeTagged(firstUrl: string, secondUrl: string, extra = ''): string {
  const { supergraphSdl, errors } = composeServices([
    { name: 'first', typeDefs: FIRST(extra), url: firstUrl },
    { name: 'second', typeDefs: SECOND, url: secondUrl },
  ]);
  if (!supergraphSdl) throw new AggregateError(errors ?? [], 'The tagged graph does not compose');
  return supergraphSdl;
}

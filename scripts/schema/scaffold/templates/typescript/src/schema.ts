import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse, type GraphQLFieldResolver } from 'graphql';
import { cityResolvers } from './city/city.resolvers.js';
import { itemQueries, itemResolvers } from './item/item.resolvers.js';

/** The SDL, which `check` and `publish` read. */
export const SDL = readFileSync('sample.graphql', 'utf8');

/** By type and field. */
const resolvers: Record<string, Record<string, GraphQLFieldResolver<any, any>>> = {
  Query: itemQueries,
  City: cityResolvers,
  SampleItem: itemResolvers,
};

export const schema = buildSubgraphSchema({ typeDefs: parse(SDL), resolvers });

import type { GraphQLResolveInfo } from 'graphql';
import type { SubgraphContext } from '../../runtime/subgraph.js';
import type { LocalizedText } from './localized-text.type.js';

/** A text, or what looks it up when a client reads it, because another subgraph has it: a resolver of graphql-js. */
export type LookedUpText =
  LocalizedText | ((args: unknown, context: SubgraphContext, info: GraphQLResolveInfo) => Promise<LocalizedText>);

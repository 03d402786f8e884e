import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root, type ClassType } from 'type-graphql';
import type { Collection } from '../database/collection.js';
import type { Order } from '../lists/order.js';
import { PageArgs } from '../lists/page-args.js';
import type { SubgraphContext } from '../subgraph.js';
import type { StoredChange } from './change.model.js';
import { ChangeConnection } from './change.type.js';

/** Versions only rise, so this is also the latest change first. */
const latestFirst: Order = { key: 'VERSION_DESC', path: 'version', direction: -1, isNumber: true, isAlwaysKnown: true };

/**
 * Makes the resolver of the field `history` of a type whose records clients change. The subgraph's loaders have `changes`.
 * A change is found by kind and id: records of two kinds may have one id.
 *
 * @param description what the schema says of the field
 */
export function historyResolver(type: ClassType, description: string): ClassType {
  @Resolver(() => type)
  class HistoryResolver {
    @FieldResolver(() => ChangeConnection, { nullable: true, description })
    history(
      @Root() { id }: { id: string },
      @Args(() => PageArgs) page: PageArgs,
      @Ctx() { loaders }: SubgraphContext<{ changes: Collection<StoredChange> }>,
      @Info() { parentType }: GraphQLResolveInfo,
    ) {
      const of = (record: string) => ({ type: parentType.name, of: record });
      return loaders.changes.related.load(id, { of, order: latestFirst }, page);
    }
  }
  return HistoryResolver;
}

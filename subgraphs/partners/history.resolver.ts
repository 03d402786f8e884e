import { Args, Ctx, FieldResolver, Resolver, Root, type ClassType } from 'type-graphql';
import type { Order } from '../runtime/order.js';
import { PageArgs } from '../runtime/page-args.js';
import { ChangeConnection } from '../runtime/write/change.type.js';
import { Agreement } from './agreement.type.js';
import type { PartnersContext } from './loaders.js';
import { Partner } from './partner.type.js';
import { Person } from './person.type.js';
import { Programme } from './programme.type.js';
import { Solution } from './solution.type.js';

const latestFirst: Order = { key: 'VERSION', path: 'version', direction: -1 };

/** The resolvers of the histories of everything that clients change here. */
export const historyResolvers = [Partner, Person, Programme, Solution, Agreement].map(historyOf);

function historyOf(type: ClassType) {
  @Resolver(() => type)
  class HistoryResolver {
    @FieldResolver(() => ChangeConnection, { nullable: true, description: 'Who changed it, when and why, the latest change first.' })
    history(@Root() { id }: { id: string }, @Args(() => PageArgs) page: PageArgs, @Ctx() { loaders }: PartnersContext) {
      return loaders.changes.related.load(id, { parents: ['$of'], of: (ids) => ({ of: { $in: ids } }), order: latestFirst }, page);
    }
  }
  return HistoryResolver;
}

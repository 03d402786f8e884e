import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { Challenge } from '../references.js';
import type { EventsContext } from '../loaders.js';
import { EventSessionConnection } from '../event/session/session.type.js';

/** What the events add to a challenge. */
@Resolver(() => Challenge)
export class ChallengeResolver {
  @FieldResolver(() => EventSessionConnection, {
    nullable: true,
    description: 'The sessions about it, by the start of their event.',
  })
  sessions(@Root() challenge: Challenge, @Args(() => PageArgs) page: PageArgs, @Ctx() { loaders }: EventsContext) {
    return loaders.sessions.load(challenge.code, 'challenges', page);
  }
}

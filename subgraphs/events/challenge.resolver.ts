import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { mapPage } from '../runtime/page.js';
import { PageArgs } from '../runtime/page-args.js';
import { Challenge } from './challenge.entity.js';
import { sessionOf } from './event-parts.js';
import type { EventsContext } from './loaders.js';
import { EventSessionConnection } from './session.type.js';

/** What the events add to a challenge. */
@Resolver(() => Challenge)
export class ChallengeResolver {
  @FieldResolver(() => EventSessionConnection, { nullable: true, description: 'The sessions about it, by the start of their event.' })
  async sessions(@Root() challenge: Challenge, @Args(() => PageArgs) page: PageArgs, @Ctx() { loaders }: EventsContext) {
    return mapPage(await loaders.sessionsOfChallenge(challenge.code, page), ({ eventId, item }) => sessionOf(eventId, item));
  }
}

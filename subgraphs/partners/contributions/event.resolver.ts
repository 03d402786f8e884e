import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { AgreementConnection } from '../agreement/agreement.type.js';
import { Event } from '../references.js';
import { IntroductionConnection } from '../solution/introduction/introduction.type.js';
import type { PartnersContext } from '../loaders.js';
import { oneParent } from '../../runtime/lists/relations.js';

/** What the partners add to an event. */
@Resolver(() => Event)
export class EventResolver {
  @FieldResolver(() => AgreementConnection, { nullable: true, description: 'The agreements made at it, by id.' })
  agreements(@Root() event: Event, @Args(() => PageArgs) page: PageArgs, @Ctx() { loaders }: PartnersContext) {
    return loaders.agreements.related.load(event.id, oneParent('occasionEventId'), page);
  }

  @FieldResolver(() => IntroductionConnection, {
    nullable: true,
    description: 'The solutions that were introduced at it, by solution.',
  })
  introductions(@Root() event: Event, @Args(() => PageArgs) page: PageArgs, @Ctx() { loaders }: PartnersContext) {
    return loaders.introductions.load(event.id, 'occasionEventId', page);
  }
}

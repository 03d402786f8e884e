import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { CityOrPartner } from '../../facts/party.type.js';
import { Event } from '../../references.js';
import type { OwnedFact } from '../../facts/owned-facts.js';
import { Introduction } from './introduction.type.js';
import type { PartnersContext } from '../../loaders.js';
import type { StoredIntroduction } from '../solution.model.js';
import { Solution } from '../solution.type.js';
import { shownStanding, Standing } from '../../../domain/standing/standing.type.js';
import { stubOf } from '../../../runtime/foreign/stub.js';

@Resolver(() => Introduction)
export class IntroductionResolver {
  @FieldResolver(() => Solution, { nullable: true, description: 'The solution that was brought.' })
  solution(@Root() introduction: OwnedFact<StoredIntroduction>, @Ctx() { loaders }: PartnersContext) {
    return loaders.solutions.byId.load(introduction.ownerId);
  }

  @FieldResolver(() => CityOrPartner, { description: 'Who brought it.' })
  from(@Root() introduction: OwnedFact<StoredIntroduction>) {
    return introduction.from;
  }

  @FieldResolver(() => CityOrPartner, { description: 'To whom it was brought.' })
  to(@Root() { toCityId, toPartnerId }: OwnedFact<StoredIntroduction>) {
    return { cityId: toCityId, partnerId: toPartnerId };
  }

  @FieldResolver(() => Event, { nullable: true, description: 'The event at which it happened.' })
  occasion(@Root() introduction: OwnedFact<StoredIntroduction>) {
    return stubOf(introduction.occasionEventId);
  }

  @FieldResolver(() => Standing, { description: 'Whether those whom it is about agree with it.' })
  standing(@Root() introduction: OwnedFact<StoredIntroduction>) {
    return shownStanding(introduction);
  }
}

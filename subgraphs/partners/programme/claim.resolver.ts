import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { City } from '../references.js';
import { Claim } from './claim.type.js';
import type { OwnedFact } from '../facts/owned-facts.js';
import { loadOrNull } from '../../runtime/database/loader.js';
import type { PartnersContext } from '../loaders.js';
import { Partner } from '../partner/partner.type.js';
import { Person } from '../person/person.type.js';
import type { StoredClaim } from './programme.model.js';
import { Programme } from './programme.type.js';
import { stubOf } from '../../runtime/foreign/stub.js';

@Resolver(() => Claim)
export class ClaimResolver {
  @FieldResolver(() => Programme, { nullable: true, description: 'The programme it is made of.' })
  programme(@Root() claim: OwnedFact<StoredClaim>, @Ctx() { loaders }: PartnersContext) {
    return loaders.programmes.byId.load(claim.ownerId);
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'The person who says so; when no speaker is named, the source itself says so.',
  })
  speakerPerson(@Root() claim: OwnedFact<StoredClaim>, @Ctx() { loaders }: PartnersContext) {
    return loadOrNull(loaders.people.byId, claim.speakerPersonId);
  }

  @FieldResolver(() => Partner, { nullable: true, description: 'The organisation that says so.' })
  speakerPartner(@Root() claim: OwnedFact<StoredClaim>, @Ctx() { loaders }: PartnersContext) {
    return loadOrNull(loaders.partners.byId, claim.speakerPartnerId);
  }

  @FieldResolver(() => Partner, { nullable: true, description: 'The partner it is about.' })
  aboutPartner(@Root() claim: OwnedFact<StoredClaim>, @Ctx() { loaders }: PartnersContext) {
    return loadOrNull(loaders.partners.byId, claim.aboutPartnerId);
  }

  @FieldResolver(() => City, { nullable: true, description: 'The city it is about.' })
  aboutCity(@Root() claim: OwnedFact<StoredClaim>) {
    return stubOf(claim.aboutCityId);
  }
}

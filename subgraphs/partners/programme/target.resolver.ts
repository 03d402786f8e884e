import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { OwnedFact } from '../facts/owned-facts.js';
import { loadOrNull } from '../../runtime/database/loader.js';
import type { PartnersContext } from '../loaders.js';
import { Partner } from '../partner/partner.type.js';
import { Person } from '../person/person.type.js';
import type { StoredTarget } from './programme.model.js';
import { Programme } from './programme.type.js';
import { Target } from './target.type.js';

@Resolver(() => Target)
export class TargetResolver {
  @FieldResolver(() => Programme, { nullable: true, description: 'The programme it was set for.' })
  programme(@Root() target: OwnedFact<StoredTarget>, @Ctx() { loaders }: PartnersContext) {
    return loaders.programmes.byId.load(target.ownerId);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'The person who said it.' })
  statedByPerson(@Root() target: OwnedFact<StoredTarget>, @Ctx() { loaders }: PartnersContext) {
    return loadOrNull(loaders.people.byId, target.statedByPersonId);
  }

  @FieldResolver(() => Partner, { nullable: true, description: 'The organisation that said it.' })
  statedByPartner(@Root() target: OwnedFact<StoredTarget>, @Ctx() { loaders }: PartnersContext) {
    return loadOrNull(loaders.partners.byId, target.statedByPartnerId);
  }
}

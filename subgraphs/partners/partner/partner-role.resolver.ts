import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { OwnedFact } from '../facts/owned-facts.js';
import type { PartnersContext } from '../loaders.js';
import type { StoredRole } from './partner.model.js';
import { PartnerRole } from './partner-role.type.js';
import { Partner } from './partner.type.js';
import { Programme } from '../programme/programme.type.js';

@Resolver(() => PartnerRole)
export class PartnerRoleResolver {
  @FieldResolver(() => Partner, { nullable: true, description: 'The partner.' })
  partner(@Root() role: OwnedFact<StoredRole>, @Ctx() { loaders }: PartnersContext) {
    return loaders.partners.byId.load(role.ownerId);
  }

  @FieldResolver(() => Programme, { nullable: true, description: 'The programme.' })
  programme(@Root() role: OwnedFact<StoredRole>, @Ctx() { loaders }: PartnersContext) {
    return loaders.programmes.byId.load(role.programmeId);
  }
}

import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { Source } from '../../domain/sources/source.type.js';
import { City } from '../references.js';
import type { OwnedFact } from '../facts/owned-facts.js';
import { loadOrNull } from '../../runtime/database/loader.js';
import type { PartnersContext } from '../loaders.js';
import { officeKey } from './office-version.model.js';
import { Office } from './office.type.js';
import { Partner } from '../partner/partner.type.js';
import type { StoredOffice } from './person.model.js';
import { Person } from './person.type.js';
import { stubOf } from '../../runtime/foreign/stub.js';

@Resolver(() => Office)
export class OfficeResolver {
  @FieldResolver(() => LocalizedText, { description: 'What the office is called.' })
  title(@Root() office: OwnedFact<StoredOffice>) {
    return office.office;
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who holds or held it.' })
  person(@Root() office: OwnedFact<StoredOffice>, @Ctx() { loaders }: PartnersContext) {
    return loaders.people.byId.load(office.ownerId);
  }

  @FieldResolver(() => Partner, {
    nullable: true,
    description: 'The organisation it is at, null when it is at a city.',
  })
  organisation(@Root() office: OwnedFact<StoredOffice>, @Ctx() { loaders }: PartnersContext) {
    return loadOrNull(loaders.partners.byId, office.organisationId);
  }

  @FieldResolver(() => City, { nullable: true, description: 'The city it is at, null when it is at an organisation.' })
  city(@Root() office: OwnedFact<StoredOffice>) {
    return stubOf(office.cityId);
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'The version of the office of this kind at the city, which every change of its holder raises: for `expectedVersion` of appointOfficer and leaveOffice. Null for an office at an organisation.',
  })
  officeVersion(@Root() { cityId, kind }: OwnedFact<StoredOffice>, @Ctx() { loaders }: PartnersContext) {
    return cityId === null ? null : loaders.officeVersions.load(officeKey(cityId, kind));
  }

  @FieldResolver(() => Source, { nullable: true, description: 'The source of `asOf`.' })
  asOfSource(@Root() office: OwnedFact<StoredOffice>) {
    return office.ownerSources.find((source) => source.id === office.asOfSource) ?? null;
  }
}

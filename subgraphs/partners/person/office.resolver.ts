import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { LocalDate } from '../../domain/dates/local-date.js';
import { THAILAND, today } from '../../domain/dates/today.js';
import { Source } from '../../domain/sources/source.type.js';
import { City } from '../references.js';
import type { OwnedFact } from '../facts/owned-facts.js';
import { loadOrNull } from '../../runtime/database/loader.js';
import type { PartnersContext } from '../loaders.js';
import { isInOffice } from './in-office.js';
import { officeKey } from './office-version.model.js';
import { Office } from './office.type.js';
import { Partner } from '../partner/partner.type.js';
import type { StoredOffice } from './person.model.js';
import { Person } from './person.type.js';
import { stubOf } from '../../runtime/foreign/stub.js';

@Resolver(() => Office)
export class OfficeResolver {
  @FieldResolver(() => Boolean, {
    nullable: true,
    description:
      'Whether the person holds it on a day: true from its first day, or the day a source shows the person in it, until its last one; false before and after; null where no date tells.',
  })
  isCurrent(
    @Root() office: OwnedFact<StoredOffice>,
    @Arg('on', () => LocalDate, { nullable: true, description: 'The day; today in Thailand when absent.' })
    on: string | null | undefined,
    @Ctx() { clock }: PartnersContext,
  ) {
    return isInOffice(office, on ?? today(clock, THAILAND));
  }

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

  @FieldResolver(() => Source, {
    nullable: true,
    description: 'The source that shows the person in office on the day `asOf`.',
  })
  asOfSource(@Root() office: OwnedFact<StoredOffice>) {
    return office.ownerSources.find((source) => source.id === office.asOfSource) ?? null;
  }
}

import { randomUUID } from 'node:crypto';
import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkLocalizedText, LONGEST_NAME } from '../../domain/checks/check-text.js';
import { checkedId, checkedNewId } from '../../domain/checks/check-id.js';
import { Confidence } from '../../domain/sources/confidence.js';
import { LocalizedTextInput } from '../../domain/texts/localized-text.input.js';
import {
  CHANGED_WEB_LINKS,
  changedWebLinks,
  checkedWebLinks,
  WebLinkInput,
} from '../../domain/web-links/web-link.input.js';
import { withSource } from '../../domain/sources/source-of-write.js';
import type { Row } from '../../runtime/database/model.js';
import { authorizeFound } from '../../runtime/write/authorize.js';
import { checkForeignKeys } from '../../runtime/foreign/check-foreign-keys.js';
import { changeRow, insertRow, readRow, checkFreeId } from '../../runtime/write/rows.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import type { Write } from '../../runtime/write/write.js';
import { ownedFact } from '../facts/owned-facts.js';
import type { PartnersContext } from '../loaders.js';
import { Office } from './office.type.js';
import { personModel, type StoredOffice, type StoredPerson } from './person.model.js';
import { checkedDay } from '../../domain/checks/check-date.js';
import {
  checkFirstOfDay,
  checkInOffice,
  checkLeaving,
  checkNotInOffice,
  checkSuccession,
  isOpenOffice,
  withOfficesEnded,
} from './office-rules.js';
import { holdersOfOffice, withOfficeKept } from './office-holders.js';
import { officeKey, raiseOfficeVersion } from './office-version.model.js';
import { recordedFact, type RecordedFact } from '../facts/recorded-fact.js';
import { SourcedInput } from '../facts/recorded.input.js';
import { authorizeActingParty } from '../facts/acting-party.js';
import { checkRoom } from '../facts/room.js';
import { checkForeignId } from '../../runtime/foreign/check-foreign-id.js';
import { ID_HOLDERS } from '../id-holders.js';

const KIND = 'CHIEF_SMART_CITY_OFFICER' as const;
const TITLE = { en: 'Chief Smart City Officer', th: 'ผู้บริหารเมืองอัจฉริยะ (CSCO)' };

@InputType('AppointOfficerInput', {
  description:
    'Says that someone becomes the Chief Smart City Officer of a city. `expectedVersion` is that of the office, which `Office.officeVersion` and `City.officeVersion` give.',
})
export class AppointOfficerInput extends SourcedInput {
  @Field(() => ID, { description: 'The city.' })
  cityId!: string;

  @Field(() => ID, {
    description:
      'The person on file, or the readable id of someone new: words of a-z and 0-9 joined by hyphens, at most 80 characters.',
  })
  personId!: string;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'The name of someone new, at most 200 characters; absent for a person on file.',
  })
  name?: LocalizedTextInput | null;

  @Field(() => [WebLinkInput], { nullable: true, description: `Of the person: ${CHANGED_WEB_LINKS}` })
  webLinks?: WebLinkInput[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Since when: YYYY, YYYY-MM or YYYY-MM-DD, neither in the future nor before the predecessor, by the first day of each; today in Thailand when absent.',
  })
  from?: string | null;

  @Field(() => Confidence, {
    defaultValue: 'MEDIUM',
    description: 'How well it is supported. HIGH needs a `source`.',
  })
  confidence!: Confidence;
}

@Resolver()
export class AppointOfficerMutation {
  @Directive('@authenticated')
  @Mutation(() => Office, {
    nullable: true,
    description:
      'Appoints the Chief Smart City Officer of a city. One holds the office at a time: everyone who held it, appointed here or by the sources, leaves it on the same day. Of several who appoint from one day at once, one does, and the others get CONFLICT. For officers of the city.',
  })
  async appointOfficer(
    @Arg('input', () => AppointOfficerInput, { description: 'The appointment.' }) input: AppointOfficerInput,
    @Ctx() context: PartnersContext,
  ) {
    const { cityId, personId } = input;
    const actingParty = authorizeActingParty(context.caller, ['city-officer', cityId]);
    checkedId('input.cityId', cityId);
    await checkForeignKeys(context, actingParty.caller, 'appointOfficer', input, [['City', 'input.cityId', cityId]]);
    if (input.name != null)
      await checkForeignId(context, actingParty.caller, 'appointOfficer', input, 'input.personId', personId);
    await withOfficeKept(context.database, input, KIND, (people) =>
      writeExclusively(context, actingParty.caller, 'appointOfficer', input, people, async (write) => {
        const fact = recordedFact(input, actingParty, write);
        const from = checkedDay('input.from', input.from, fact.today);
        const id = `office-${randomUUID()}`;
        await endPredecessors(context, write, input, from, id);
        const office: StoredOffice = {
          id,
          organisationId: null,
          cityId,
          office: TITLE,
          kind: KIND,
          from,
          to: null,
          asOf: fact.today,
          asOfSource: fact.source.id,
          appointed: true,
          source: fact.source.id,
          confidence: fact.confidence,
        };
        await (input.name == null
          ? appointKnown(context, write, input, office, fact)
          : appointNew(context, write, input, office, fact, input.name));
        return personId;
      }),
    );
    return officeAt((await context.loaders.people.byId.load(personId))!, cityId);
  }
}

@InputType('LeaveOfficeInput', {
  description:
    'Says that a Chief Smart City Officer left the office, and nobody follows yet. `expectedVersion` is that of the office, which `Office.officeVersion` and `City.officeVersion` give.',
})
export class LeaveOfficeInput extends SourcedInput {
  @Field(() => ID, { description: 'The city.' })
  cityId!: string;

  @Field(() => ID, { description: 'Who left the office.' })
  personId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'When: YYYY, YYYY-MM or YYYY-MM-DD, neither in the future nor before the person held the office; today in Thailand when absent.',
  })
  on?: string | null;
}

@Resolver()
export class LeaveOfficeMutation {
  @Directive('@authenticated')
  @Mutation(() => Office, {
    nullable: true,
    description:
      'Records that a Chief Smart City Officer left the office without a successor. For officers of the city.',
  })
  async leaveOffice(
    @Arg('input', () => LeaveOfficeInput, { description: 'The end of the office.' }) input: LeaveOfficeInput,
    @Ctx() context: PartnersContext,
  ) {
    const { cityId, personId } = input;
    const { database, loaders } = context;
    const actingParty = await authorizeFound(
      [['input.personId', personId, loaders.people.byId, personModel.called]],
      () => authorizeActingParty(context.caller, ['city-officer', cityId]),
    );
    checkedId('input.cityId', cityId);
    await withOfficeKept(database, input, KIND, (people) =>
      writeExclusively(context, actingParty.caller, 'leaveOffice', input, people, async (write) => {
        const { source, today } = recordedFact(input, actingParty, write);
        const on = checkedDay('input.on', input.on, today);
        const { offices, sources } = await readRow(database, personModel, write, personId, 'input.personId');
        await raiseOfficeVersion(database, write, officeKey(cityId, KIND), input.expectedVersion);
        const open = offices.filter((office) => isOpenOffice(office, cityId, KIND));
        checkInOffice(open);
        open.forEach((office) => checkLeaving(office, on));
        const update = {
          $set: { offices: withOfficesEnded(offices, cityId, KIND, on, null), sources: withSource(sources, source) },
          $pull: { officerOf: cityId } as never,
        };
        await changeRow(database, personModel, write, { type: 'Person', id: personId, update });
        return personId;
      }),
    );
    return officeAt((await context.loaders.people.byId.load(personId))!, cityId);
  }
}

/** The office of a person at a city that changed last. */
function officeAt(person: Row<StoredPerson>, city: string) {
  return ownedFact(
    person,
    person.offices.findLast(({ cityId, kind }) => cityId === city && kind === KIND)!,
  );
}

/** Ends every open office of the kind at the city but that of the person appointed. */
async function endPredecessors(
  { database }: PartnersContext,
  write: Write,
  { cityId, personId, expectedVersion }: AppointOfficerInput,
  from: string,
  appointmentId: string,
): Promise<void> {
  const version = await raiseOfficeVersion(database, write, officeKey(cityId, KIND), expectedVersion);
  const holders = await holdersOfOffice(database, cityId, KIND, write);
  const openOf = ({ offices }: StoredPerson) => offices.filter((office) => isOpenOffice(office, cityId, KIND));
  checkNotInOffice(holders.filter(({ id }) => id === personId).flatMap(openOf));
  const open = holders.flatMap(openOf);
  if (expectedVersion == null) checkFirstOfDay(open, from, version);
  open.forEach((office) => checkSuccession(office, from));
  for (const { id, offices } of holders)
    if (id !== personId)
      await changeRow(database, personModel, write, {
        type: 'Person',
        id,
        update: {
          $set: { offices: withOfficesEnded(offices, cityId, KIND, from, appointmentId) },
          $pull: { officerOf: cityId } as never,
        },
      });
}

async function appointKnown(
  { database }: PartnersContext,
  write: Write,
  { personId, cityId, webLinks }: AppointOfficerInput,
  office: StoredOffice,
  { source, today }: RecordedFact,
): Promise<void> {
  const {
    offices,
    withdrawnOffices = [],
    sources,
  } = await readRow(database, personModel, write, personId, 'input.personId');
  checkRoom('input.personId', [...offices, ...withdrawnOffices]);
  const update = {
    $addToSet: { officerOf: cityId } as never,
    $set: {
      offices: [...withOfficesEnded(offices, cityId, KIND, office.from ?? today, office.id ?? null), office],
      sources: withSource(sources, source),
      ...changedWebLinks({ webLinks }),
    },
  };
  await changeRow(database, personModel, write, { type: 'Person', id: personId, update });
}

async function appointNew(
  { database }: PartnersContext,
  write: Write,
  { personId, cityId, webLinks }: AppointOfficerInput,
  office: StoredOffice,
  { source, confidence }: RecordedFact,
  given: LocalizedTextInput,
): Promise<void> {
  const name = checkLocalizedText('input.name', LONGEST_NAME, given);
  checkedNewId('input.personId', personId);
  await checkFreeId(database, ID_HOLDERS, write, 'input.personId', personId);
  const person = {
    _id: personId,
    name,
    nameThOrigin: name.th === null ? null : ('OFFICIAL' as const),
    aliases: [],
    offices: [office],
    quotes: [],
    webLinks: checkedWebLinks(webLinks),
    sources: [source],
    confidence,
  };
  await insertRow(database, personModel, write, 'Person', { ...person, officerOf: [cityId] } as Omit<
    StoredPerson,
    'version'
  >);
}

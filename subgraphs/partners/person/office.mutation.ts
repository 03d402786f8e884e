import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkLocalizedText, LONGEST_NAME } from '../../domain/checks/check-text.js';
import { checkedId, checkedNewId } from '../../domain/checks/check-id.js';
import { Confidence } from '../../domain/sources/confidence.js';
import { LocalizedTextInput } from '../../domain/texts/localized-text.input.js';
import { withSource } from '../../domain/sources/source-of-write.js';
import { refusal } from '../../runtime/errors/errors.js';
import { toRow } from '../../runtime/database/loader.js';
import type { Row } from '../../runtime/database/model.js';
import { checkForeignKeys } from '../../runtime/foreign/check-foreign-keys.js';
import { changeRow, insertRow, readRow, checkFreeId } from '../../runtime/write/rows.js';
import { runExclusively } from '../../runtime/write/keyed-mutex.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import type { Write } from '../../runtime/write/write.js';
import { ownedFact } from '../facts/owned-facts.js';
import type { PartnersContext } from '../loaders.js';
import { Office } from './office.type.js';
import { personModel, type StoredOffice, type StoredPerson } from './person.model.js';
import { checkedDay } from '../../domain/checks/check-date.js';
import { checkNotInOffice, checkSuccession, isInOffice } from './office-rules.js';
import { recordedFact, type RecordedFact } from '../facts/recorded-fact.js';
import { SourcedInput } from '../facts/recorded.input.js';
import { authorizeActingParty } from '../facts/acting-party.js';

const TITLE = { en: 'Chief Smart City Officer', th: 'ผู้บริหารเมืองอัจฉริยะ (CSCO)' };

@InputType('AppointOfficerInput', {
  description:
    'That someone becomes the Chief Smart City Officer of a city. `expectedVersion` is that of the person appointed, which `Office.version` gives too.',
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

  @Field(() => String, {
    nullable: true,
    description:
      'Since when: YYYY, YYYY-MM or YYYY-MM-DD, neither in the future nor before the predecessor, by the first day of each; today in Thailand when absent.',
  })
  from?: string | null;

  @Field(() => Confidence, {
    defaultValue: 'MEDIUM',
    description: 'How well it is supported; HIGH only with a source.',
  })
  confidence!: Confidence;
}

@Resolver()
export class AppointOfficerMutation {
  @Directive('@authenticated')
  @Mutation(() => Office, {
    nullable: true,
    description:
      'Appoints the Chief Smart City Officer of a city. One holds the office at a time: that of the one appointed before ends on the same day. For officers of the city.',
  })
  async appointOfficer(
    @Arg('input', () => AppointOfficerInput, { description: 'The appointment.' }) input: AppointOfficerInput,
    @Ctx() context: PartnersContext,
  ) {
    const { cityId, personId } = input;
    const actingParty = authorizeActingParty(context.caller, ['city-officer', cityId]);
    checkedId('input.cityId', cityId);
    await checkForeignKeys(context, actingParty.caller, 'appointOfficer', input, [['City', 'input.cityId', cityId]]);
    await inPeoplesTurn(context, input, (people) =>
      writeExclusively(context, actingParty.caller, 'appointOfficer', input, people, async (write) => {
        const fact = recordedFact(input, actingParty, write);
        const from = checkedDay('input.from', input.from, fact.today);
        await endPredecessor(context, write, input, from);
        const office: StoredOffice = {
          organisationId: null,
          cityId,
          office: TITLE,
          kind: 'CHIEF_SMART_CITY_OFFICER',
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
    const person = (await context.loaders.people.byId.load(personId))!;
    return ownedFact(
      person,
      person.offices.findLast((office) => office.appointed === true && office.cityId === cityId)!,
    );
  }
}

/** Takes the turn of the city, so that who holds the office stays, and gives the keys of both people: `City` comes before `Person`. */
function inPeoplesTurn<T>(
  { database }: PartnersContext,
  { cityId, personId }: AppointOfficerInput,
  work: (people: string[]) => Promise<T>,
): Promise<T> {
  return runExclusively(database, `City/${cityId}`, async () => {
    const holder = await database
      .model(personModel)
      .findOne({ officerOf: cityId } as never, { _id: 1 })
      .lean<{ _id: string }>();
    return work([personId, ...(holder ? [holder._id] : [])].map((id) => `Person/${id}`));
  });
}

async function endPredecessor(
  { database }: PartnersContext,
  write: Write,
  { cityId, personId }: AppointOfficerInput,
  from: string,
): Promise<void> {
  const holder = await holderOf({ database }, write, cityId);
  checkNotInOffice(holder?.id, personId);
  if (!holder) return;
  const at = holder.offices.findIndex((office) => isInOffice(office, cityId));
  checkSuccession(holder.offices[at]!.from, from);
  await changeRow(database, personModel, write, {
    type: 'Person',
    id: holder.id,
    update: { $set: { [`offices.${at}.to`]: from }, $pull: { officerOf: cityId } as never },
  });
}

async function holderOf(
  { database }: Pick<PartnersContext, 'database'>,
  { session }: Write,
  cityId: string,
): Promise<Row<StoredPerson> | null> {
  const holder = await database
    .model(personModel)
    .findOne({ officerOf: cityId } as never, personModel.fields)
    .session(session)
    .lean<StoredPerson>();
  return holder && toRow(holder);
}

async function appointKnown(
  { database }: PartnersContext,
  write: Write,
  { personId, cityId, expectedVersion }: AppointOfficerInput,
  office: StoredOffice,
  { source }: RecordedFact,
): Promise<void> {
  const person = await readRow(database, personModel, write, personId, 'input.personId');
  const update = {
    $push: { offices: office, officerOf: cityId } as never,
    $set: { sources: withSource(person.sources, source) },
  };
  await changeRow(database, personModel, write, { type: 'Person', id: personId, expectedVersion, update });
}

async function appointNew(
  { database }: PartnersContext,
  write: Write,
  { personId, cityId, expectedVersion }: AppointOfficerInput,
  office: StoredOffice,
  { source, confidence }: RecordedFact,
  given: LocalizedTextInput,
): Promise<void> {
  if (expectedVersion != null)
    throw refusal(
      'BAD_USER_INPUT',
      { en: 'Someone new has no version yet.', th: 'บุคคลใหม่ยังไม่มีรุ่นของข้อมูล' },
      { argument: 'input.expectedVersion' },
    );
  const name = checkLocalizedText('input.name', LONGEST_NAME, given);
  checkedNewId('input.personId', personId);
  await checkFreeId(database, personModel, write, 'input.personId', personId);
  const person = {
    _id: personId,
    name,
    nameThOrigin: name.th === null ? null : ('OFFICIAL' as const),
    aliases: [],
    offices: [office],
    quotes: [],
    sources: [source],
    confidence,
  };
  await insertRow(database, personModel, write, 'Person', { ...person, officerOf: [cityId] } as Omit<
    StoredPerson,
    'version'
  >);
}

import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import mongoose from 'mongoose';
import { checkedDay } from '../../domain/checks/check-date.js';
import { checkedId } from '../../domain/checks/check-id.js';
import { THAILAND, today } from '../../domain/dates/today.js';
import { authorizeFound } from '../../runtime/write/authorize.js';
import { changeRow, readRow } from '../../runtime/write/rows.js';
import { CHANGED_WEB_LINKS, changedWebLinks, WebLinkInput } from '../../domain/web-links/web-link.input.js';
import { ReasonedInput } from '../../runtime/write/write.input.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import type { Write } from '../../runtime/write/write.js';
import { authorizeActingParty } from '../facts/acting-party.js';
import { checkRoom } from '../facts/room.js';
import type { PartnersContext } from '../loaders.js';
import { withOfficeKept } from './office-holders.js';
import { appointedAt, checkAppointed, checkSuccession } from './office-rules.js';
import { officeKey, raiseOfficeVersion } from './office-version.model.js';
import { personModel, type StoredOffice, type StoredPerson } from './person.model.js';
import { Person } from './person.type.js';

const KIND = 'CHIEF_SMART_CITY_OFFICER' as const;
const VERSION = '`expectedVersion` is that of the office, which `Office.officeVersion` and `City.officeVersion` give.';

@InputType('ChangeAppointmentInput', {
  description: `Since when the present Chief Smart City Officer, appointed here, holds the office. ${VERSION}`,
})
export class ChangeAppointmentInput extends ReasonedInput {
  @Field(() => ID, { description: 'The city.' })
  cityId!: string;

  @Field(() => ID, { description: 'Who holds the office.' })
  personId!: string;

  @Field(() => String, {
    description: 'Since when: YYYY, YYYY-MM or YYYY-MM-DD, neither in the future nor before the predecessor.',
  })
  from!: string;

  @Field(() => [WebLinkInput], { nullable: true, description: `Of the person: ${CHANGED_WEB_LINKS}` })
  webLinks?: WebLinkInput[] | null;
}

@InputType('WithdrawAppointmentInput', {
  description: `Says that the present Chief Smart City Officer was appointed by mistake. ${VERSION}`,
})
export class WithdrawAppointmentInput extends ReasonedInput {
  @Field(() => ID, { description: 'The city.' })
  cityId!: string;

  @Field(() => ID, { description: 'Who was appointed.' })
  personId!: string;
}

/** How appointments are put right. */
@Resolver()
export class AppointmentCorrectionMutations {
  @Directive('@authenticated')
  @Mutation(() => Person, {
    nullable: true,
    description:
      'Corrects since when the present Chief Smart City Officer holds the office, and the person’s links; those whose office ended with the appointment leave it on the new day. For officers of the city.',
  })
  changeAppointment(
    @Arg('input', () => ChangeAppointmentInput, { description: 'The correction and the reason.' })
    input: ChangeAppointmentInput,
    @Ctx() context: PartnersContext,
  ) {
    return correctAppointment(context, 'changeAppointment', input, async (write, person) => {
      const { cityId } = input;
      const at = appointedAt(person.offices, cityId, KIND);
      const office = person.offices[at]!;
      const from = checkedDay('input.from', input.from, today(write, THAILAND));
      const predecessors = await endedWith(context, write, cityId, office);
      for (const { offices } of predecessors)
        offices.filter((each) => isEndedWith(each, cityId, office)).forEach((each) => checkSuccession(each, from));
      await endPredecessors(context, write, predecessors, { cityId, successor: office, to: from });
      const { offices } = await readRow(context.database, personModel, write, person._id, 'input.personId');
      await changeRow(context.database, personModel, write, {
        ...{ type: 'Person', id: person._id },
        update: { $set: { offices: offices.with(at, { ...offices[at]!, from }), ...changedWebLinks(input) } },
      });
    });
  }

  @Directive('@authenticated')
  @Mutation(() => Person, {
    nullable: true,
    description:
      'Takes the appointment of the present Chief Smart City Officer back; those whose office ended with it hold it again. For officers of the city.',
  })
  withdrawAppointment(
    @Arg('input', () => WithdrawAppointmentInput, { description: 'The appointment and the reason.' })
    input: WithdrawAppointmentInput,
    @Ctx() context: PartnersContext,
  ) {
    return correctAppointment(context, 'withdrawAppointment', input, async (write, person) => {
      const { cityId } = input;
      const at = appointedAt(person.offices, cityId, KIND);
      const office = person.offices[at]!;
      checkRoom('input.personId', person.withdrawnOffices ?? []);
      await changeRow(context.database, personModel, write, {
        ...{ type: 'Person', id: person._id },
        update: {
          $set: {
            offices: person.offices.toSpliced(at, 1),
            withdrawnOffices: [...(person.withdrawnOffices ?? []), office],
          },
          $pull: { officerOf: cityId } as never,
        },
      });
      const predecessors = await endedWith(context, write, cityId, office);
      await endPredecessors(context, write, predecessors, { cityId, successor: office, to: null });
    });
  }
}

/** Corrects an appointment while nobody else changes the office. */
async function correctAppointment(
  context: PartnersContext,
  action: string,
  input: ChangeAppointmentInput | WithdrawAppointmentInput,
  correct: (write: Write, person: StoredPerson) => Promise<void>,
) {
  const { cityId, personId } = input;
  const { database, loaders } = context;
  const { caller } = await authorizeFound([['input.personId', personId, loaders.people.byId, personModel.called]], () =>
    authorizeActingParty(context.caller, ['city-officer', cityId]),
  );
  checkedId('input.cityId', cityId);
  await withOfficeKept(database, input, KIND, (people) =>
    writeExclusively(context, caller, action, input, people, async (write) => {
      const person = await readRow(database, personModel, write, personId, 'input.personId');
      await raiseOfficeVersion(database, write, officeKey(cityId, KIND), input.expectedVersion);
      checkAppointed(appointedAt(person.offices, cityId, KIND));
      await correct(write, person);
      return personId;
    }),
  );
  return context.loaders.people.byId.load(personId);
}

/**
 * Those whose office at the city ended with an appointment. One of before appointments had ids is known by its day only.
 */
async function endedWith(
  { database }: PartnersContext,
  { session }: Write,
  cityId: string,
  { id, from }: StoredOffice,
): Promise<StoredPerson[]> {
  if (id == null && from === null) return [];
  const ending = id == null ? { to: from, endedBy: null } : { endedBy: id };
  const ended = { offices: { $elemMatch: { cityId, kind: KIND, ...ending } } };
  return database
    .model(personModel)
    .find(mongoose.trusted(ended) as never, personModel.fields)
    .sort({ _id: 1 })
    .session(session)
    .lean<StoredPerson[]>();
}

function isEndedWith(office: StoredOffice, cityId: string, { id, from }: StoredOffice): boolean {
  if (office.cityId !== cityId || office.kind !== KIND) return false;
  return id == null ? from !== null && office.to === from && office.endedBy == null : office.endedBy === id;
}

async function endPredecessors(
  { database }: PartnersContext,
  write: Write,
  people: readonly StoredPerson[],
  { cityId, successor, to }: { cityId: string; successor: StoredOffice; to: string | null },
): Promise<void> {
  for (const { _id, offices } of people) {
    const corrected = offices.map((office) =>
      isEndedWith(office, cityId, successor) ? { ...office, to, ...(to === null && { endedBy: null }) } : office,
    );
    const holdsAgain =
      to === null &&
      corrected.some((office) => office.appointed === true && office.to === null && office.cityId === cityId);
    await changeRow(database, personModel, write, {
      ...{ type: 'Person', id: _id },
      update: { $set: { offices: corrected }, ...(holdsAgain && { $addToSet: { officerOf: cityId } as never }) },
    });
  }
}

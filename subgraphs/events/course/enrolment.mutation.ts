import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { checkPartialDate } from '../../domain/checks/check-date.js';
import { checkedId } from '../../domain/checks/check-id.js';
import { earliestDay, latestDay } from '../../domain/dates/partial-date.js';
import type { ActingCaller } from '../../protocol/caller.js';
import { authorize } from '../../runtime/write/authorize.js';
import { refusal } from '../../runtime/errors/errors.js';
import type { Row } from '../../runtime/database/model.js';
import { checkForeignKeys } from '../../runtime/foreign/check-foreign-keys.js';
import { changeRow, insertRow, readRow } from '../../runtime/write/rows.js';
import type { Write } from '../../runtime/write/write.js';
import { Enrolment } from './course.type.js';
import { enrolmentModel, enrolmentOf, type StoredEnrolment } from './enrolment.model.js';
import { hostGrants } from '../event/event-host.js';
import { broken, checkNotCancelled, isPast, todayAt } from '../event/event-rules.js';
import { eventModel, type StoredEvent, type StoredRound } from '../event/event.model.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import type { EventsContext } from '../loaders.js';
import { Field, ID, InputType } from 'type-graphql';
import { WriteInput } from '../../runtime/write/write.input.js';

@InputType('EnrolInCourseInput', { description: 'A person whom a city sends to a round of a course.' })
export class EnrolInCourseInput extends WriteInput {
  @Field(() => ID, { description: 'The round.' })
  roundId!: string;

  @Field(() => ID, { description: 'The person.' })
  personId!: string;

  @Field(() => ID, { description: 'The city that sends the person.' })
  cityId!: string;
}

@InputType('GraduateFromCourseInput', { description: 'A person who finished a round of a course.' })
export class GraduateFromCourseInput extends WriteInput {
  @Field(() => ID, { description: 'The round.' })
  roundId!: string;

  @Field(() => ID, { description: 'The person, enrolled in the round.' })
  personId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'When: YYYY, YYYY-MM or YYYY-MM-DD, not in the future and not before the round begins; today in the time zone of the event, or in Thailand, when absent.',
  })
  graduatedOn?: string | null;
}

@Resolver()
export class EnrolmentMutation {
  @Directive('@authenticated')
  @Mutation(() => Enrolment, {
    nullable: true,
    description: 'Enrols a person of a city in a round of a course, while it has room. For officers of the city.',
  })
  async enrolInCourse(
    @Arg('input', () => EnrolInCourseInput, { description: 'The round and who comes.' }) input: EnrolInCourseInput,
    @Ctx() context: EventsContext,
  ) {
    const { database } = context;
    if (!context.caller) authorize(null);
    const course = await courseOf(context, input.roundId);
    const caller = authorize(context.caller, ['city-officer', input.cityId]);
    const [cityId, personId] = [checkedId('input.cityId', input.cityId), checkedId('input.personId', input.personId)];
    await checkForeignKeys(context, caller, 'enrolInCourse', input, [
      ['City', 'input.cityId', cityId],
      ['Person', 'input.personId', personId],
    ]);
    return writeInRound(context, caller, 'enrolInCourse', input, course, async (write, event, round) => {
      if (isPast({ ...round, timezone: event.timezone }, write))
        throw broken('ROUND_OVER', 'input.roundId', { en: 'The round is over.', th: 'รุ่นนี้สิ้นสุดแล้ว' });
      const _id = `${round.id}/${personId}`;
      if (await database.model(enrolmentModel).exists({ _id }).session(write.session))
        throw broken('ENROLLED_ALREADY', 'input.personId', {
          en: 'The person is enrolled in this round already.',
          th: 'บุคคลนี้สมัครเรียนรุ่นนี้ไว้แล้ว',
        });
      if (round.capacity !== null && round.enrolled >= round.capacity)
        throw broken('ROUND_FULL', 'input.roundId', {
          en: `The round is full: ${round.capacity} people are enrolled.`,
          th: `รุ่นนี้เต็มแล้ว มีผู้สมัคร ${round.capacity} คน`,
        });
      await countInRound(context, write, round.id, 'enrolled');
      return insertRow(database, enrolmentModel, write, 'Enrolment', {
        _id,
        eventId: event.id,
        roundId: round.id,
        personId,
        cityId,
        enrolledAt: write.at,
        graduatedOn: null,
      });
    });
  }

  @Directive('@authenticated')
  @Mutation(() => Enrolment, {
    nullable: true,
    description:
      'Records that an enrolled person finished a round. For the host of the course and officers of the partners that host it.',
  })
  async graduateFromCourse(
    @Arg('input', () => GraduateFromCourseInput, { description: 'The round and who finished it.' })
    input: GraduateFromCourseInput,
    @Ctx() context: EventsContext,
  ) {
    const { database } = context;
    if (!context.caller) authorize(null);
    const course = await courseOf(context, input.roundId);
    const caller = authorize(context.caller, ...hostGrants(course));
    checkPartialDate('input.graduatedOn', input.graduatedOn);
    return writeInRound(context, caller, 'graduateFromCourse', input, course, async (write, event, round) => {
      const today = todayAt(event, write);
      const graduatedOn = input.graduatedOn ?? today;
      if (earliestDay(graduatedOn) > today)
        throw broken('GRADUATION_AHEAD', 'input.graduatedOn', {
          en: 'Nobody graduates in the future.',
          th: 'วันที่สำเร็จหลักสูตรต้องไม่อยู่ในอนาคต',
        });
      if (latestDay(graduatedOn) < earliestDay(round.startsOn))
        throw broken('GRADUATION_BEFORE_ROUND', 'input.graduatedOn', {
          en: 'The round had not begun by then.',
          th: 'วันที่สำเร็จหลักสูตรต้องไม่อยู่ก่อนวันเริ่มรุ่น',
        });
      const _id = `${round.id}/${input.personId}`;
      const before = await database
        .model(enrolmentModel)
        .findById(_id, { graduatedOn: 1 })
        .session(write.session)
        .lean<{ graduatedOn: string | null }>();
      if (!before)
        throw broken('NOT_ENROLLED', 'input.personId', {
          en: 'Only an enrolled person graduates.',
          th: 'เฉพาะผู้ที่สมัครเรียนรุ่นนี้เท่านั้นที่สำเร็จหลักสูตรได้',
        });
      if (before.graduatedOn !== null)
        throw broken('GRADUATED_ALREADY', 'input.personId', {
          en: 'The person has graduated already.',
          th: 'บุคคลนี้สำเร็จหลักสูตรแล้ว',
        });
      await countInRound(context, write, round.id, 'graduated');
      return changeRow(database, enrolmentModel, write, {
        type: 'Enrolment',
        id: _id,
        update: { $set: { graduatedOn } },
      });
    });
  }
}

/** The course that a round belongs to. */
async function courseOf({ loaders }: EventsContext, roundId: string): Promise<Row<StoredEvent>> {
  const course = await loaders.courseOfRound.load(roundId);
  if (!course)
    throw refusal(
      'NOT_FOUND',
      { en: `There is no round "${roundId}".`, th: `ไม่มีรุ่น "${roundId}"` },
      { argument: 'input.roundId' },
    );
  return course;
}

/** Writes an enrolment of a round, one write of its course at a time, and not of one that is cancelled. */
async function writeInRound(
  context: EventsContext,
  caller: ActingCaller,
  mutation: string,
  input: WriteInput & { roundId: string },
  course: Row<StoredEvent>,
  work: (write: Write, event: Row<StoredEvent>, round: StoredRound) => Promise<Row<StoredEnrolment>>,
) {
  const enrolment = await writeExclusively(context, caller, mutation, input, [`Event/${course.id}`], async (write) => {
    const event = await readRow(context.database, eventModel, write, course.id, 'input.roundId');
    checkNotCancelled(event, 'input.roundId');
    return work(
      write,
      event,
      event.rounds.find(({ id }) => id === input.roundId)!,
    );
  });
  return enrolmentOf(enrolment);
}

/** Counts a person in a round within the course, so that each write to the round meets every other one. */
async function countInRound(
  { database }: EventsContext,
  { session }: Write,
  roundId: string,
  path: 'enrolled' | 'graduated',
): Promise<void> {
  await database
    .model(eventModel)
    .updateOne({ 'rounds.id': roundId }, { $inc: { [`rounds.$.${path}`]: 1 } }, { session });
}

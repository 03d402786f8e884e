import { Arg, Ctx, Directive, Field, ID, InputType, Int, Mutation, Resolver } from 'type-graphql';
import { checkPartialDate } from '../../domain/checks/check-date.js';
import { checkBetween } from '../../runtime/lists/check-between.js';
import { changeRow, checkVersion, readRow } from '../../runtime/write/rows.js';
import { authorizeHost } from '../event/event-host.js';
import {
  broken,
  checkAhead,
  checkCapacity,
  checkDates,
  checkNotCancelled,
  checkWithinCourse,
  isPast,
  todayAt,
} from '../event/event-rules.js';
import { eventModel, type StoredEvent, type StoredRound } from '../event/event.model.js';
import { Event } from '../event/event.type.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import type { EventsContext } from '../loaders.js';
import { MOST_SEATS } from '../registration/seats.js';
import type { ActingCaller } from '../../protocol/caller.js';
import type { Row } from '../../runtime/database/model.js';
import { authorize } from '../../runtime/write/authorize.js';
import type { Write } from '../../runtime/write/write.js';
import { ReasonedInput, UpdateInput } from '../../runtime/write/write.input.js';
import { checkRoundNotCancelled } from './enrolment.mutation.js';
import { callOffEnrolments, promoteEnrolments, restoreEnrolments } from './enrolments-of-round.js';
import { courseOf } from './write-in-round.js';

/** Rounds are kept inside their course. */
const MOST_ROUNDS = 200;

@InputType('OpenCourseRoundInput', { description: 'A new round of a course.' })
export class OpenCourseRoundInput extends UpdateInput {
  @Field(() => ID, { description: 'The course: an event of kind COURSE.' })
  eventId!: string;

  @Field(() => String, { description: 'Its first day: YYYY, YYYY-MM or YYYY-MM-DD, within the course.' })
  startsOn!: string;

  @Field(() => String, { nullable: true, description: 'Its last day, within the course and not before the first.' })
  endsOn?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many people can enrol, 1 to 1,000,000; absent for no limit.' })
  capacity?: number | null;
}

@InputType('RecordPastCourseRoundInput', {
  description:
    'A round of a course that was held before it could be put on file here; the reason says how it is known.',
})
export class RecordPastCourseRoundInput extends ReasonedInput {
  @Field(() => ID, { description: 'The course: an event of kind COURSE.' })
  eventId!: string;

  @Field(() => String, { description: 'Its first day: YYYY, YYYY-MM or YYYY-MM-DD, within the course.' })
  startsOn!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Its last day, within the course, not before the first, and over; absent when it is not known.',
  })
  endsOn?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many people could enrol, 1 to 1,000,000; absent for no limit.',
  })
  capacity?: number | null;
}

@InputType('ChangeCourseRoundInput', {
  description: 'What is corrected of a round of a course: what is absent stays as it is, null takes it away.',
})
export class ChangeCourseRoundInput extends ReasonedInput {
  @Field(() => ID, { description: 'The round.' })
  roundId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Its first day, within the course; null is the same as leaving it out.',
  })
  startsOn?: string | null;

  @Field(() => String, { nullable: true, description: 'Its last day, within the course and not before the first.' })
  endsOn?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many people can enrol, 1 to 1,000,000, not fewer than are enrolled; null for no limit. Seats that become free go to the waiting list.',
  })
  capacity?: number | null;
}

@InputType('CancelCourseRoundInput', { description: 'A round of a course that is called off.' })
export class CancelCourseRoundInput extends ReasonedInput {
  @Field(() => ID, { description: 'The round.' })
  roundId!: string;
}

@InputType('RestoreCourseRoundInput', { description: 'A round of a course that was called off by mistake.' })
export class RestoreCourseRoundInput extends ReasonedInput {
  @Field(() => ID, { description: 'The round.' })
  roundId!: string;
}

@Resolver()
export class CourseMutation {
  @Directive('@authenticated')
  @Mutation(() => Event, {
    nullable: true,
    description: 'Opens a round of a course. For its host and officers of the partners that host it. Gives the course.',
  })
  async openCourseRound(
    @Arg('input', () => OpenCourseRoundInput, { description: 'The round.' }) input: OpenCourseRoundInput,
    @Ctx() context: EventsContext,
  ) {
    const caller = await authorizeHost(context, input.eventId);
    const { startsOn, endsOn = null, capacity = null } = input;
    checkRoundFields({ startsOn, endsOn, capacity });
    return writeCourse(context, caller, 'openCourseRound', input, input.eventId, (course, write) => {
      checkIsCourse(course);
      checkAhead(course, write);
      checkRoundDays(course, { startsOn, endsOn }, write);
      return [...course.rounds, nextRound(course, { startsOn, endsOn, capacity })];
    });
  }

  @Directive('@authenticated')
  @Mutation(() => Event, {
    nullable: true,
    description:
      'Puts a round of a course on file that is over already. Nobody can enrol in it any more. For its host and officers of the partners that host it. Gives the course.\n\nบันทึกรุ่นของหลักสูตรที่สิ้นสุดไปแล้ว',
  })
  async recordPastCourseRound(
    @Arg('input', () => RecordPastCourseRoundInput, { description: 'The round.' }) input: RecordPastCourseRoundInput,
    @Ctx() context: EventsContext,
  ) {
    const caller = await authorizeHost(context, input.eventId);
    const { startsOn, endsOn = null, capacity = null } = input;
    checkRoundFields({ startsOn, endsOn, capacity });
    return writeCourse(context, caller, 'recordPastCourseRound', input, input.eventId, (course, write) => {
      checkIsCourse(course);
      checkNotCancelled(course, 'input.eventId');
      if (!isPast({ startsOn, endsOn, timezone: course.timezone }, write))
        throw broken('ROUND_NOT_OVER', 'input.endsOn', {
          en: 'The round is not over yet: open it instead.',
          th: 'รุ่นนี้ยังไม่สิ้นสุด โปรดใช้การเปิดรุ่นแทน',
        });
      checkWithinCourse(course, { startsOn, endsOn }, 'input.startsOn');
      if (course.rounds.some((round) => round.startsOn === startsOn && round.endsOn === endsOn))
        throw broken('ROUND_ON_FILE', 'input.startsOn', {
          en: 'The course has a round of these days already.',
          th: 'หลักสูตรนี้มีรุ่นที่จัดในวันดังกล่าวอยู่แล้ว',
        });
      return [...course.rounds, nextRound(course, { startsOn, endsOn, capacity })];
    });
  }

  @Directive('@authenticated')
  @Mutation(() => Event, {
    nullable: true,
    description:
      'Corrects the days or the capacity of a round of a course. For its host and officers of the partners that host it. Gives the course.',
  })
  async changeCourseRound(
    @Arg('input', () => ChangeCourseRoundInput, { description: 'What is corrected.' }) input: ChangeCourseRoundInput,
    @Ctx() context: EventsContext,
  ) {
    return changeRound(context, 'changeCourseRound', input, (course, before, write) => {
      checkNotCancelled(course, 'input.roundId');
      checkRoundNotCancelled(before);
      const round = {
        ...before,
        startsOn: input.startsOn ?? before.startsOn,
        endsOn: input.endsOn === undefined ? before.endsOn : input.endsOn,
        capacity: input.capacity === undefined ? before.capacity : input.capacity,
      };
      checkRoundFields(round);
      if (round.startsOn !== before.startsOn || round.endsOn !== before.endsOn)
        checkWithinCourse(course, round, 'input.startsOn');
      if (round.enrolled > round.graduated && !isPast({ ...before, timezone: course.timezone }, write))
        checkRoundAhead(course, round, write);
      checkCapacity(round.capacity, round.enrolled);
      return promoteEnrolments(context.database, write, round);
    });
  }

  @Directive('@authenticated')
  @Mutation(() => Event, {
    nullable: true,
    description:
      'Calls a round of a course off: who is enrolled or waits is so no more; who finished it before can still be recorded. For its host and officers of the partners that host it. Gives the course.',
  })
  async cancelCourseRound(
    @Arg('input', () => CancelCourseRoundInput, { description: 'The round.' }) input: CancelCourseRoundInput,
    @Ctx() context: EventsContext,
  ) {
    return changeRound(context, 'cancelCourseRound', input, async (course, before, write) => {
      checkNotCancelled(course, 'input.roundId');
      checkRoundNotCancelled(before);
      const round = await callOffEnrolments(context.database, write, before);
      return { ...round, cancelledOn: todayAt(course, write) };
    });
  }

  @Directive('@authenticated')
  @Mutation(() => Event, {
    nullable: true,
    description:
      'Takes back that a round of a course was called off, by mistake: who was enrolled or waited is so again. For its host and officers of the partners that host it. Gives the course.',
  })
  async restoreCourseRound(
    @Arg('input', () => RestoreCourseRoundInput, { description: 'The round.' }) input: RestoreCourseRoundInput,
    @Ctx() context: EventsContext,
  ) {
    return changeRound(context, 'restoreCourseRound', input, (course, before, write) => {
      checkNotCancelled(course, 'input.roundId');
      if (before.cancelledOn == null)
        throw broken('ROUND_NOT_CANCELLED', 'input.roundId', {
          en: 'The round is not cancelled.',
          th: 'รุ่นนี้ไม่ได้ถูกยกเลิก',
        });
      return restoreEnrolments(context.database, write, { ...before, cancelledOn: null });
    });
  }
}

/** @throws RULE_VIOLATED NOT_A_COURSE */
function checkIsCourse({ kind }: Row<StoredEvent>): void {
  if (kind !== 'COURSE')
    throw broken('NOT_A_COURSE', 'input.eventId', {
      en: 'Only an event of the kind “Course” has rounds.',
      th: 'เฉพาะกิจกรรมประเภท “หลักสูตรอบรม” เท่านั้นที่เปิดรุ่นได้',
    });
}

/**
 * A round that comes to a course, without anybody in it.
 *
 * @throws RULE_VIOLATED TOO_MANY_ROUNDS
 */
function nextRound(
  { id, rounds }: Row<StoredEvent>,
  days: Pick<StoredRound, 'startsOn' | 'endsOn' | 'capacity'>,
): StoredRound {
  if (rounds.length >= MOST_ROUNDS)
    throw broken('TOO_MANY_ROUNDS', 'input.eventId', {
      en: `A course has at most ${MOST_ROUNDS} rounds.`,
      th: `หลักสูตรหนึ่งเปิดได้ไม่เกิน ${MOST_ROUNDS} รุ่น`,
    });
  const number = rounds.length + 1;
  return {
    id: `${id}-round-${number}`,
    number,
    ...days,
    enrolled: 0,
    graduated: 0,
    waiting: 0,
    places: 0,
    cancelledOn: null,
  };
}

/** Checks the fields of a round, each on its own. */
function checkRoundFields({ startsOn, endsOn, capacity }: Pick<StoredRound, 'startsOn' | 'endsOn' | 'capacity'>): void {
  checkPartialDate('input.startsOn', startsOn);
  checkPartialDate('input.endsOn', endsOn);
  checkDates({ startsOn, endsOn });
  if (capacity !== null) checkBetween('input.capacity', 1, MOST_SEATS, capacity);
}

function checkRoundDays(course: Row<StoredEvent>, round: Pick<StoredRound, 'startsOn' | 'endsOn'>, write: Write): void {
  checkRoundAhead(course, round, write);
  checkWithinCourse(course, round, 'input.startsOn');
}

function checkRoundAhead(
  { timezone }: Row<StoredEvent>,
  { startsOn, endsOn }: Pick<StoredRound, 'startsOn' | 'endsOn'>,
  write: Write,
): void {
  if (isPast({ startsOn, endsOn, timezone }, write))
    throw broken('ROUND_OVER', 'input.startsOn', {
      en: 'The round would be over already.',
      th: 'รุ่นนี้สิ้นสุดไปแล้วตามวันที่ระบุ',
    });
}

/** Changes one round of a course. */
async function changeRound(
  context: EventsContext,
  mutation: string,
  input: ReasonedInput & { roundId: string },
  change: (course: Row<StoredEvent>, round: StoredRound, write: Write) => StoredRound | Promise<StoredRound>,
) {
  if (!context.caller) authorize(null);
  const { id } = await courseOf(context, input.roundId);
  const caller = await authorizeHost(context, id);
  return writeCourse(context, caller, mutation, input, id, async (course, write) => {
    const rounds: StoredRound[] = [];
    for (const round of course.rounds)
      rounds.push(round.id === input.roundId ? await change(course, round, write) : round);
    return rounds;
  });
}

/** Changes the rounds of a course, one write of it at a time. */
async function writeCourse(
  context: EventsContext,
  caller: ActingCaller,
  mutation: string,
  input: UpdateInput,
  id: string,
  roundsAfter: (course: Row<StoredEvent>, write: Write) => StoredRound[] | Promise<StoredRound[]>,
) {
  const { database } = context;
  await writeExclusively(context, caller, mutation, input, [`Event/${id}`], async (write) => {
    const course = await readRow(database, eventModel, write, id, 'input.eventId');
    checkVersion(course, input.expectedVersion);
    await changeRow(database, eventModel, write, {
      type: 'Event',
      id,
      expectedVersion: input.expectedVersion,
      update: { $set: { rounds: await roundsAfter(course, write) } },
    });
    return id;
  });
  return context.loaders.events.byId.load(id);
}

import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { checkPartialDate } from '../../domain/checks/check-date.js';
import { checkBetween } from '../../runtime/lists/check-between.js';
import { changeRow, checkVersion, readRow } from '../../runtime/write/rows.js';
import { authorizeHost } from '../event/event-host.js';
import { broken, checkAhead, checkDates, isPast } from '../event/event-rules.js';
import { eventModel, type StoredRound } from '../event/event.model.js';
import { Event } from '../event/event.type.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import type { EventsContext } from '../loaders.js';
import { MOST_SEATS } from '../registration/seats.js';
import { Field, ID, InputType, Int } from 'type-graphql';
import { UpdateInput } from '../../runtime/write/write.input.js';

/** Rounds are kept inside their course. */
const MOST_ROUNDS = 200;

@InputType('OpenCourseRoundInput', { description: 'A new round of a course.' })
export class OpenCourseRoundInput extends UpdateInput {
  @Field(() => ID, { description: 'The course: an event of kind COURSE.' })
  eventId!: string;

  @Field(() => String, { description: 'Its first day: YYYY, YYYY-MM or YYYY-MM-DD.' })
  startsOn!: string;

  @Field(() => String, { nullable: true, description: 'Its last day, not before the first.' })
  endsOn?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many people can enrol, 1 to 1,000,000; absent for no limit.' })
  capacity?: number | null;
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
    const { database } = context;
    const caller = await authorizeHost(context, input.eventId);
    const { startsOn, endsOn = null, capacity = null } = input;
    checkPartialDate('input.startsOn', startsOn);
    checkPartialDate('input.endsOn', endsOn);
    checkDates({ startsOn, endsOn });
    if (capacity !== null) checkBetween('input.capacity', 1, MOST_SEATS, capacity);
    await writeExclusively(context, caller, 'openCourseRound', input, [`Event/${input.eventId}`], async (write) => {
      const event = await readRow(database, eventModel, write, input.eventId, 'input.eventId');
      checkVersion(event, input.expectedVersion);
      if (event.kind !== 'COURSE')
        throw broken('NOT_A_COURSE', 'input.eventId', {
          en: 'Only an event of kind COURSE has rounds.',
          th: 'เฉพาะกิจกรรมประเภท COURSE เท่านั้นที่เปิดรุ่นได้',
        });
      checkAhead(event, write);
      if (isPast({ startsOn, endsOn, timezone: event.timezone }, write))
        throw broken('ROUND_OVER', 'input.startsOn', {
          en: 'The round would be over already.',
          th: 'รุ่นนี้สิ้นสุดไปแล้วตามวันที่ระบุ',
        });
      if (event.rounds.length >= MOST_ROUNDS)
        throw broken('TOO_MANY_ROUNDS', 'input.eventId', {
          en: `A course has at most ${MOST_ROUNDS} rounds.`,
          th: `หลักสูตรหนึ่งเปิดได้ไม่เกิน ${MOST_ROUNDS} รุ่น`,
        });
      const number = event.rounds.length + 1;
      const round: StoredRound = {
        id: `${event.id}-round-${number}`,
        number,
        startsOn,
        endsOn,
        capacity,
        enrolled: 0,
        graduated: 0,
      };
      await changeRow(database, eventModel, write, {
        type: 'Event',
        id: event.id,
        expectedVersion: input.expectedVersion,
        update: { $push: { rounds: round } },
      });
      return event.id;
    });
    return context.loaders.events.byId.load(input.eventId);
  }
}

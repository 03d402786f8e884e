import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { inWords } from '../../domain/dates/date-in-words.js';
import { checkPartialDate } from '../../domain/checks/check-date.js';
import { earliestDay, latestDay } from '../../domain/dates/partial-date.js';
import { stateOf } from '../../domain/standing/standing.js';
import { authorize } from '../../runtime/write/authorize.js';
import { changeRow } from '../../runtime/write/rows.js';
import { WriteInput } from '../../runtime/write/write.input.js';
import { hostGrants } from '../event/event-host.js';
import { checkNotGraduated, notEnrolled } from './enrolment.mutation.js';
import { counted, hasSeat } from './enrolments-of-round.js';
import { broken, todayAt } from '../event/event-rules.js';
import type { EventsContext } from '../loaders.js';
import { Enrolment } from './course.type.js';
import { enrolmentModel, statusOf, type StoredEnrolment } from './enrolment.model.js';
import { courseOf, findEnrolment, storeCounts, writeInRound, type OpenRound } from './write-in-round.js';

@InputType('GraduateFromCourseInput', { description: 'A person who finished a round of a course.' })
export class GraduateFromCourseInput extends WriteInput {
  @Field(() => ID, { description: 'The round.' })
  roundId!: string;

  @Field(() => ID, { description: 'The person, enrolled in the round, or when it was called off.' })
  personId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'When: YYYY, YYYY-MM or YYYY-MM-DD, within the round, not in the future and not after the round or the course was called off. Absent: today in the time zone of the event, or in Thailand; the last of those days when it is over.',
  })
  graduatedOn?: string | null;
}

@Resolver()
export class GraduationMutation {
  @Directive('@authenticated')
  @Mutation(() => Enrolment, {
    nullable: true,
    description:
      'Records that an enrolled person finished a round, also before it was called off. For the host of the course and officers of the partners that host it.',
  })
  async graduateFromCourse(
    @Arg('input', () => GraduateFromCourseInput, { description: 'The round and who finished it.' })
    input: GraduateFromCourseInput,
    @Ctx() context: EventsContext,
  ) {
    const { database } = context;
    if (!context.caller) authorize(null);
    const known = await courseOf(context, input.roundId);
    const caller = authorize(context.caller, ...hostGrants(known));
    return writeInRound(context, caller, 'graduateFromCourse', input, known, async (open) => {
      const { write, round } = open;
      authorize(context.caller, ...hostGrants(open.course));
      const graduatedOn = graduationDay(open, input.graduatedOn);
      const before = await findEnrolment(context, open, input.personId);
      checkMayGraduate(before);
      const isReturning = statusOf(before) === 'CALLED_OFF'; // It gave its seat back.
      if (isReturning && !hasSeat(round)) throw notEnrolled(); // It only waited: the seats are those of graduates.
      const after = { ...round, graduated: round.graduated + 1 };
      await storeCounts(context, open, isReturning ? counted(after, 'ENROLLED', 1) : after);
      return changeRow(database, enrolmentModel, write, {
        type: 'Enrolment',
        id: before._id,
        update: { $set: { graduatedOn, status: 'ENROLLED', hosts: open.course.hosts } },
      });
    });
  }
}

/**
 * The day on which a person finished a round: the one that is given, or the last one that is possible.
 *
 * @throws BAD_USER_INPUT, or RULE_VIOLATED GRADUATION_AHEAD, GRADUATION_OUTSIDE_ROUND or GRADUATION_AFTER_CALLING_OFF
 */
export function graduationDay({ write, course, round }: OpenRound, given: string | null | undefined): string {
  checkPartialDate('input.graduatedOn', given);
  const today = todayAt(course, write);
  const calledOff = round.cancelledOn ?? course.cancelledOn ?? null;
  const roundEnd = round.endsOn === null ? null : latestDay(round.endsOn);
  const lastPossible = [today, calledOff, roundEnd].filter((day) => day !== null).sort()[0]!;
  const day = given ?? lastPossible;
  if (earliestDay(day) > today)
    throw broken('GRADUATION_AHEAD', 'input.graduatedOn', {
      en: 'Nobody graduates in the future.',
      th: 'วันที่สำเร็จหลักสูตรต้องไม่อยู่ในอนาคต',
    });
  if (latestDay(day) < earliestDay(round.startsOn) || (roundEnd !== null && earliestDay(day) > roundEnd))
    throw broken('GRADUATION_OUTSIDE_ROUND', 'input.graduatedOn', {
      en: `The round lasts from ${inWords(round.startsOn).en}${round.endsOn === null ? '' : ` to ${inWords(round.endsOn).en}`}: nobody graduates from it on ${inWords(day).en}.`,
      th: `รุ่นนี้เริ่ม ${inWords(round.startsOn).th}${round.endsOn === null ? '' : ` สิ้นสุด ${inWords(round.endsOn).th}`} จึงสำเร็จหลักสูตรในวันที่ ${inWords(day).th} ไม่ได้`,
    });
  if (calledOff !== null && earliestDay(day) > calledOff)
    throw broken('GRADUATION_AFTER_CALLING_OFF', 'input.graduatedOn', {
      en: `It was called off on ${inWords(calledOff).en}: who finished the round did so by then.`,
      th: `ถูกยกเลิกเมื่อ ${inWords(calledOff).th} ผู้ที่สำเร็จหลักสูตรต้องสำเร็จภายในวันนั้น`,
    });
  return day;
}

function checkMayGraduate(enrolment: StoredEnrolment | null): asserts enrolment is StoredEnrolment {
  const status = enrolment && statusOf(enrolment);
  const isUnconfirmed = enrolment !== null && stateOf(enrolment) !== 'CONFIRMED';
  if (!enrolment || isUnconfirmed || status === 'ASKED' || status === 'WITHDRAWN' || status === 'WAITING')
    throw notEnrolled();
  checkNotGraduated(enrolment);
}

import type { ActingCaller } from '../../protocol/caller.js';
import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkedId } from '../../domain/checks/check-id.js';
import { standingOf } from '../../domain/standing/standing.js';
import { authorize } from '../../runtime/write/authorize.js';
import { checkForeignKeys } from '../../runtime/foreign/check-foreign-keys.js';
import { changeRow, insertRow } from '../../runtime/write/rows.js';
import { WriteInput } from '../../runtime/write/write.input.js';
import { hostGrants } from '../event/event-host.js';
import { holdsOffice } from './holds-office.js';
import { broken, checkNotCancelled, isPast } from '../event/event-rules.js';
import type { EventsContext } from '../loaders.js';
import { Enrolment } from './course.type.js';
import type { EnrolmentStatus } from './enrolment-status.js';
import { enrolmentModel, statusOf, type StoredEnrolment } from './enrolment.model.js';
import { counted, hasSeat, promoteEnrolments } from './enrolments-of-round.js';
import { courseOf, enrolmentId, findEnrolment, storeCounts, writeInRound, type OpenRound } from './write-in-round.js';

@InputType('EnrolInCourseInput', { description: 'A person whom a city sends to a round of a course.' })
export class EnrolInCourseInput extends WriteInput {
  @Field(() => ID, { description: 'The round.' })
  roundId!: string;

  @Field(() => ID, { description: 'The person.' })
  personId!: string;

  @Field(() => ID, { description: 'The city that sends the person.' })
  cityId!: string;
}

@InputType('WithdrawFromCourseInput', { description: 'A person who will not take part in a round of a course.' })
export class WithdrawFromCourseInput extends WriteInput {
  @Field(() => ID, { description: 'The round.' })
  roundId!: string;

  @Field(() => ID, { description: 'The person, enrolled in the round or waiting for a seat.' })
  personId!: string;
}

@Resolver()
export class EnrolmentMutation {
  @Directive('@authenticated')
  @Mutation(() => Enrolment, {
    nullable: true,
    description:
      'Enrols a person of a city in a round of a course: ENROLLED while seats are free, else WAITING; ASKED until the host of the course confirms the person who holds no office in the city. For officers of the city.',
  })
  async enrolInCourse(
    @Arg('input', () => EnrolInCourseInput, { description: 'The round and who comes.' }) input: EnrolInCourseInput,
    @Ctx() context: EventsContext,
  ) {
    const { database } = context;
    if (!context.caller) authorize(null);
    const known = await courseOf(context, input.roundId);
    const caller = authorize(context.caller, ['city-officer', input.cityId]);
    const [cityId, personId] = [checkedId('input.cityId', input.cityId), checkedId('input.personId', input.personId)];
    await checkForeignKeys(context, caller, 'enrolInCourse', input, [
      ['City', 'input.cityId', cityId],
      ['Person', 'input.personId', personId],
    ]);
    const isConfirmed = caller.as === 'network-admin' || (await holdsOffice(context, personId, cityId));
    return writeInRound(context, caller, 'enrolInCourse', input, known, async (open) => {
      const { write, course, round } = open;
      checkOpen(open);
      if (isPast({ ...round, timezone: course.timezone }, write))
        throw broken('ROUND_OVER', 'input.roundId', { en: 'The round is over.', th: 'รุ่นนี้สิ้นสุดแล้ว' });
      const before = await findEnrolment(context, open, personId);
      if (before && statusOf(before) !== 'WITHDRAWN')
        throw broken('ENROLLED_ALREADY', 'input.personId', {
          en: 'The person is enrolled in this round already.',
          th: 'บุคคลนี้สมัครเรียนรุ่นนี้ไว้แล้ว',
        });
      const status: EnrolmentStatus = !isConfirmed ? 'ASKED' : hasSeat(round) ? 'ENROLLED' : 'WAITING';
      const place = (round.places ?? round.enrolled) + 1;
      await storeCounts(context, open, { ...counted(round, status, 1), places: place });
      const standing = standingOf(isConfirmed ? 'CONFIRMED' : 'CLAIMED', write);
      const { hosts } = course;
      const enrolment = { cityId, status, place, standing, hosts, enrolledAt: write.at, graduatedOn: null };
      const _id = enrolmentId(round.id, personId);
      return before
        ? changeRow(database, enrolmentModel, write, { type: 'Enrolment', id: _id, update: { $set: enrolment } })
        : insertRow(database, enrolmentModel, write, 'Enrolment', {
            _id,
            eventId: course.id,
            roundId: round.id,
            personId,
            ...enrolment,
          });
    });
  }

  @Directive('@authenticated')
  @Mutation(() => Enrolment, {
    nullable: true,
    description:
      'Withdraws a person from a round of a course; the seat goes to the first of the waiting list at once. For officers of the city that sent the person, the host of the course and officers of the partners that host it.',
  })
  async withdrawFromCourse(
    @Arg('input', () => WithdrawFromCourseInput, { description: 'The round and who withdraws.' })
    input: WithdrawFromCourseInput,
    @Ctx() context: EventsContext,
  ) {
    const { database, loaders } = context;
    if (!context.caller) authorize(null);
    const known = await courseOf(context, input.roundId);
    const enrolment = await loaders.enrolments.byId.load(enrolmentId(input.roundId, input.personId));
    const caller = authorizeEnrolled(context.caller, enrolment, known);
    return writeInRound(context, caller, 'withdrawFromCourse', input, known, async (open) => {
      const { write, round } = open;
      checkOpen(open);
      const before = await findEnrolment(context, open, input.personId);
      const status = before && statusOf(before);
      // Who may write depends on which city sends the person, and who hosts the course, now.
      authorizeEnrolled(context.caller, before, open.course);
      if (!before || !status || !['ASKED', 'ENROLLED', 'WAITING'].includes(status)) throw notEnrolled();
      checkNotGraduated(before);
      const withdrawn = await changeRow(database, enrolmentModel, write, {
        type: 'Enrolment',
        id: before._id,
        update: { $set: { status: 'WITHDRAWN', hosts: open.course.hosts } },
      });
      await storeCounts(context, open, await promoteEnrolments(database, write, counted(round, status, -1)));
      return withdrawn;
    });
  }
}

/** Gives the caller when it is of the city that sends a person to a course, or hosts the course. */
function authorizeEnrolled(
  caller: EventsContext['caller'],
  enrolment: StoredEnrolment | null,
  course: OpenRound['course'],
): ActingCaller {
  const sender = enrolment === null ? [] : [['city-officer', enrolment.cityId] as const];
  return authorize(caller, ...sender, ...hostGrants(course));
}

/** Checks that a round and its course were not called off. */
export function checkOpen({ course, round }: OpenRound): void {
  checkNotCancelled(course, 'input.roundId');
  checkRoundNotCancelled(round);
}

/**
 * Checks that a round was not called off.
 *
 * @throws RULE_VIOLATED ROUND_CANCELLED
 */
export function checkRoundNotCancelled({ cancelledOn }: OpenRound['round']): void {
  if (cancelledOn != null)
    throw broken('ROUND_CANCELLED', 'input.roundId', { en: 'The round is cancelled.', th: 'รุ่นนี้ถูกยกเลิกแล้ว' });
}

/** Checks that an enrolled person has not finished the round. */
export function checkNotGraduated({ graduatedOn }: StoredEnrolment): void {
  if (graduatedOn !== null)
    throw broken('GRADUATED_ALREADY', 'input.personId', {
      en: 'The person has finished the round.',
      th: 'บุคคลนี้สำเร็จหลักสูตรแล้ว',
    });
}

/** The refusal of a person who is not enrolled. */
export function notEnrolled() {
  return broken('NOT_ENROLLED', 'input.personId', {
    en: 'The person is not enrolled in this round.',
    th: 'บุคคลนี้ไม่ได้สมัครเรียนรุ่นนี้',
  });
}

import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkedId } from '../../domain/checks/check-id.js';
import { stateOf, withStanding } from '../../domain/standing/standing.js';
import { checkForeignKeys } from '../../runtime/foreign/check-foreign-keys.js';
import { authorize } from '../../runtime/write/authorize.js';
import { changeRow, checkVersion } from '../../runtime/write/rows.js';
import { ReasonedInput, UpdateInput } from '../../runtime/write/write.input.js';
import { hostGrants } from '../event/event-host.js';
import { broken } from '../event/event-rules.js';
import type { EventsContext } from '../loaders.js';
import { Enrolment } from './course.type.js';
import { checkNotGraduated, checkOpen, notEnrolled } from './enrolment.mutation.js';
import { enrolmentModel, statusOf, type StoredEnrolment } from './enrolment.model.js';
import { counted, hasSeat, promoteEnrolments } from './enrolments-of-round.js';
import { graduationDay } from './graduation.mutation.js';
import { courseOf, findEnrolment, storeCounts, writeInRound, type OpenRound } from './write-in-round.js';

@InputType('ConfirmEnrolmentInput', { description: 'An enrolment that the host of the course agrees with.' })
export class ConfirmEnrolmentInput extends UpdateInput {
  @Field(() => ID, { description: 'The round.' })
  roundId!: string;

  @Field(() => ID, { description: 'The person.' })
  personId!: string;
}

@InputType('DisputeEnrolmentInput', { description: 'An enrolment that the host of the course does not agree with.' })
export class DisputeEnrolmentInput extends ReasonedInput {
  @Field(() => ID, { description: 'The round.' })
  roundId!: string;

  @Field(() => ID, { description: 'The person.' })
  personId!: string;
}

@InputType('ChangeEnrolmentInput', {
  description: 'What is corrected of an enrolment: what is absent stays as it is, null takes it away.',
})
export class ChangeEnrolmentInput extends ReasonedInput {
  @Field(() => ID, { description: 'The round.' })
  roundId!: string;

  @Field(() => ID, { description: 'The person.' })
  personId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The city that sends the person; null is the same as leaving it out.',
  })
  cityId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'When the person, who has graduated, finished the round; null: the person did not.',
  })
  graduatedOn?: string | null;
}

/** What the host of a course says of the enrolments that cities made. */
@Resolver()
export class EnrolmentStandingMutation {
  @Directive('@authenticated')
  @Mutation(() => Enrolment, {
    nullable: true,
    description:
      'Confirms that a person belongs to the city that enrolled the person: ENROLLED while seats are free, else WAITING. For the host of the course and officers of the partners that host it.',
  })
  async confirmEnrolment(
    @Arg('input', () => ConfirmEnrolmentInput, { description: 'The round and the person.' })
    input: ConfirmEnrolmentInput,
    @Ctx() context: EventsContext,
  ) {
    return changeEnrolmentOf(context, 'confirmEnrolment', input, async (open, before) => {
      checkOpen(open);
      // What the city itself withdrew stays so; what was disputed may be confirmed after all.
      if (statusOf(before) === 'WITHDRAWN' && stateOf(before) !== 'DISPUTED') throw notEnrolled();
      const { standing } = withStanding(before, 'CONFIRMED', open.write, 'input.personId');
      const status = hasSeat(open.round) ? 'ENROLLED' : 'WAITING';
      await storeCounts(context, open, counted(open.round, status, 1));
      return { standing, status };
    });
  }

  @Directive('@authenticated')
  @Mutation(() => Enrolment, {
    nullable: true,
    description:
      'Says that a person does not belong to the city that enrolled the person; the seat goes to the first of the waiting list. For the host of the course and officers of the partners that host it.',
  })
  async disputeEnrolment(
    @Arg('input', () => DisputeEnrolmentInput, { description: 'The round and the person.' })
    input: DisputeEnrolmentInput,
    @Ctx() context: EventsContext,
  ) {
    return changeEnrolmentOf(context, 'disputeEnrolment', input, async (open, before) => {
      checkOpen(open);
      const status = statusOf(before);
      if (status === 'WITHDRAWN') throw notEnrolled();
      checkNotGraduated(before);
      const { standing } = withStanding(before, 'DISPUTED', open.write, 'input.personId');
      const left = await promoteEnrolments(context.database, open.write, counted(open.round, status, -1));
      await storeCounts(context, open, left);
      return { standing, status: 'WITHDRAWN' };
    });
  }

  @Directive('@authenticated')
  @Mutation(() => Enrolment, {
    nullable: true,
    description:
      'Corrects the city of an enrolment, or when the person finished the round, or that the person did. For the host of the course and officers of the partners that host it.',
  })
  async changeEnrolment(
    @Arg('input', () => ChangeEnrolmentInput, { description: 'What is corrected.' }) input: ChangeEnrolmentInput,
    @Ctx() context: EventsContext,
  ) {
    const cityId = input.cityId == null ? undefined : checkedId('input.cityId', input.cityId);
    return changeEnrolmentOf(context, 'changeEnrolment', input, async (open, before) => {
      const { graduatedOn } = input;
      if (graduatedOn !== undefined && before.graduatedOn === null)
        throw broken('NOT_GRADUATED', 'input.graduatedOn', {
          en: 'The person has not graduated: use graduateFromCourse.',
          th: 'บุคคลนี้ยังไม่สำเร็จหลักสูตร โปรดใช้ graduateFromCourse',
        });
      return {
        ...(cityId !== undefined && { cityId }),
        ...(graduatedOn === null && (await takeGraduation(context, open))),
        ...(graduatedOn != null && { graduatedOn: graduationDay(open, graduatedOn) }),
      };
    });
  }
}

/** Takes a graduation out. Of what was called off meanwhile, the person has no seat any more. */
async function takeGraduation(context: EventsContext, open: OpenRound): Promise<Partial<StoredEnrolment>> {
  const isOver = open.course.status === 'CANCELLED' || open.round.cancelledOn != null;
  const left = { ...open.round, graduated: open.round.graduated - 1 };
  await storeCounts(context, open, isOver ? counted(left, 'ENROLLED', -1) : left);
  return { graduatedOn: null, status: isOver ? 'CALLED_OFF' : 'ENROLLED' };
}

/** Changes an enrolment as the host of its course. */
async function changeEnrolmentOf(
  context: EventsContext,
  mutation: string,
  input: UpdateInput & { roundId: string; personId: string; cityId?: string | null },
  change: (open: OpenRound, before: StoredEnrolment) => Promise<Partial<StoredEnrolment>>,
) {
  const { database } = context;
  if (!context.caller) authorize(null);
  const known = await courseOf(context, input.roundId);
  const caller = authorize(context.caller, ...hostGrants(known));
  await checkForeignKeys(context, caller, mutation, input, [['City', 'input.cityId', input.cityId]]);
  return writeInRound(context, caller, mutation, input, known, async (open) => {
    authorize(context.caller, ...hostGrants(open.course));
    const before = await findEnrolment(context, open, input.personId);
    if (!before) throw notEnrolled();
    checkVersion(before, input.expectedVersion);
    return changeRow(database, enrolmentModel, open.write, {
      type: 'Enrolment',
      id: before._id,
      expectedVersion: input.expectedVersion,
      update: { $set: { ...(await change(open, before)), hosts: open.course.hosts } },
    });
  });
}

import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { withStanding, type StandingState } from '../../../domain/standing/standing.js';
import { checkVersion, readRow } from '../../../runtime/write/rows.js';
import { ReasonedInput, UpdateInput } from '../../../runtime/write/write.input.js';
import type { CitiesContext } from '../../loaders.js';
import { cityModel } from '../city.model.js';
import { City } from '../city.type.js';
import { changeCity, writeCity } from '../write-city.js';
import { authorizeMembership, membershipOf, type NamedMembership } from './membership-right.js';
import { checkCounts, withMembership } from './membership-rules.js';

@InputType('ConfirmMembershipInput', { description: 'Says, for the owner of a programme, that a membership is right.' })
export class ConfirmMembershipInput extends UpdateInput {
  @Field(() => ID, { description: 'The city.' })
  cityId!: string;

  @Field(() => ID, { description: 'The membership, one of that city.' })
  membershipId!: string;
}

@InputType('DisputeMembershipInput', { description: 'Says, for the owner of a programme, that a membership is wrong.' })
export class DisputeMembershipInput extends ReasonedInput {
  @Field(() => ID, { description: 'The city.' })
  cityId!: string;

  @Field(() => ID, { description: 'The membership, one of that city.' })
  membershipId!: string;
}

@InputType('WithdrawMembershipInput', { description: 'Says that a membership was wrong from the start.' })
export class WithdrawMembershipInput extends ReasonedInput {
  @Field(() => ID, { description: 'The city.' })
  cityId!: string;

  @Field(() => ID, { description: 'The membership, one of that city.' })
  membershipId!: string;
}

@Resolver()
export class MembershipStandingMutation {
  @Directive('@authenticated')
  @Mutation(() => City, {
    nullable: true,
    description:
      'Confirms a membership that a city claims: from then on it counts. For officers of the partner that owns the programme.',
  })
  async confirmMembership(
    @Arg('input', () => ConfirmMembershipInput, { description: 'The membership.' }) input: ConfirmMembershipInput,
    @Ctx() context: CitiesContext,
  ) {
    return changeStanding(context, 'confirmMembership', input, 'CONFIRMED');
  }

  @Directive('@authenticated')
  @Mutation(() => City, {
    nullable: true,
    description:
      'Disputes a membership: it counts no more until it is confirmed. For officers of the partner that owns the programme.',
  })
  async disputeMembership(
    @Arg('input', () => DisputeMembershipInput, { description: 'The membership.' }) input: DisputeMembershipInput,
    @Ctx() context: CitiesContext,
  ) {
    return changeStanding(context, 'disputeMembership', input, 'DISPUTED');
  }

  @Directive('@authenticated')
  @Mutation(() => City, {
    nullable: true,
    description:
      'Strikes out a membership that never was; the history keeps it. One that ended is left instead (`leaveProgramme`). For officers of the city and of the partner that owns the programme.',
  })
  async withdrawMembership(
    @Arg('input', () => WithdrawMembershipInput, { description: 'The membership.' }) input: WithdrawMembershipInput,
    @Ctx() context: CitiesContext,
  ) {
    return changeStanding(context, 'withdrawMembership', input, 'WITHDRAWN');
  }
}

async function changeStanding(
  context: CitiesContext,
  action: string,
  input: UpdateInput & NamedMembership,
  state: StandingState,
) {
  const { cityId, membershipId, expectedVersion } = input;
  const caller = await authorizeMembership(context, input, state === 'WITHDRAWN');
  return writeCity(context, caller, action, input, async (write) => {
    const { database } = context;
    const city = await readRow(database, cityModel, write, cityId, 'input.cityId');
    checkVersion(city, expectedVersion);
    const changed = withStanding(membershipOf(city, membershipId), state, write, 'input.membershipId');
    if (state === 'CONFIRMED') checkCounts(city.memberships, changed);
    return changeCity(database, write, { city, facts: withMembership(city, changed) });
  });
}

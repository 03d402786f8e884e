import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { standingOf, withStanding } from '../../../domain/standing/standing.js';
import { ReasonedInput, UpdateInput } from '../../../runtime/write/write.input.js';
import { grantsToConfirm, isOneOf, writerOf, type OfficerGrant } from '../../facts/claimed-facts.js';
import { officerOf } from '../../facts/party-rules.js';
import type { PartnersContext } from '../../loaders.js';
import type { StoredIntroduction, StoredSolution } from '../solution.model.js';
import { changeIntroduction, receiverOf } from './change-introduction.js';
import { checkNew, checkPassedOn, checkReceived, isBeyondIntroduced } from './introduction-rules.js';
import { Introduction } from './introduction.type.js';

const VERSION = '`expectedVersion` is that of the solution, which `Introduction.version` gives too.';

@InputType('ConfirmIntroductionInput', { description: `Says that an introduction is as it was written. ${VERSION}` })
export class ConfirmIntroductionInput extends UpdateInput {
  @Field(() => ID, { description: 'The introduction.' })
  introductionId!: string;
}

@InputType('DisputeIntroductionInput', {
  description: `Says that an introduction is not as it was written. ${VERSION}`,
})
export class DisputeIntroductionInput extends ReasonedInput {
  @Field(() => ID, { description: 'The introduction.' })
  introductionId!: string;
}

@InputType('WithdrawIntroductionInput', { description: `Says that an introduction was written by mistake. ${VERSION}` })
export class WithdrawIntroductionInput extends ReasonedInput {
  @Field(() => ID, { description: 'The introduction.' })
  introductionId!: string;
}

/** How those concerned agree with an introduction, contradict it, or take it back. */
@Resolver()
export class IntroductionStandingMutations {
  @Directive('@authenticated')
  @Mutation(() => Introduction, {
    nullable: true,
    description:
      'Agrees with an introduction, so that it counts. For officers of the city or partner to which the solution was brought; what another one disputes only that one confirms.',
  })
  confirmIntroduction(
    @Arg('input', () => ConfirmIntroductionInput, { description: 'The introduction.' }) input: ConfirmIntroductionInput,
    @Ctx() context: PartnersContext,
  ) {
    return changeIntroduction(context, {
      ...{ action: 'confirmIntroduction', input },
      grants: (solution, introduction) =>
        grantsToConfirm(
          introduction,
          introduction.standing?.state === 'DISPUTED'
            ? concernedBy(solution, introduction)
            : [receiverOf(introduction)],
        ),
      change: (introduction, { solution, lists, write }) => {
        const { kind, from, on, toCityId, toPartnerId } = introduction;
        const to = { cityId: toCityId, partnerId: toPartnerId };
        const confirmed = withStanding(introduction, 'CONFIRMED', write, 'input.introductionId');
        const isAgreed = write.caller.as === 'network-admin' || isOneOf([receiverOf(introduction)], write.caller.as);
        // Whoever takes back a dispute speaks for itself: what was done with the solution is the receiver's to say.
        if (!isAgreed && isBeyondIntroduced(introduction.stage))
          return { ...confirmed, standing: standingOf('CLAIMED', write) };
        checkNew('input.introductionId', lists.counted, kind, from, to);
        if (on !== null) {
          checkPassedOn('input.introductionId', solution, from, on);
          checkReceived('input.introductionId', solution, to, on);
        }
        return confirmed;
      },
    });
  }

  @Directive('@authenticated')
  @Mutation(() => Introduction, {
    nullable: true,
    description:
      'Contradicts an introduction, so that it counts no more. For officers of the two sides, and of the solution’s owner.',
  })
  disputeIntroduction(
    @Arg('input', () => DisputeIntroductionInput, { description: 'The introduction and the reason.' })
    input: DisputeIntroductionInput,
    @Ctx() context: PartnersContext,
  ) {
    return changeIntroduction(context, {
      ...{ action: 'disputeIntroduction', input },
      grants: concernedBy,
      change: (introduction, { write }) => withStanding(introduction, 'DISPUTED', write, 'input.introductionId'),
    });
  }

  @Directive('@authenticated')
  @Mutation(() => Introduction, {
    nullable: true,
    description:
      'Takes an introduction back that was written by mistake. For officers of whoever wrote it, and of the solution’s owner.',
  })
  withdrawIntroduction(
    @Arg('input', () => WithdrawIntroductionInput, { description: 'The introduction and the reason.' })
    input: WithdrawIntroductionInput,
    @Ctx() context: PartnersContext,
  ) {
    return changeIntroduction(context, {
      ...{ action: 'withdrawIntroduction', input },
      grants: ({ ownerPartnerId }, introduction) => [...writerOf(introduction), ['partner-officer', ownerPartnerId]],
      change: (introduction, { write }) => withStanding(introduction, 'WITHDRAWN', write, 'input.introductionId'),
    });
  }
}

/** Those whom an introduction is about: the two sides, and the owner of the solution. */
function concernedBy({ ownerPartnerId }: StoredSolution, introduction: StoredIntroduction): OfficerGrant[] {
  return [receiverOf(introduction), officerOf(introduction.from), ['partner-officer', ownerPartnerId]];
}

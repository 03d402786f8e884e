import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkedIdOrNull } from '../../../domain/checks/check-id.js';
import { changedText, LONGEST_REASON } from '../../../domain/checks/check-text.js';
import { standingOf, stateOf } from '../../../domain/standing/standing.js';
import { ReasonedInput } from '../../../runtime/write/write.input.js';
import { isOneOf, writerOf } from '../../facts/claimed-facts.js';
import { checkOccasion, occasionOfCorrection } from '../../facts/occasion.js';
import type { PartnersContext } from '../../loaders.js';
import { IntroductionKind, Stage } from '../../vocabulary/vocabulary.js';
import { checkFirstStage } from '../deployment/stage-rules.js';
import { changeIntroduction, receiverOf } from './change-introduction.js';
import { checkNew, checkPassedOn, checkReceived, isBeyondIntroduced } from './introduction-rules.js';
import { Introduction } from './introduction.type.js';
import { correctedDay } from '../../facts/corrected-days.js';
import { LocalizedTextInput } from '../../../domain/texts/localized-text.input.js';

@InputType('ChangeIntroductionInput', {
  description:
    'What an introduction is otherwise than it was written. What is absent stays; null takes it out. `expectedVersion` is that of the solution, which `Introduction.version` gives too.',
})
export class ChangeIntroductionInput extends ReasonedInput {
  @Field(() => ID, { description: 'The introduction.' })
  introductionId!: string;

  @Field(() => IntroductionKind, {
    nullable: true,
    description: 'In what way it was brought, such as on a study visit.',
  })
  kind?: IntroductionKind | null;

  @Field(() => Stage, {
    nullable: true,
    description: 'How far the solution has come with the one it was brought to.',
  })
  stage?: Stage | null;

  @Field(() => ID, { nullable: true, description: 'The event at which it happened.' })
  occasionId?: string | null;

  @Field(() => String, { nullable: true, description: 'When: YYYY, YYYY-MM or YYYY-MM-DD, not in the future.' })
  on?: string | null;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'A remark, at most 1,000 characters in each language.',
  })
  note?: LocalizedTextInput | null;
}

@Resolver()
export class ChangeIntroductionMutation {
  @Directive('@authenticated')
  @Mutation(() => Introduction, {
    nullable: true,
    description:
      'Corrects an introduction. A stage beyond INTRODUCED that the receiver does not write itself waits for its word again. For officers of whoever wrote it, of the solution’s owner, and of the one to whom it was brought.',
  })
  changeIntroduction(
    @Arg('input', () => ChangeIntroductionInput, { description: 'The corrections and the reason.' })
    input: ChangeIntroductionInput,
    @Ctx() context: PartnersContext,
  ) {
    const { kind, stage, on, occasionId, note } = input;
    return changeIntroduction(context, {
      ...{ action: 'changeIntroduction', input },
      occasion: ({ occasionEventId }) => occasionOfCorrection(input, occasionEventId),
      grants: ({ ownerPartnerId }, introduction) => [
        receiverOf(introduction),
        ...writerOf(introduction),
        ['partner-officer', ownerPartnerId],
      ],
      change: (introduction, { solution, lists, fact: { today }, write, occasion }) => {
        const changed = {
          ...introduction,
          ...(kind != null && { kind }),
          ...(stage != null && { stage }),
          on: correctedDay('input.on', introduction.on, on, today),
          ...(occasionId !== undefined && { occasionEventId: checkedIdOrNull('input.occasionId', occasionId) }),
          note: changedText('input.note', LONGEST_REASON, note, introduction.note),
        };
        checkFirstStage(changed.stage);
        const others = lists.counted.filter(({ id }) => id !== introduction.id);
        const to = { cityId: changed.toCityId, partnerId: changed.toPartnerId };
        checkNew('input.kind', others, changed.kind, changed.from, to);
        if (changed.on !== null) {
          checkOccasion(occasion, changed.on);
          const spread = { ...solution, introductions: others };
          checkPassedOn('input.on', spread, changed.from, changed.on);
          checkReceived('input.on', spread, to, changed.on);
        }
        const isAgreed = write.caller.as === 'network-admin' || isOneOf([receiverOf(introduction)], write.caller.as);
        const isNewStage = stage != null && stage !== introduction.stage && isBeyondIntroduced(stage);
        return isNewStage && !isAgreed && stateOf(introduction) === 'CONFIRMED'
          ? { ...changed, standing: standingOf('CLAIMED', write) }
          : changed;
      },
    });
  }
}

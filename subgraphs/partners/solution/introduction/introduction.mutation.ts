import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkedIdOrNull } from '../../../domain/checks/check-id.js';
import { refusal } from '../../../runtime/errors/errors.js';
import { ownedFact } from '../../facts/owned-facts.js';
import { Introduction } from './introduction.type.js';
import type { PartnersContext } from '../../loaders.js';
import { partnerModel } from '../../partner/partner.model.js';
import type { StoredIntroduction } from '../solution.model.js';
import type { StoredParty } from '../../facts/party.model.js';
import { IntroductionKind, Stage } from '../../vocabulary/vocabulary.js';
import { changeSolution, checkRoom, freeId } from '../change-solution.js';
import { checkedDay } from '../../../domain/checks/check-date.js';
import { knownRow } from '../../../runtime/write/rows.js';
import { PartyInput } from '../../facts/party.input.js';
import { areSame, checkedParty, checkEnds, officerOf } from '../../facts/party-rules.js';
import { RecordedInput } from '../../facts/recorded.input.js';
import { checkFirstStage } from '../deployment/stage-rules.js';

@InputType('IntroduceSolutionInput', {
  description:
    'Who brought a solution to whom. `expectedVersion` is that of the solution, which `Deployment.version` and `Introduction.version` give too.',
})
export class IntroduceSolutionInput extends RecordedInput {
  @Field(() => ID, { description: 'The solution.' })
  solutionId!: string;

  @Field(() => PartyInput, { description: 'Who brought it.' })
  from!: PartyInput;

  @Field(() => PartyInput, { description: 'To whom it was brought.' })
  to!: PartyInput;

  @Field(() => IntroductionKind, { description: 'How it was brought.' })
  kind!: IntroductionKind;

  @Field(() => Stage, {
    defaultValue: 'INTRODUCED',
    description: 'How far the solution has come with the one it was brought to.',
  })
  stage!: Stage;

  @Field(() => ID, { nullable: true, description: 'The event at which it happened.' })
  occasionId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'When: YYYY, YYYY-MM or YYYY-MM-DD, not in the future; today in Thailand when absent.',
  })
  on?: string | null;
}

@Resolver()
export class IntroduceSolutionMutation {
  @Directive('@authenticated')
  @Mutation(() => Introduction, {
    nullable: true,
    description:
      'Records that a solution was brought to someone. For officers of the solution’s owner, and of the city or partner that brought it.',
  })
  async introduceSolution(
    @Arg('input', () => IntroduceSolutionInput, { description: 'The introduction.' }) input: IntroduceSolutionInput,
    @Ctx() context: PartnersContext,
  ) {
    const { kind, stage } = input;
    const { solution, id } = await changeSolution(context, {
      ...{ action: 'introduceSolution', input, solutionId: input.solutionId, argument: 'input.solutionId' },
      grants: ({ ownerPartnerId }) => [
        ['partner-officer', ownerPartnerId],
        ['partner-officer', input.from.partnerId],
        ['city-officer', input.from.cityId],
      ],
      foreign: [
        ['City', 'input.from.cityId', input.from.cityId],
        ['City', 'input.to.cityId', input.to.cityId],
        ['Event', 'input.occasionId', input.occasionId],
      ],
      change: async ({ introductions, id: solutionId }, { source, confidence, note, today }, write) => {
        const [from, to] = [checkedParty('input.from', input.from), checkedParty('input.to', input.to)];
        checkEnds(from, to);
        checkFirstStage(stage);
        checkRoom('input.solutionId', introductions);
        const occasionEventId = checkedIdOrNull('input.occasionId', input.occasionId);
        const on = checkedDay('input.on', input.on, today);
        await knownRow(context.database, partnerModel, write, 'input.from.partnerId', from.partnerId);
        await knownRow(context.database, partnerModel, write, 'input.to.partnerId', to.partnerId);
        checkNew(introductions, kind, from, to);
        const introduction: StoredIntroduction = {
          ...{
            id: freeId(`intro-${solutionId}-${officerOf(from)[1]}-${officerOf(to)[1]}`, introductions),
            from,
            toCityId: to.cityId,
            toPartnerId: to.partnerId,
          },
          ...{ kind, occasionEventId, on, stage, note, source: source.id, confidence },
        };
        return { id: introduction.id, update: { $push: { introductions: introduction } } };
      },
    });
    return ownedFact(
      solution,
      solution.introductions.find((introduction) => introduction.id === id)!,
    );
  }
}

function checkNew(
  introductions: readonly StoredIntroduction[],
  kind: IntroductionKind,
  from: StoredParty,
  to: StoredParty,
): void {
  if (
    !introductions.some(
      (other) =>
        other.kind === kind &&
        areSame(other.from, from) &&
        areSame({ cityId: other.toCityId, partnerId: other.toPartnerId }, to),
    )
  )
    return;
  throw refusal(
    'RULE_VIOLATED',
    { en: 'This introduction is on file already.', th: 'มีข้อมูลการแนะนำนี้อยู่แล้ว' },
    { argument: 'input.to', rule: 'ALREADY_INTRODUCED' },
  );
}

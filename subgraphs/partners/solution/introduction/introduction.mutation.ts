import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkedIdOrNull } from '../../../domain/checks/check-id.js';
import { ownedFact } from '../../facts/owned-facts.js';
import { Introduction } from './introduction.type.js';
import type { PartnersContext } from '../../loaders.js';
import { partnerModel } from '../../partner/partner.model.js';
import type { StoredIntroduction } from '../solution.model.js';
import { IntroductionKind, Stage } from '../../vocabulary/vocabulary.js';
import { standingOf } from '../../../domain/standing/standing.js';
import { factOf, isClaimOf, withFact } from '../../facts/claimed-facts.js';
import { changeSolution } from '../change-solution.js';
import { checkRoom, checkRoomForClaim } from '../../facts/room.js';
import { factsOfSolution, freeFactId, storedFacts } from '../solution-facts.js';
import { checkedDay } from '../../../domain/checks/check-date.js';
import { knownRow } from '../../../runtime/write/rows.js';
import { PartyInput } from '../../facts/party.input.js';
import { checkedParty, checkEnds, officerOf, roleOfParty } from '../../facts/party-rules.js';
import { RecordedInput } from '../../facts/recorded.input.js';
import { checkOccasion } from '../../facts/occasion.js';
import { checkNew, checkPassedOn, checkReceived, isBeyondIntroduced } from './introduction-rules.js';
import { checkFirstStage } from '../deployment/stage-rules.js';

@InputType('IntroduceSolutionInput', {
  description:
    'Who brought a solution to whom. `expectedVersion` is that of the solution, which `Deployment.version` and `Introduction.version` give too.',
})
export class IntroduceSolutionInput extends RecordedInput {
  @Field(() => ID, { description: 'The solution.' })
  solutionId!: string;

  @Field(() => PartyInput, { description: 'The city or partner that brought it.' })
  from!: PartyInput;

  @Field(() => PartyInput, { description: 'The city or partner to which it was brought.' })
  to!: PartyInput;

  @Field(() => IntroductionKind, { description: 'In what way it was brought, such as on a study visit.' })
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
      'Records that a solution was brought to someone. For officers of the solution’s owner, and of the city or partner that brought it. What it became there beyond INTRODUCED is CLAIMED until the receiver confirms it (`confirmIntroduction`).',
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
      ],
      occasion: () => ({ id: input.occasionId, argument: 'input.occasionId' }),
      change: async (known, { source, confidence, note, today }, write, occasion) => {
        const { id: solutionId } = known;
        const lists = factsOfSolution(known, 'introductions');
        const role = write.caller.as;
        const [from, to] = [checkedParty('input.from', input.from), checkedParty('input.to', input.to)];
        checkEnds(from, to);
        checkFirstStage(stage);
        checkRoom('input.solutionId', [...lists.counted, ...lists.apart]);
        const occasionEventId = checkedIdOrNull('input.occasionId', input.occasionId);
        const on = checkedDay('input.on', input.on, today);
        await knownRow(context.database, partnerModel, write, 'input.from.partnerId', from.partnerId);
        await knownRow(context.database, partnerModel, write, 'input.to.partnerId', to.partnerId);
        const same = [...lists.counted, ...lists.apart.filter((claim) => isClaimOf(claim, role))];
        checkNew('input.to', same, kind, from, to);
        checkOccasion(occasion, on);
        checkPassedOn('input.on', known, from, on);
        checkReceived('input.on', known, to, on);
        const isAgreed = !isBeyondIntroduced(stage) || role === 'network-admin' || role === roleOfParty(to);
        if (!isAgreed) checkRoomForClaim('input.solutionId', lists.apart, role);
        const wanted = `intro-${solutionId}-${officerOf(from)[1]}-${officerOf(to)[1]}`;
        const introduction: StoredIntroduction = {
          ...{
            id: await freeFactId(context, write, 'introductions', wanted),
            from,
            toCityId: to.cityId,
            toPartnerId: to.partnerId,
          },
          ...{ kind, occasionEventId, on, stage, note, source: source.id, confidence },
          ...{ standing: standingOf(isAgreed ? 'CONFIRMED' : 'CLAIMED', write), writtenBy: role },
        };
        return { id: introduction.id, set: storedFacts('introductions', withFact(lists, introduction)), source };
      },
    });
    return ownedFact(solution, factOf(factsOfSolution(solution, 'introductions'), id)!);
  }
}

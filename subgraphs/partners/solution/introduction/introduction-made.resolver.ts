import { Ctx, Resolver, Root, Subscription } from 'type-graphql';
import { textsAt, type ChangedDocument } from '../../../runtime/freshness/change-keys.js';
import { ownedFact } from '../../facts/owned-facts.js';
import type { PartnersContext } from '../../loaders.js';
import { factsOfSolution } from '../solution-facts.js';
import { solutionModel } from '../solution.model.js';
import { Introduction } from './introduction.type.js';

interface IntroductionMade {
  solutionId: string;
  introductionId: string;
}

@Resolver(() => Introduction)
export class IntroductionMadeResolver {
  @Subscription(() => Introduction, {
    nullable: true,
    description: 'Each introduction that is new, also one that is claimed and not confirmed yet.',
    subscribe: ({ context }: { context: PartnersContext }) =>
      context.changes.of(solutionModel, ({ documentId, before, after }): IntroductionMade[] => {
        const known = introductionIds(before);
        return [...introductionIds(after)].flatMap((introductionId) =>
          known.has(introductionId) ? [] : [{ solutionId: documentId, introductionId }],
        );
      }),
  })
  async introductionMade(
    @Root() { solutionId, introductionId }: IntroductionMade,
    @Ctx() { loaders }: PartnersContext,
  ) {
    const solution = await loaders.solutions.byId.load(solutionId);
    if (!solution) return null;
    const { counted, apart } = factsOfSolution(solution, 'introductions');
    const introduction = [...counted, ...apart].find(({ id }) => id === introductionId);
    return introduction ? ownedFact(solution, introduction) : null;
  }
}

function introductionIds(solution: ChangedDocument | null): ReadonlySet<string> {
  return new Set([...textsAt(solution, 'introductions.id'), ...textsAt(solution, 'claimedIntroductions.id')]);
}

import type { Row } from '../../../runtime/database/model.js';
import type { Write } from '../../../runtime/write/write.js';
import { checkNotWithdrawn, factOf, withFact, type FactLists, type OfficerGrant } from '../../facts/claimed-facts.js';
import { ownedFact, type OwnedFact } from '../../facts/owned-facts.js';
import { officerOf } from '../../facts/party-rules.js';
import { signedIn } from '../../facts/acting-party.js';
import type { NamedOccasion, Occasion } from '../../facts/occasion.js';
import type { RecordedFact } from '../../facts/recorded-fact.js';
import type { PartnersContext } from '../../loaders.js';
import { changeSolution, type SolutionChange } from '../change-solution.js';
import { factsOfSolution, solutionOfFact, storedFacts } from '../solution-facts.js';
import type { StoredIntroduction, StoredSolution } from '../solution.model.js';

/** What a change of an introduction is made with. */
export interface IntroductionWrite {
  solution: Row<StoredSolution>;
  lists: FactLists<StoredIntroduction>;
  fact: RecordedFact;
  write: Write;
  occasion: Occasion;
}

/** A change of an introduction. */
export interface IntroductionChange {
  action: string;
  input: SolutionChange['input'] & { introductionId: string };
  /** Whose officers may do it. */
  grants(solution: StoredSolution, introduction: StoredIntroduction): OfficerGrant[];
  /** The event at which it happened. */
  occasion?(introduction: StoredIntroduction): NamedOccasion;
  /** Checks the rules and gives the introduction as it will be. */
  change(introduction: StoredIntroduction, within: IntroductionWrite): StoredIntroduction;
}

/**
 * Changes an introduction, wherever its standing keeps it.
 *
 * @throws as {@link changeSolution} does
 */
export async function changeIntroduction(
  context: PartnersContext,
  { action, input, grants, occasion, change }: IntroductionChange,
): Promise<OwnedFact<StoredIntroduction>> {
  signedIn(context.caller);
  const { introductionId } = input;
  const argument = 'input.introductionId';
  const introductionIn = (solution: StoredSolution) =>
    factOf(factsOfSolution(solution, 'introductions'), introductionId)!;
  const { solution } = await changeSolution(context, {
    ...{ action, input, argument },
    ...(occasion && { occasion: (found) => occasion(introductionIn(found)) }),
    solutionId: await solutionOfFact(context, 'introductions', introductionId, argument),
    grants: (found) => grants(found, introductionIn(found)),
    change: (solution, fact, write, occasion) => {
      const lists = factsOfSolution(solution, 'introductions');
      const introduction = factOf(lists, introductionId)!;
      checkNotWithdrawn(introduction, argument);
      const changed = change(introduction, { solution, lists, fact, write, occasion });
      return { id: introductionId, set: storedFacts('introductions', withFact(lists, changed)) };
    },
  });
  return ownedFact(solution, introductionIn(solution));
}

/** The one to whom a solution was brought. */
export function receiverOf({ toCityId, toPartnerId }: StoredIntroduction): OfficerGrant {
  return officerOf({ cityId: toCityId, partnerId: toPartnerId });
}

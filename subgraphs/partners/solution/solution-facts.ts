import { notFound } from '../../runtime/write/rows.js';
import type { Write } from '../../runtime/write/write.js';
import type { FactLists } from '../facts/claimed-facts.js';
import type { PartnersContext } from '../loaders.js';
import {
  solutionModel,
  type StoredDeployment,
  type StoredIntroduction,
  type StoredSolution,
} from './solution.model.js';

/** The kinds of facts that solutions hold, each by its list of those that count. */
interface FactsOfSolution {
  deployments: StoredDeployment;
  introductions: StoredIntroduction;
}
export type SolutionFactKind = keyof FactsOfSolution;

/** The list beside each, of those that are claimed, disputed or withdrawn. */
const APART = { deployments: 'claimedDeployments', introductions: 'claimedIntroductions' } as const;

/** What a fact of each kind is called. */
const CALLED = {
  deployments: { en: 'deployment', th: 'การนำไปใช้' },
  introductions: { en: 'introduction', th: 'การแนะนำ' },
} as const;

/** The facts of one kind of a solution. */
export function factsOfSolution<K extends SolutionFactKind>(
  solution: Pick<StoredSolution, K> & Partial<StoredSolution>,
  kind: K,
): FactLists<FactsOfSolution[K]> {
  return {
    counted: solution[kind] as unknown as FactsOfSolution[K][],
    apart: (solution[APART[kind]] ?? []) as unknown as FactsOfSolution[K][],
  };
}

/** What is stored for facts of one kind. */
export function storedFacts<K extends SolutionFactKind>(kind: K, { counted, apart }: FactLists<FactsOfSolution[K]>) {
  return { [kind]: [...counted], [APART[kind]]: [...apart] } as Partial<StoredSolution>;
}

/**
 * Finds the solution that holds a fact.
 *
 * @param argument the path of the input that names the fact
 * @throws NOT_FOUND
 */
export async function solutionOfFact(
  { database }: PartnersContext,
  kind: SolutionFactKind,
  id: string,
  argument: string,
): Promise<string> {
  const holder = await database
    .model(solutionModel)
    .findOne({ $or: [{ [`${kind}.id`]: id }, { [`${APART[kind]}.id`]: id }] } as never, { _id: 1 })
    .lean<{ _id: string }>();
  if (!holder) throw notFound(CALLED[kind], id, argument);
  return holder._id;
}

/** An id that no fact of the kind has in any solution: the wanted one, or the first free one after it. */
export async function freeFactId(
  { database }: PartnersContext,
  { session }: Write,
  kind: SolutionFactKind,
  wanted: string,
): Promise<string> {
  for (let at = 1; ; at += 1) {
    const id = at === 1 ? wanted : `${wanted}-${at}`;
    const taken = await database
      .model(solutionModel)
      .findOne({ $or: [{ [`${kind}.id`]: id }, { [`${APART[kind]}.id`]: id }] } as never, { _id: 1 })
      .session(session)
      .lean();
    if (!taken) return id;
  }
}

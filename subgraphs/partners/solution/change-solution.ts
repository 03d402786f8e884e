import { withSource } from '../../domain/sources/source-of-write.js';
import type { Row } from '../../runtime/database/model.js';
import { checkForeignKeys, type NamedKey } from '../../runtime/foreign/check-foreign-keys.js';
import { changeRow, checkVersion, notFound, readRow } from '../../runtime/write/rows.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import type { Write } from '../../runtime/write/write.js';
import type { PartnersContext } from '../loaders.js';
import { solutionModel, type StoredSolution } from './solution.model.js';
import { bestProof } from '../suggestions/score.js';
import { NO_OCCASION, readOccasion, type NamedOccasion, type Occasion } from '../facts/occasion.js';
import { recordedFact, type RecordedFact } from '../facts/recorded-fact.js';
import type { OfficerGrant } from '../facts/claimed-facts.js';
import type { Source } from '../../domain/sources/source.type.js';
import type { UpdateInput } from '../../runtime/write/write.input.js';
import type { RecordedInput } from '../facts/recorded.input.js';
import { authorizeActingParty, signedIn } from '../facts/acting-party.js';

/** A change of a solution, such as a fact that is added to it. */
export interface SolutionChange {
  action: string;
  input: UpdateInput & Partial<Omit<RecordedInput, keyof UpdateInput>>;
  /** The solution, and the path of the input that names it. */
  solutionId: string;
  argument: string;
  /** Whose officers may do it. */
  grants(solution: Row<StoredSolution>): OfficerGrant[];
  /** What else it must keep others from, see {@link writeExclusively}. */
  records?: readonly string[];
  /** What the input names of other subgraphs. */
  foreign?: readonly NamedKey[];
  /** The event at which it happened. */
  occasion?(solution: Row<StoredSolution>): NamedOccasion;
  /** Checks the rules and gives the change with the id of the fact. */
  change(
    solution: Row<StoredSolution>,
    fact: RecordedFact,
    write: Write,
    occasion: Occasion,
  ): Promise<Changed> | Changed;
}

interface Changed {
  id: string;
  /** The paths that change, with what they are now. */
  set: Partial<StoredSolution>;
  /** The source that what is added cites; absent when nothing is added. */
  source?: Source;
}

/**
 * Changes a solution: authorised by what the solution says, checked and written in one transaction.
 *
 * @returns the solution as it is now, and the id of the fact
 * @throws UNAUTHENTICATED, NOT_FOUND, FORBIDDEN, CONFLICT and what the rules refuse
 */
export async function changeSolution(
  context: PartnersContext,
  {
    action,
    input,
    solutionId,
    argument,
    grants,
    foreign = [],
    occasion: occasionOf,
    records = [],
    change,
  }: SolutionChange,
): Promise<{ solution: Row<StoredSolution>; id: string }> {
  const { database } = context;
  signedIn(context.caller);
  const found = await context.loaders.solutions.byId.load(solutionId);
  if (!found) throw notFound(solutionModel.called, solutionId, argument);
  const actingParty = authorizeActingParty(context.caller, ...grants(found));
  await checkForeignKeys(context, actingParty.caller, action, input, foreign);
  const named = occasionOf?.(found) ?? NO_OCCASION;
  const occasion = await readOccasion(context, actingParty.caller, action, input, named);
  const id = await writeExclusively(
    context,
    actingParty.caller,
    action,
    input,
    [`Solution/${solutionId}`, ...records],
    async (write) => {
      const solution = await readRow(database, solutionModel, write, solutionId, argument);
      checkVersion(solution, input.expectedVersion);
      // Who may write depends on what the solution says now.
      authorizeActingParty(context.caller, ...grants(solution));
      const fact = recordedFact(input, actingParty, write);
      const { set, source, id } = await change(solution, fact, write, occasion);
      const $set = {
        ...set,
        ...(source && { sources: withSource(solution.sources, source) }),
        ...(set.deployments && { proof: bestProof(set.deployments) }),
      };
      await changeRow(database, solutionModel, write, {
        type: 'Solution',
        id: solutionId,
        expectedVersion: input.expectedVersion,
        update: { $set },
      });
      return id;
    },
  );
  return { solution: (await context.loaders.solutions.byId.load(solutionId))!, id };
}

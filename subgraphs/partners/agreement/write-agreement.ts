import type { Source } from '../../domain/sources/source.type.js';
import { withSource } from '../../domain/sources/source-of-write.js';
import type { Row } from '../../runtime/database/model.js';
import { checkForeignKeys, type NamedKey } from '../../runtime/foreign/check-foreign-keys.js';
import { changeRow, checkVersion, notFound, readRow } from '../../runtime/write/rows.js';
import type { UpdateInput } from '../../runtime/write/write.input.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import type { Write } from '../../runtime/write/write.js';
import { authorizeActingParty, signedIn } from '../facts/acting-party.js';
import type { OfficerGrant } from '../facts/claimed-facts.js';
import { NO_OCCASION, readOccasion, type NamedOccasion, type Occasion } from '../facts/occasion.js';
import { officerOf } from '../facts/party-rules.js';
import { recordedFact, type RecordedFact } from '../facts/recorded-fact.js';
import type { NotedInput } from '../facts/recorded.input.js';
import type { PartnersContext } from '../loaders.js';
import { agreementModel, type StoredAgreement } from './agreement.model.js';

/** A change of an agreement on file. */
export interface AgreementChange {
  action: string;
  input: UpdateInput & { agreementId: string } & Partial<Pick<NotedInput, 'note' | 'source'>>;
  /** Whose officers may do it; those of any of its parties when absent. */
  grants?(agreement: StoredAgreement): OfficerGrant[];
  /** What the input names of other subgraphs. */
  foreign?: readonly NamedKey[];
  /** The event at which it was made. */
  occasion?(agreement: StoredAgreement): NamedOccasion;
  /** Checks the rules and gives the paths that change, with the source that what is added cites. */
  change(agreement: Row<StoredAgreement>, within: AgreementWrite): Promise<Changed> | Changed;
}

/** What a change of an agreement is made with. */
export interface AgreementWrite {
  fact: RecordedFact;
  write: Write;
  occasion: Occasion;
}

interface Changed {
  set: Partial<StoredAgreement>;
  source?: Source;
}

/**
 * Changes an agreement: authorised by its parties, checked and written in one transaction.
 *
 * @returns the agreement as it is now
 * @throws UNAUTHENTICATED, NOT_FOUND, FORBIDDEN, CONFLICT and what the rules refuse
 */
export async function writeAgreement(
  context: PartnersContext,
  { action, input, grants = partiesOf, foreign = [], occasion: occasionOf, change }: AgreementChange,
): Promise<Row<StoredAgreement> | null> {
  const { agreementId, expectedVersion } = input;
  const { database, loaders } = context;
  signedIn(context.caller);
  const found = await loaders.agreements.byId.load(agreementId);
  if (!found) throw notFound(agreementModel.called, agreementId, 'input.agreementId');
  const actingParty = authorizeActingParty(context.caller, ...grants(found));
  const { caller } = actingParty;
  await checkForeignKeys(context, caller, action, input, foreign);
  const occasion = await readOccasion(context, caller, action, input, occasionOf?.(found) ?? NO_OCCASION);
  await writeExclusively(context, caller, action, input, [`Agreement/${agreementId}`], async (write) => {
    const agreement = await readRow(database, agreementModel, write, agreementId, 'input.agreementId');
    checkVersion(agreement, expectedVersion);
    // Who may write depends on what the agreement says now.
    authorizeActingParty(context.caller, ...grants(agreement));
    const fact = recordedFact(input, actingParty, write);
    const { set, source } = await change(agreement, { fact, write, occasion });
    await changeRow(database, agreementModel, write, {
      ...{ type: 'Agreement', id: agreementId, expectedVersion },
      update: { $set: { ...set, ...(source && { sources: withSource(agreement.sources, source) }) } },
    });
    return agreementId;
  });
  return context.loaders.agreements.byId.load(agreementId);
}

/** The officers of all parties. */
export function partiesOf({ parties }: StoredAgreement): OfficerGrant[] {
  return parties.map(officerOf);
}

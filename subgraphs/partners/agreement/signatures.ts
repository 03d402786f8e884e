import { latestDay } from '../../domain/dates/partial-date.js';
import type { ActingCaller } from '../../protocol/caller.js';
import { refusal } from '../../runtime/errors/errors.js';
import { areSame, roleOfParty } from '../facts/party-rules.js';
import type { StoredParty } from '../facts/party.model.js';
import type { RecordedFact } from '../facts/recorded-fact.js';
import type { StoredAgreement, StoredSignature } from './agreement.model.js';

type Signed = Pick<StoredAgreement, 'parties' | 'signatures' | 'status' | 'statusOn' | 'on'>;

/**
 * The signatures of an agreement with those of the parties that the caller speaks for; an administrator records that all
 * have signed.
 *
 * @param on when they signed
 * @throws RULE_VIOLATED (ALREADY_SIGNED)
 */
export function withSignatures(
  { parties, signatures = [] }: Pick<Signed, 'parties' | 'signatures'>,
  caller: ActingCaller,
  on: string,
  { source }: Pick<RecordedFact, 'source'>,
): StoredSignature[] {
  const signing = parties.filter(
    (party) =>
      !hasSigned(signatures, party) && (caller.as === 'network-admin' || caller.roles.includes(roleOfParty(party))),
  );
  if (signing.length === 0)
    throw refusal(
      'RULE_VIOLATED',
      { en: 'This party has signed the agreement already.', th: 'คู่สัญญารายนี้ได้ลงนามในข้อตกลงแล้ว' },
      { argument: 'input.agreementId', rule: 'ALREADY_SIGNED' },
    );
  return [...signatures, ...signing.map((party) => ({ party, on, by: caller.as, source: source.id }))];
}

/**
 * What an agreement is after a signature: SIGNED on the day of the last one when each party has signed, and before that
 * what it was, PROPOSED when it is new.
 */
export function statusAfter(
  { parties, status, statusOn }: Pick<Signed, 'parties' | 'status' | 'statusOn'>,
  signatures: readonly StoredSignature[],
): Pick<Signed, 'status' | 'statusOn'> {
  if (!parties.every((party) => hasSigned(signatures, party))) return { status, statusOn };
  const days = signatures.map(({ on }) => on).sort((a, b) => (latestDay(a) < latestDay(b) ? -1 : 1));
  return { status: 'SIGNED', statusOn: days.at(-1)! };
}

/** Whether an agreement binds its parties: sources tell of it, or each party has signed. */
export function isAgreed({
  writtenBy = null,
  parties,
  signatures = [],
}: Pick<StoredAgreement, 'writtenBy' | 'parties' | 'signatures'>): boolean {
  return writtenBy === null || parties.every((party) => hasSigned(signatures, party));
}

/** The signatures without those of parties that the caller speaks for; an administrator takes all back. */
export function withoutSignaturesOf(signatures: readonly StoredSignature[], caller: ActingCaller): StoredSignature[] {
  return signatures.filter(({ party }) => caller.as !== 'network-admin' && !caller.roles.includes(roleOfParty(party)));
}

function hasSigned(signatures: readonly StoredSignature[], party: StoredParty): boolean {
  return signatures.some((signature) => areSame(signature.party, party));
}

import { isShownAsClaim, stateOf, type StandingState, type StoredStanding } from '../../domain/standing/standing.js';
import { refusal } from '../../runtime/errors/errors.js';
import { roleOf, type Grant, type Role } from '../../protocol/caller.js';

/** A fact with an id that one party may write about another. */
export interface ClaimableFact {
  id: string;
  standing?: StoredStanding | null;
  /** The role of whoever wrote it, such as `city-officer:th-yala`; null for what was taken from a source. */
  writtenBy?: string | null;
}

/**
 * The facts of one kind that a record holds. What does not count is kept apart, so that whatever counts, suggests or
 * proves by reading the others is right.
 */
export interface FactLists<F> {
  /** Those that are confirmed. */
  counted: readonly F[];
  /** Those that are claimed, disputed or withdrawn. */
  apart: readonly F[];
}

/** The fact of an id, wherever it is kept. */
export function factOf<F extends ClaimableFact>({ counted, apart }: FactLists<F>, id: string): F | undefined {
  return [...counted, ...apart].find((fact) => fact.id === id);
}

/** The lists with a fact in the one where it belongs by its standing: new there, or in the place of the fact of its id. */
export function withFact<F extends ClaimableFact>({ counted, apart }: FactLists<F>, fact: F): FactLists<F> {
  const counts = stateOf(fact) === 'CONFIRMED';
  return { counted: placed(counted, fact, counts), apart: placed(apart, fact, !counts) };
}

function placed<F extends ClaimableFact>(facts: readonly F[], fact: F, belongs: boolean): readonly F[] {
  const at = facts.findIndex(({ id }) => id === fact.id);
  if (at === -1) return belongs ? [...facts, fact] : facts;
  return belongs ? facts.with(at, fact) : facts.toSpliced(at, 1);
}

/**
 * Checks that a fact was not taken back: then it stays as it was, and may be written anew.
 *
 * @throws RULE_VIOLATED (WITHDRAWN)
 */
export function checkNotWithdrawn(fact: ClaimableFact, argument: string): void {
  if (stateOf(fact) !== 'WITHDRAWN') return;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: 'This was taken back and can be changed no more. It may be written anew.',
      th: 'รายการนี้ถูกถอนแล้ว จึงแก้ไขไม่ได้ แต่บันทึกใหม่ได้',
    },
    { argument, rule: 'WITHDRAWN' },
  );
}

/** What a list shows: what counts, and when claims are asked for also what is claimed or disputed. */
export function shownFacts<F extends ClaimableFact>({ counted, apart }: FactLists<F>, includeClaims: boolean): F[] {
  return includeClaims ? [...counted, ...apart.filter(isShownAsClaim)] : [...counted];
}

/** Whether a role has written a claim that is open or disputed: it is not written again. */
export function isClaimOf({ standing, writtenBy }: ClaimableFact, role: string): boolean {
  return standing != null && isOpen(standing.state) && writtenBy === role;
}

function isOpen(state: StandingState): boolean {
  return state === 'CLAIMED' || state === 'DISPUTED';
}

/** A role of the officers of a city or partner. */
export type OfficerGrant = readonly [role: 'city-officer' | 'partner-officer', of: string | null | undefined];

/**
 * Those of the ones concerned who may confirm a fact: nobody confirms what they wrote themselves, and what one of them
 * disputes only that one confirms.
 */
export function grantsToConfirm({ standing }: ClaimableFact, concerned: readonly OfficerGrant[]): OfficerGrant[] {
  const { state, by } = standing ?? { state: 'CONFIRMED', by: null };
  if (state === 'DISPUTED') return concerned.filter((grant) => isRole(grant, by));
  return state === 'CLAIMED' ? concerned.filter((grant) => !isRole(grant, by)) : [...concerned];
}

/** Whoever wrote a fact, as a grant; none for what was taken from a source or written by an administrator. */
export function writerOf({ writtenBy }: ClaimableFact): OfficerGrant[] {
  const [role, of] = (writtenBy ?? '').split(':') as [Role, string | undefined];
  return role === 'city-officer' || role === 'partner-officer' ? [[role, of]] : [];
}

/** Whether a role is one of these. */
export function isOneOf(grants: readonly OfficerGrant[], role: string): boolean {
  return grants.some((grant) => isRole(grant, role));
}

function isRole([role, of]: OfficerGrant, other: string | null): boolean {
  return of != null && roleOf([role, of] as Grant) === other;
}

import { labelsOf, defineEnum, type EnumValue } from '../vocabulary/define-enum.js';
import { nestedOrNull, oneOf, requiredText, text } from '../mongoose-paths.js';
import { refusal } from '../../runtime/errors/errors.js';
import type { ActingCaller } from '../../protocol/caller.js';

/** Whether those concerned agree with a fact that somebody wrote about them. */
export const StandingState = defineEnum(
  'StandingState',
  'Whether those whom a fact is about agree that it is so. Only what is CONFIRMED counts in charts and suggestions.',
  {
    CLAIMED: {
      description: 'Written by one party; the one concerned has not answered yet.',
      en: 'Claimed',
      th: 'รอการยืนยัน',
    },
    CONFIRMED: {
      description: 'The one concerned, or the owner of the record, agrees; also what was taken from a source.',
      en: 'Confirmed',
      th: 'ยืนยันแล้ว',
    },
    DISPUTED: { description: 'The one concerned says that it is wrong.', en: 'Disputed', th: 'มีข้อโต้แย้ง' },
    WITHDRAWN: { description: 'Taken back. It is kept, and counts no more.', en: 'Withdrawn', th: 'ถอนแล้ว' },
  },
);
export type StandingState = keyof typeof StandingState;

/** The standing of a fact as it is stored; null for a fact that its sources confirm. */
export interface StoredStanding {
  state: StandingState;
  /** The role that said so, such as `city-officer:th-yala`. */
  by: string;
  at: Date;
  /** The reason that was given, in the words of whoever gave it. */
  why: string | null;
}

/** A path that holds a standing, or null. */
export const standingOrNull = nestedOrNull({
  state: oneOf(StandingState),
  by: requiredText,
  at: { type: Date, required: true },
  why: text,
});

/** Where a standing may lead. What is withdrawn stays so: the fact may be written anew. */
const NEXT: Readonly<Record<StandingState, readonly StandingState[]>> = {
  CLAIMED: ['CONFIRMED', 'DISPUTED', 'WITHDRAWN'],
  CONFIRMED: ['DISPUTED', 'WITHDRAWN'],
  DISPUTED: ['CONFIRMED', 'WITHDRAWN'],
  WITHDRAWN: [],
};

/** The state of a fact: what its sources say is confirmed. */
export function stateOf({ standing }: { standing?: StoredStanding | null }): StandingState {
  return standing?.state ?? 'CONFIRMED';
}

/** Who says what a standing is, when and why; every write is one. */
interface Saying {
  readonly caller: ActingCaller;
  readonly at: Date;
  readonly why: string | null;
}

/** The standing that a write gives to a fact. Its reason is for the history alone, unless it takes something away. */
export function standingOf(state: StandingState, { caller, at, why }: Saying): StoredStanding {
  return { state, by: caller.as, at, why: state === 'DISPUTED' || state === 'WITHDRAWN' ? why : null };
}

/**
 * Gives a fact another standing.
 *
 * @param argument the path of the input that names the fact
 * @returns the fact with its new standing; whoever stores it keeps it with those that count, or apart
 * @throws RULE_VIOLATED (STANDING_ORDER) when the fact has that standing already, or was withdrawn
 */
export function withStanding<F extends { standing?: StoredStanding | null }>(
  fact: F,
  state: StandingState,
  write: Saying,
  argument: string,
): F & { standing: StoredStanding } {
  const from = stateOf(fact);
  if (!NEXT[from].includes(state)) {
    const { [from]: is, [state]: becomes } = labelsOf(StandingState) as Record<StandingState, EnumValue>;
    throw refusal(
      'RULE_VIOLATED',
      {
        en: from === state ? `This is “${is.en}” already.` : `This is “${is.en}”: it cannot become “${becomes.en}”.`,
        th:
          from === state
            ? `รายการนี้มีสถานะ “${is.th}” อยู่แล้ว`
            : `รายการนี้มีสถานะ “${is.th}” จึงเปลี่ยนเป็น “${becomes.th}” ไม่ได้`,
      },
      { argument, rule: 'STANDING_ORDER', standing: from },
    );
  }
  return { ...fact, standing: standingOf(state, write) };
}

/** Tells whether a fact is shown in a list that also shows claims: all but what was taken back. */
export function isShownAsClaim(fact: { standing?: StoredStanding | null }): boolean {
  return stateOf(fact) !== 'WITHDRAWN';
}

import { earliestDay, latestDay } from '../../../domain/dates/partial-date.js';
import { inWords } from '../../../domain/dates/date-in-words.js';
import { refusal } from '../../../runtime/errors/errors.js';
import type { StoredParty } from '../../facts/party.model.js';
import { areSame } from '../../facts/party-rules.js';
import { Stage, type IntroductionKind } from '../../vocabulary/vocabulary.js';
import type { StoredIntroduction, StoredSolution } from '../solution.model.js';

/** @throws RULE_VIOLATED (ALREADY_INTRODUCED) */
export function checkNew(
  argument: string,
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
    { argument, rule: 'ALREADY_INTRODUCED' },
  );
}

/** What a solution says of who has it since when. */
type Spread = Pick<StoredSolution, 'ownerPartnerId' | 'introductions' | 'deployments'>;

/**
 * Checks that a solution is not passed on before it was received. Its owner always has it; of others it is known only
 * when it was brought to them or is used in their city.
 *
 * @param on a partial date, which may be any of its days
 * @throws RULE_VIOLATED (PASSED_ON_BEFORE_RECEIVED)
 */
export function checkPassedOn(argument: string, solution: Spread, from: StoredParty, on: string): void {
  if (isOwner(solution, from)) return;
  const receipts = receiptsOf(solution, from);
  const received = receipts.includes(null) ? undefined : receipts.map((day) => earliestDay(day!)).sort()[0];
  if (received === undefined || received <= latestDay(on)) return;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `The solution was received on ${inWords(received).en} at the earliest: it cannot have been passed on before that, on ${inWords(on).en}.`,
      th: `ผู้แนะนำได้รับโซลูชันนี้เร็วที่สุดเมื่อ ${inWords(received).th} จึงแนะนำต่อก่อนหน้านั้นเมื่อ ${inWords(on).th} ไม่ได้`,
    },
    { argument, rule: 'PASSED_ON_BEFORE_RECEIVED' },
  );
}

/**
 * Checks that nobody receives a solution for the first time after having passed it on.
 *
 * @param on a partial date, which may be any of its days
 * @throws RULE_VIOLATED (RECEIVED_AFTER_PASSED_ON)
 */
export function checkReceived(argument: string, solution: Spread, to: StoredParty, on: string): void {
  if (isOwner(solution, to) || receiptsOf(solution, to).length > 0) return;
  const passedOn = solution.introductions
    .filter(({ from, on: day }) => areSame(from, to) && day !== null && latestDay(day) < earliestDay(on))
    .map((introduction) => introduction.on!)
    .sort()[0];
  if (passedOn === undefined) return;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `The receiver passed the solution on to others on ${inWords(passedOn).en} already: it cannot have received it later, on ${inWords(on).en}.`,
      th: `ผู้รับได้แนะนำโซลูชันนี้ต่อเมื่อ ${inWords(passedOn).th} แล้ว จึงรับโซลูชันนี้ภายหลังเมื่อ ${inWords(on).th} ไม่ได้`,
    },
    { argument, rule: 'RECEIVED_AFTER_PASSED_ON' },
  );
}

/** The days, where they are known, on which a solution was brought to a party or a stage was reached in its city. */
function receiptsOf({ introductions, deployments }: Spread, party: StoredParty): Array<string | null> {
  return [
    ...introductions
      .filter(({ toCityId, toPartnerId }) => areSame({ cityId: toCityId, partnerId: toPartnerId }, party))
      .map(({ on }) => on),
    ...deployments
      .filter(({ cityId }) => party.cityId !== null && cityId === party.cityId)
      .flatMap(({ history }) => history.map(({ on }) => on)),
  ];
}

function isOwner({ ownerPartnerId }: Pick<StoredSolution, 'ownerPartnerId'>, { partnerId }: StoredParty): boolean {
  return partnerId !== null && partnerId === ownerPartnerId;
}

const STAGES = Object.values(Stage);

/** Whether a stage says more than that a solution was shown to someone: what became of it is the receiver's to say. */
export function isBeyondIntroduced(stage: Stage): boolean {
  return STAGES.indexOf(stage) > STAGES.indexOf(Stage.INTRODUCED);
}

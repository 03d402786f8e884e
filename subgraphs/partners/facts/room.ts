import { refusal } from '../../runtime/errors/errors.js';
import { isClaimOf, type ClaimableFact } from './claimed-facts.js';

/** Facts of one kind that a record may hold: they live in its record, which is read whole. */
const MOST_HELD = 1_000;

/**
 * Checks that a record has room for one more fact of a kind.
 *
 * @throws RULE_VIOLATED (TOO_MANY_HELD)
 */
export function checkRoom(argument: string, held: readonly unknown[]): void {
  if (held.length < MOST_HELD) return;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `A record holds at most ${MOST_HELD} facts of one kind.`,
      th: `ข้อมูลหนึ่งรายการเก็บข้อเท็จจริงชนิดเดียวกันได้ไม่เกิน ${MOST_HELD} รายการ`,
    },
    { argument, rule: 'TOO_MANY_HELD' },
  );
}

/** Claims of one writer in the record of somebody else that nobody has answered, or that are disputed. */
const MOST_CLAIMS = 20;

/**
 * Checks that a role does not fill the record of somebody else with claims: nobody but those concerned can end them.
 *
 * @param claims those that are claimed, disputed or withdrawn
 * @throws RULE_VIOLATED (TOO_MANY_CLAIMS)
 */
export function checkRoomForClaim(argument: string, claims: readonly ClaimableFact[], role: string): void {
  if (role === 'network-admin' || claims.filter((claim) => isClaimOf(claim, role)).length < MOST_CLAIMS) return;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `You have ${MOST_CLAIMS} claims here that are not confirmed: more are taken when some are confirmed or withdrawn.`,
      th: `ท่านมีรายการที่ยังไม่ได้รับการยืนยัน ${MOST_CLAIMS} รายการแล้ว จะบันทึกเพิ่มได้เมื่อบางรายการได้รับการยืนยันหรือถูกถอน`,
    },
    { argument, rule: 'TOO_MANY_CLAIMS' },
  );
}

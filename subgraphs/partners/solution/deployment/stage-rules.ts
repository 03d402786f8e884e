import { labelsOf } from '../../../domain/vocabulary/define-enum.js';
import { inWords } from '../../../domain/dates/date-in-words.js';
import { earliestDay, latestDay } from '../../../domain/dates/partial-date.js';
import { refusal } from '../../../runtime/errors/errors.js';
import type { StoredDeployment } from '../solution.model.js';
import { Stage } from '../../vocabulary/vocabulary.js';

const ORDER = Object.values(Stage);

/**
 * Whether a deployment may move from one stage to another. It moves forward, over as many stages as it likes; it may be
 * stopped at any stage; a pilot may go back to being adapted, for that is what pilots teach; and what was stopped
 * stays so: to take it up again is a new deployment.
 */
export function mayMove(from: Stage, to: Stage): boolean {
  if (from === 'STOPPED') return false;
  if (from === 'PILOT' && to === 'ADAPTING') return true;
  return ORDER.indexOf(to) > ORDER.indexOf(from);
}

/** @throws RULE_VIOLATED (STAGE_ORDER) */
export function checkMove(from: Stage, to: Stage): void {
  if (mayMove(from, to)) return;
  const [was, wanted] = [labelsOf(Stage)[from]!, labelsOf(Stage)[to]!];
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `A deployment cannot move from “${was.en}” to “${wanted.en}”.`,
      th: `การนำไปใช้ไม่สามารถเปลี่ยนจากขั้น “${was.th}” ไปเป็น “${wanted.th}” ได้`,
    },
    { argument: 'input.stage', rule: 'STAGE_ORDER' },
  );
}

/** @throws RULE_VIOLATED (STAGE_BEGINS_STOPPED) */
export function checkFirstStage(stage: Stage): void {
  if (stage !== 'STOPPED') return;
  throw refusal(
    'RULE_VIOLATED',
    { en: 'Nothing begins by being stopped.', th: 'ไม่สามารถเริ่มต้นด้วยขั้นยุติได้' },
    { argument: 'input.stage', rule: 'STAGE_BEGINS_STOPPED' },
  );
}

/**
 * Whether a day may follow another: it may lie in it, as when one of them is known to the month only.
 */
export function mayFollow(earlier: string | null, later: string): boolean {
  return earlier === null || latestDay(later) >= earliestDay(earlier);
}

/**
 * Checks that a stage is not reached before the last one.
 *
 * @throws RULE_VIOLATED (STAGE_BEFORE_HISTORY)
 */
export function checkStageDay(history: ReadonlyArray<{ on: string | null }>, on: string): void {
  const before = history.map(({ on: day }) => day).filter((day): day is string => day !== null && !mayFollow(day, on));
  if (before.length === 0) return;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `A stage was reached on ${inWords(before.at(-1)!).en} already, so that ${inWords(on).en} is too early for the next one.`,
      th: `มีขั้นที่บันทึกไว้แล้วเมื่อ ${inWords(before.at(-1)!).th} วันที่ ${inWords(on).th} จึงเร็วเกินไปสำหรับขั้นถัดไป`,
    },
    { argument: 'input.on', rule: 'STAGE_BEFORE_HISTORY' },
  );
}

/** @throws RULE_VIOLATED (ALREADY_DEPLOYED) */
export function checkNotDeployed(argument: string, deployments: readonly StoredDeployment[], cityId: string): void {
  const there = deployments.find((deployment) => deployment.cityId === cityId && deployment.stage !== 'STOPPED');
  if (!there) return;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `The solution is on file in this city already, as ${there.id}: move its stage.`,
      th: `มีข้อมูลการใช้งานในเมืองนี้อยู่แล้ว คือ ${there.id} โปรดเปลี่ยนขั้นของรายการนั้น`,
    },
    { argument, rule: 'ALREADY_DEPLOYED' },
  );
}

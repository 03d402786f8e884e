import { refusal } from '../../runtime/errors/errors.js';
import type { Confidence } from '../sources/confidence.js';

/**
 * Checks how well a fact that a client writes may count as supported: an officer's own word is MEDIUM at most.
 *
 * @param argument the path of the confidence in the input
 * @param isSourced whether the client names a source beside its own word
 * @throws RULE_VIOLATED (SOURCE_REQUIRED)
 */
export function checkConfidence(argument: string, confidence: Confidence, isSourced: boolean): void {
  if (confidence !== 'HIGH' || isSourced) return;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: 'Your own word is “Medium” at most: name a source for “High”.',
      th: 'ข้อมูลที่แจ้งเองมีความน่าเชื่อถือได้ไม่เกินระดับ “ปานกลาง” หากต้องการระดับ “สูง” โปรดระบุแหล่งข้อมูล',
    },
    { argument, rule: 'SOURCE_REQUIRED' },
  );
}

import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { CHALLENGE_NAMES } from '../../domain/vocabulary/challenge-names.js';
import { checkConfidence } from '../../domain/checks/check-confidence.js';
import { isAtLeast } from '../../domain/sources/confidence.js';
import { refusal } from '../../runtime/errors/errors.js';
import type { StoredChallengeFact } from '../city/city.model.js';

/**
 * The challenges of a city with one more, in the place of the same one that is supported less well.
 *
 * @param isSourced whether the city names a source beside its own word
 * @throws RULE_VIOLATED when it is on file already, or the city's own word is to count as HIGH
 */
export function withChallenge(
  challenges: readonly StoredChallengeFact[],
  declared: StoredChallengeFact,
  isSourced: boolean,
): StoredChallengeFact[] {
  const { code, confidence } = declared;
  checkConfidence('input.confidence', confidence, isSourced);
  const onFile = challenges.find((challenge) => challenge.code === code);
  const called = challengeName(code);
  if (onFile && isAtLeast(onFile.confidence, confidence))
    throw refusal(
      'RULE_VIOLATED',
      {
        en: `The challenge “${called.en}” is on file for the city already, as well supported.`,
        th: `เมืองนี้มีความท้าทาย “${called.th}” ในระบบอยู่แล้ว และมีความน่าเชื่อถือไม่น้อยกว่านี้`,
      },
      { argument: 'input.code', rule: 'CHALLENGE_ON_FILE' },
    );
  return onFile
    ? challenges.map((challenge) => (challenge === onFile ? declared : challenge))
    : [...challenges, declared];
}

/**
 * The challenges of a city without one that it takes back.
 *
 * @throws RULE_VIOLATED when the city has no such challenge on file
 */
export function withoutChallenge(challenges: readonly StoredChallengeFact[], code: string): StoredChallengeFact[] {
  const others = challenges.filter((challenge) => challenge.code !== code);
  const called = challengeName(code);
  if (others.length === challenges.length)
    throw refusal(
      'RULE_VIOLATED',
      {
        en: `The challenge “${called.en}” is not on file for the city, so there is nothing to withdraw.`,
        th: `เมืองนี้ไม่มีความท้าทาย “${called.th}” ในระบบ จึงไม่มีข้อมูลให้ถอน`,
      },
      { argument: 'input.code', rule: 'CHALLENGE_NOT_ON_FILE' },
    );
  return others;
}

/** One that was registered later is called by its code. */
function challengeName(code: string): LocalizedText {
  return CHALLENGE_NAMES[code] ?? { en: code, th: code };
}

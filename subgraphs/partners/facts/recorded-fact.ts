import { checkConfidence } from '../../domain/checks/check-confidence.js';
import { changedText, LONGEST_REASON } from '../../domain/checks/check-text.js';
import type { Confidence } from '../../domain/sources/confidence.js';
import { sourceOfWrite } from '../../domain/sources/source-of-write.js';
import type { SourceInput } from '../../domain/sources/source.input.js';
import type { Source } from '../../domain/sources/source.type.js';
import { THAILAND, today } from '../../domain/dates/today.js';
import type { Clock } from '../../runtime/clock.js';
import type { ActingParty } from './acting-party.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { LocalizedTextInput } from '../../domain/texts/localized-text.input.js';

/** What stands behind a fact that a client writes. */
export interface RecordedFact {
  source: Source;
  confidence: Confidence;
  note: LocalizedText | null;
  /** The day in Thailand on which it is written, `YYYY-MM-DD`. */
  today: string;
}

/**
 * Checks what stands behind a fact that a client writes.
 *
 * @param confidencePath where the confidence stands in the input
 * @throws BAD_USER_INPUT, or RULE_VIOLATED for HIGH confidence in a word without a source
 */
export function recordedFact(
  {
    note,
    confidence = 'MEDIUM',
    source,
  }: { note?: LocalizedTextInput | null; confidence?: Confidence; source?: SourceInput | null },
  { partyId }: ActingParty,
  clock: Clock,
  confidencePath = 'input.confidence',
): RecordedFact {
  checkConfidence(confidencePath, confidence, source != null);
  const day = today(clock, THAILAND);
  return {
    source: sourceOfWrite(source, partyId, day),
    confidence,
    note: changedText('input.note', LONGEST_REASON, note),
    today: day,
  };
}

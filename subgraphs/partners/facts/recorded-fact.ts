import { checkConfidence } from '../../facts/check-confidence.js';
import { checkText } from '../../facts/check-text.js';
import type { Confidence } from '../../facts/confidence.js';
import { sourceOfWrite } from '../../facts/source-of-write.js';
import type { SourceInput } from '../../facts/source.input.js';
import type { Source } from '../../facts/source.type.js';
import { thaiDay } from '../../facts/thai-day.js';
import type { Speaker } from './speaker.js';

const LONGEST_NOTE = 1_000;

/** What stands behind a fact that a client writes. */
export interface RecordedFact {
  source: Source;
  confidence: Confidence;
  note: string | null;
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
  }: { note?: string | null; confidence?: Confidence; source?: SourceInput | null },
  { speaker }: Speaker,
  at: Date,
  confidencePath = 'input.confidence',
): RecordedFact {
  checkConfidence(confidencePath, confidence, source != null);
  const today = thaiDay(at);
  return {
    source: sourceOfWrite(source, speaker, today),
    confidence,
    note: note == null ? null : checkText('input.note', LONGEST_NOTE, note),
    today,
  };
}

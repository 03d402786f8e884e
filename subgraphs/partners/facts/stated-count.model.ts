import type { StoredFact } from '../../domain/sources/resolve-sources.js';
import type { Confidence } from '../../domain/sources/confidence.js';
import { confidence, nested, partialDate, requiredNumber, requiredText, text } from '../../domain/mongoose-paths.js';

export interface StoredCount extends StoredFact {
  metric: string;
  value: number;
  asOf: string | null;
  conflictGroup: string | null;
  confidence: Confidence;
  note: string | null;
}

/** How a count that a source states is stored. */
export const storedCount = nested({
  metric: requiredText,
  value: requiredNumber,
  asOf: partialDate,
  conflictGroup: text,
  note: text,
  source: requiredText,
  confidence,
});

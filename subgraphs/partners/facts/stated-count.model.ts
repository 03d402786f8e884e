import type { StoredFact } from '../../domain/sources/resolve-sources.js';
import type { Confidence } from '../../domain/sources/confidence.js';
import {
  confidence,
  freeTextOrNull,
  nested,
  partialDate,
  requiredNumber,
  requiredText,
  text,
} from '../../domain/mongoose-paths.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';

export interface StoredCount extends StoredFact {
  metric: string;
  value: number;
  asOf: string | null;
  conflictGroup: string | null;
  confidence: Confidence;
  note: LocalizedText | null;
}

/** How a count that a source states is stored. */
export const storedCount = nested({
  metric: requiredText,
  value: requiredNumber,
  asOf: partialDate,
  conflictGroup: text,
  note: freeTextOrNull,
  source: requiredText,
  confidence,
});

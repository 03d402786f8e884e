import {
  confidence,
  localizedText,
  manyOf,
  nameOrigin,
  nested,
  oneOf,
  requiredText,
  sources,
  text,
} from '../facts/stored.js';
import { Dimension } from '../facts/dimension.js';
import type { Confidence } from '../facts/confidence.js';
import type { LocalizedText } from '../facts/localized-text.type.js';
import type { NameOrigin } from '../facts/name-origin.js';
import type { Source } from '../facts/source.type.js';
import { defineModel, type Stored } from '../runtime/model.js';
import { IndicatorLevel, IndicatorStandard } from './vocabulary.js';

/** A problem that cities share; its id is its code, `PUBLIC_SAFETY`. */
export interface StoredChallenge extends Stored {
  name: LocalizedText;
  nameThOrigin: NameOrigin | null;
  dimensions: Dimension[];
  description: LocalizedText;
  indicators: Array<{ standard: IndicatorStandard; code: string; level: IndicatorLevel; name: string | null }>;
  sources: Source[];
  confidence: Confidence;
}

export const challengeModel = defineModel<StoredChallenge>(
  'challenges',
  {
    name: localizedText,
    nameThOrigin: nameOrigin,
    dimensions: manyOf(Dimension),
    description: localizedText,
    indicators: [
      nested({ standard: oneOf(IndicatorStandard), code: requiredText, level: oneOf(IndicatorLevel), name: text }),
    ],
    sources,
    confidence,
  },
  { indexes: [[{ dimensions: 1, _id: 1 }]] },
);

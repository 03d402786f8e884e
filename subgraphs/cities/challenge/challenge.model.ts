import {
  confidence,
  freeTextOrNull,
  localizedText,
  manyOf,
  nameOrigin,
  nested,
  oneOf,
  requiredText,
  sources,
} from '../../domain/mongoose-paths.js';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import type { Confidence } from '../../domain/sources/confidence.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { NameOrigin } from '../../domain/vocabulary/name-origin.js';
import type { Source } from '../../domain/sources/source.type.js';
import { defineModel } from '../../runtime/database/model.js';
import type { Versioned } from '../../runtime/write/rows.js';
import { IndicatorLevel, IndicatorStandard } from '../vocabulary/vocabulary.js';

/** A problem that cities share; its id is its code, `PUBLIC_SAFETY`. */
export interface StoredChallenge extends Versioned {
  name: LocalizedText;
  nameThOrigin: NameOrigin | null;
  dimensions: Dimension[];
  description: LocalizedText;
  indicators: Array<{ standard: IndicatorStandard; code: string; level: IndicatorLevel; name: LocalizedText | null }>;
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
      nested({
        standard: oneOf(IndicatorStandard),
        code: requiredText,
        level: oneOf(IndicatorLevel),
        name: freeTextOrNull,
      }),
    ],
    sources,
    confidence,
  },
  {
    versioned: true,
    withdrawable: true,
    called: { en: 'challenge', th: 'ความท้าทาย' },
    indexes: [[{ dimensions: 1, _id: 1 }]],
  },
);

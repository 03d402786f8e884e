import {
  confidence,
  localizedText,
  manyOf,
  oneOfOrNull,
  partialDate,
  requiredNumber,
  requiredText,
  sources,
  text,
} from '../../domain/mongoose-paths.js';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import type { Confidence } from '../../domain/sources/confidence.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { standingOrNull, type StoredStanding } from '../../domain/standing/standing.js';
import type { Source } from '../../domain/sources/source.type.js';
import { defineModel } from '../../runtime/database/model.js';
import type { Versioned } from '../../runtime/write/rows.js';
import { PlanKind } from '../vocabulary/vocabulary.js';

export interface StoredPlan extends Versioned {
  cityId: string;
  /** Which process of the city it belongs to: 1, and one more each time the city applied again after it was revoked. */
  process: number;
  title: LocalizedText;
  kind: PlanKind | null;
  submittedOn: string | null;
  dimensions: Dimension[];
  source: string;
  titleThSource: string | null;
  sources: Source[];
  confidence: Confidence;
  /** WITHDRAWN for one that was never filed; null otherwise. */
  standing: StoredStanding | null;
}

/** Smart city plans, each of one city. */
export const planModel = defineModel<StoredPlan>(
  'plans',
  {
    cityId: requiredText,
    process: { ...requiredNumber, default: 1 },
    title: localizedText,
    kind: oneOfOrNull(PlanKind),
    submittedOn: partialDate,
    dimensions: manyOf(Dimension),
    source: requiredText,
    titleThSource: text,
    sources,
    confidence,
    standing: standingOrNull,
  },
  {
    called: { en: 'plan', th: 'แผน' },
    versioned: true,
    writers: ({ cityId }) => [['city-officer', cityId]],
    companion: { concerns: ({ cityId }) => [cityId] },
    indexes: [[{ cityId: 1, _id: 1 }], [{ dimensions: 1, _id: 1 }], [{ submittedOn: 1, _id: 1 }]],
  },
);

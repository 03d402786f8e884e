import {
  confidence,
  localizedText,
  manyOf,
  oneOfOrNull,
  partialDate,
  requiredText,
  sources,
  text,
} from '../facts/stored.js';
import { Dimension } from '../facts/dimension.js';
import type { Confidence } from '../facts/confidence.js';
import type { LocalizedText } from '../facts/localized-text.type.js';
import type { Source } from '../facts/source.type.js';
import { defineModel } from '../runtime/model.js';
import type { Versioned } from '../runtime/write/rows.js';
import { PlanKind } from './vocabulary.js';

export interface StoredPlan extends Versioned {
  cityId: string;
  title: LocalizedText;
  kind: PlanKind | null;
  submittedOn: string | null;
  dimensions: Dimension[];
  source: string;
  titleThSource: string | null;
  sources: Source[];
  confidence: Confidence;
}

/** Smart city plans, each of one city. */
export const planModel = defineModel<StoredPlan>(
  'plans',
  {
    cityId: requiredText,
    title: localizedText,
    kind: oneOfOrNull(PlanKind),
    submittedOn: partialDate,
    dimensions: manyOf(Dimension),
    source: requiredText,
    titleThSource: text,
    sources,
    confidence,
  },
  {
    versioned: true,
    timeline: { cities: ({ cityId }) => [cityId] },
    indexes: [[{ cityId: 1, _id: 1 }], [{ dimensions: 1, _id: 1 }], [{ submittedOn: 1, _id: 1 }]],
  },
);

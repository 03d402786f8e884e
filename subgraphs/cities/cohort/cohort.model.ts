import {
  confidence,
  freeTextOrNull,
  localizedText,
  nestedOrNull,
  partialDate,
  requiredNumber,
  requiredText,
  sources,
  text,
} from '../../domain/mongoose-paths.js';
import type { Confidence } from '../../domain/sources/confidence.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { Source } from '../../domain/sources/source.type.js';
import { defineModel } from '../../runtime/database/model.js';
import type { Versioned } from '../../runtime/write/rows.js';

export interface StoredCohort extends Versioned {
  programmeId: string;
  name: LocalizedText;
  joinedOn: string | null;
  sponsorPartnerId: string | null;
  statedSize: { value: number; source: string } | null;
  note: LocalizedText | null;
  source: string;
  sources: Source[];
  confidence: Confidence;
}

/** Groups of cities that joined a programme together. */
export const cohortModel = defineModel<StoredCohort>(
  'cohorts',
  {
    programmeId: requiredText,
    name: localizedText,
    joinedOn: partialDate,
    sponsorPartnerId: text,
    statedSize: nestedOrNull({ value: requiredNumber, source: requiredText }),
    note: freeTextOrNull,
    source: requiredText,
    sources,
    confidence,
  },
  {
    versioned: true,
    withdrawable: true,
    called: { en: 'cohort', th: 'กลุ่มเมือง' },
    indexes: [[{ programmeId: 1, _id: 1 }], [{ joinedOn: 1, _id: 1 }], [{ sponsorPartnerId: 1, _id: 1 }]],
  },
);

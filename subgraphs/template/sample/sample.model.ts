import { localizedText, partialDate, requiredText } from '../../domain/mongoose-paths.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { defineModel } from '../../runtime/database/model.js';
import type { Versioned } from '../../runtime/write/rows.js';

export interface StoredSample extends Versioned {
  name: LocalizedText;
  cityId: string;
  startedOn: string | null;
}

export const sampleModel = defineModel<StoredSample>(
  'samples',
  { name: localizedText, cityId: requiredText, startedOn: partialDate },
  {
    called: { en: 'sample', th: 'ตัวอย่าง' },
    versioned: true,
    writers: ({ cityId }) => [['city-officer', cityId]],
    named: true,
    companion: { concerns: ({ cityId }) => [cityId] },
    indexes: [[{ cityId: 1, _id: 1 }], [{ startedOn: 1, _id: 1 }]],
  },
);

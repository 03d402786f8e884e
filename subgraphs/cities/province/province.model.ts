import { localizedText } from '../../domain/mongoose-paths.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { defineModel, type Stored } from '../../runtime/database/model.js';

/** A province of Thailand; its id is the ISO 3166-2 code, `TH-95`. */
export interface StoredProvince extends Stored {
  name: LocalizedText;
}

export const provinceModel = defineModel<StoredProvince>(
  'provinces',
  { name: localizedText },
  {
    named: true,
    called: { en: 'province', th: 'จังหวัด' },
  },
);

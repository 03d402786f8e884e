import type { StoredFact } from '../facts/citing.js';
import type { Confidence } from '../facts/confidence.js';
import type { LocalizedText } from '../facts/localized-text.type.js';
import type { NameOrigin } from '../facts/name-origin.js';
import type { Source } from '../facts/source.type.js';
import { confidence, localizedText, nameOrigin, nested, oneOf, partialDate, requiredText, sources, text } from '../facts/stored.js';
import { defineModel, type Stored } from '../runtime/model.js';
import { english, thai } from '../runtime/order.js';
import { OfficeKind } from './vocabulary.js';

export interface StoredOffice extends StoredFact {
  organisationId: string | null;
  cityId: string | null;
  office: LocalizedText;
  /** Told by the English title when the office is stored, so that lists can be filtered by it. */
  kind: OfficeKind;
  from: string | null;
  to: string | null;
  asOf: string | null;
  asOfSource: string | null;
  confidence: Confidence;
}

export interface StoredQuote extends StoredFact {
  summary: LocalizedText;
  on: string | null;
  eventId: string | null;
  challenges: string[];
}

export interface StoredPerson extends Stored {
  name: LocalizedText;
  nameThOrigin: NameOrigin | null;
  aliases: string[];
  offices: StoredOffice[];
  quotes: StoredQuote[];
  sources: Source[];
  confidence: Confidence;
}

/** Public office holders and speakers: their public role and name only. */
export const personModel = defineModel<StoredPerson>(
  'people',
  {
    name: localizedText,
    nameThOrigin: nameOrigin,
    aliases: [String],
    offices: [
      nested({ organisationId: text, cityId: text, office: localizedText, kind: oneOf(OfficeKind), from: partialDate, to: partialDate, asOf: partialDate, asOfSource: text, source: requiredText, confidence }),
    ],
    quotes: [nested({ summary: localizedText, on: partialDate, eventId: text, challenges: [String], source: requiredText })],
    sources,
    confidence,
  },
  {
    indexes: [
      [{ 'name.en': 1, _id: 1 }, { name: 'name_en', collation: english }],
      [{ 'name.th': 1, _id: 1 }, { name: 'name_th', collation: thai }],
      [{ 'offices.cityId': 1, 'offices.kind': 1, _id: 1 }],
      [{ 'offices.organisationId': 1, _id: 1 }],
      [{ 'offices.kind': 1, _id: 1 }],
    ],
  },
);

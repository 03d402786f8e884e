import type { StoredFact } from '../../domain/sources/resolve-sources.js';
import type { Confidence } from '../../domain/sources/confidence.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { NameOrigin } from '../../domain/vocabulary/name-origin.js';
import type { Source } from '../../domain/sources/source.type.js';
import type { WebLink } from '../../domain/web-links/web-link.type.js';
import {
  confidence,
  localizedText,
  nameOrigin,
  nested,
  oneOf,
  partialDate,
  requiredText,
  searched,
  sources,
  text,
  webLinks,
} from '../../domain/mongoose-paths.js';
import { withGaps } from '../../domain/gaps/sync-gaps.js';
import { gapsOfPerson } from './person.gaps.js';
import { defineModel, derivePaths } from '../../runtime/database/model.js';
import { searchIndexes } from '../../runtime/search.js';
import type { Versioned } from '../../runtime/write/rows.js';
import { searchedNames } from '../../domain/texts/search-key.js';
import { OfficeKind } from '../vocabulary/vocabulary.js';

export interface StoredOffice extends StoredFact {
  /** Of an appointment that was written here; null for what sources tell, and for those of before there were ids. */
  id?: string | null;
  organisationId: string | null;
  cityId: string | null;
  office: LocalizedText;
  /** Told by the English title when the office is stored, so that lists can be filtered by it. */
  kind: OfficeKind;
  from: string | null;
  to: string | null;
  asOf: string | null;
  asOfSource: string | null;
  /** Whether a client appointed the holder here: such an office ends when the next one is appointed. */
  appointed?: boolean;
  /** The id of the appointment with which it ended; null when the holder left it, or it is open. */
  endedBy?: string | null;
  confidence: Confidence;
}

export interface StoredQuote extends StoredFact {
  summary: LocalizedText;
  on: string | null;
  eventId: string | null;
  challenges: string[];
}

export interface StoredPerson extends Versioned {
  name: LocalizedText;
  nameThOrigin: NameOrigin | null;
  aliases: string[];
  offices: StoredOffice[];
  /** Appointments that were taken back. */
  withdrawnOffices?: StoredOffice[];
  quotes: StoredQuote[];
  /** Absent in a record that was stored before there were links. */
  webLinks?: WebLink[];
  sources: Source[];
  confidence: Confidence;
}

const storedOffice = nested({
  id: text,
  organisationId: text,
  cityId: text,
  office: localizedText,
  kind: oneOf(OfficeKind),
  from: partialDate,
  to: partialDate,
  asOf: partialDate,
  asOfSource: text,
  appointed: { type: Boolean, default: false },
  endedBy: text,
  source: requiredText,
  confidence,
});

/** Public office holders and speakers: their public role and name only. */
export const personModel = derivePaths(
  defineModel<StoredPerson>(
    'people',
    {
      name: localizedText,
      nameThOrigin: nameOrigin,
      aliases: [String],
      offices: [storedOffice],
      withdrawnOffices: [storedOffice],
      quotes: [
        nested({ summary: localizedText, on: partialDate, eventId: text, challenges: [String], source: requiredText }),
      ],
      webLinks,
      sources,
      confidence,
      ...searched,
      officerOf: [String],
    },
    {
      called: { en: 'person', th: 'บุคคล' },
      versioned: true,
      writers: ({ offices, withdrawnOffices = [] }) =>
        [...offices, ...withdrawnOffices].map(({ cityId }) => ['city-officer', cityId]),
      named: true,
      companion: withGaps<StoredPerson>(
        {
          concerns: ({ offices, withdrawnOffices = [] }) =>
            [...offices, ...withdrawnOffices].flatMap(({ cityId, organisationId }) => cityId ?? organisationId ?? []),
        },
        'Person',
        gapsOfPerson,
      ),
      hidden: ['searchKeys', 'searchTails', 'similarKeys', 'officerOf'],
      indexes: [
        ...searchIndexes,
        [{ 'offices.cityId': 1, 'offices.kind': 1, _id: 1 }],
        [{ 'offices.cityId': 1, _id: 1 }],
        [{ 'offices.organisationId': 1, _id: 1 }],
        [{ 'offices.kind': 1, _id: 1 }],
        [{ 'sources.id': 1, _id: 1 }],
        // One Chief Smart City Officer a city among those appointed here, however many appoint at once.
        [{ officerOf: 1 }, { unique: true, partialFilterExpression: { officerOf: { $gt: '' } } }],
      ],
    },
  ),
  searchedNames,
);

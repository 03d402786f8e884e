import type { StoredFact } from '../../domain/sources/resolve-sources.js';
import type { Confidence } from '../../domain/sources/confidence.js';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { NameOrigin } from '../../domain/vocabulary/name-origin.js';
import type { Source } from '../../domain/sources/source.type.js';
import type { WebLink } from '../../domain/web-links/web-link.type.js';
import {
  confidence,
  freeTextOrNull,
  localizedText,
  nameOrigin,
  nested,
  oneOf,
  oneOfOrNull,
  partialDate,
  requiredNumber,
  requiredText,
  searched,
  sources,
  text,
  webLinks,
} from '../../domain/mongoose-paths.js';
import { withGaps } from '../../domain/gaps/sync-gaps.js';
import { gapsOfProgramme } from './programme.gaps.js';
import { defineModel, derivePaths } from '../../runtime/database/model.js';
import { searchIndexes } from '../../runtime/search.js';
import type { Versioned } from '../../runtime/write/rows.js';
import { searchedNames } from '../../domain/texts/search-key.js';
import { storedCount, type StoredCount } from '../facts/stated-count.model.js';
import { ElementRelation, PartnerKind, ProgrammeKind } from '../vocabulary/vocabulary.js';

export interface StoredTarget extends StoredFact {
  id: string;
  metric: string;
  value: number;
  byDate: string | null;
  statedByPersonId: string | null;
  statedByPartnerId: string | null;
  statedOn: string | null;
  conflictGroup: string | null;
  confidence: Confidence;
  note: LocalizedText | null;
}

export interface StoredClaim extends StoredFact {
  id: string;
  speakerPersonId: string | null;
  speakerPartnerId: string | null;
  text: LocalizedText;
  on: string | null;
  aboutPartnerId: string | null;
  aboutCityId: string | null;
  firstOfKind: PartnerKind | null;
  confidence: Confidence;
  note: LocalizedText | null;
}

export interface StoredProgramme extends Versioned {
  name: LocalizedText;
  nameThOrigin: NameOrigin | null;
  aliases: string[];
  kind: ProgrammeKind;
  ownerPartnerId: string | null;
  startedOn: string | null;
  endedOn: string | null;
  description: LocalizedText;
  benefits: LocalizedText[];
  elements: Array<{ article: LocalizedText; dimension: Dimension; relation: ElementRelation }>;
  targets: StoredTarget[];
  counts: StoredCount[];
  claims: StoredClaim[];
  /** Absent in a record that was stored before there were links. */
  webLinks?: WebLink[];
  sources: Source[];
  confidence: Confidence;
}

const cited = { source: requiredText, confidence };

/** Networks, programmes and policies, with the targets set and the claims made in them. */
export const programmeModel = derivePaths(
  defineModel<StoredProgramme>(
    'programmes',
    {
      name: localizedText,
      nameThOrigin: nameOrigin,
      aliases: [String],
      kind: oneOf(ProgrammeKind),
      ownerPartnerId: text,
      startedOn: partialDate,
      endedOn: partialDate,
      description: localizedText,
      benefits: [localizedText.type],
      elements: [nested({ article: localizedText, dimension: oneOf(Dimension), relation: oneOf(ElementRelation) })],
      targets: [
        nested({
          id: requiredText,
          metric: requiredText,
          value: requiredNumber,
          byDate: partialDate,
          statedByPersonId: text,
          statedByPartnerId: text,
          statedOn: partialDate,
          conflictGroup: text,
          note: freeTextOrNull,
          ...cited,
        }),
      ],
      counts: [storedCount],
      claims: [
        nested({
          id: requiredText,
          speakerPersonId: text,
          speakerPartnerId: text,
          text: localizedText,
          on: partialDate,
          aboutPartnerId: text,
          aboutCityId: text,
          firstOfKind: oneOfOrNull(PartnerKind),
          note: freeTextOrNull,
          ...cited,
        }),
      ],
      webLinks,
      sources,
      confidence,
      ...searched,
    },
    {
      called: { en: 'programme', th: 'โครงการ' },
      versioned: true,
      withdrawable: true,
      writers: ({ ownerPartnerId }) => [['partner-officer', ownerPartnerId]],
      companion: withGaps<StoredProgramme>(
        { concerns: ({ ownerPartnerId }) => (ownerPartnerId === null ? [] : [ownerPartnerId]) },
        'Programme',
        gapsOfProgramme,
      ),
      named: true,
      hidden: ['searchKeys', 'searchTails', 'similarKeys'],
      indexes: [
        ...searchIndexes,
        [{ startedOn: 1, _id: 1 }],
        [{ kind: 1, _id: 1 }],
        [{ ownerPartnerId: 1, _id: 1 }],
        [{ 'targets.id': 1 }],
        [{ 'claims.speakerPersonId': 1, _id: 1 }],
        [{ 'claims.speakerPartnerId': 1, _id: 1 }],
        [{ 'claims.aboutPartnerId': 1, _id: 1 }],
        [{ 'claims.aboutCityId': 1, _id: 1 }],
        [{ 'sources.id': 1, _id: 1 }],
      ],
    },
  ),
  searchedNames,
);

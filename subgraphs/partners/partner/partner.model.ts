import type { StoredFact } from '../../domain/sources/resolve-sources.js';
import type { Confidence } from '../../domain/sources/confidence.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { NameOrigin } from '../../domain/vocabulary/name-origin.js';
import type { Source } from '../../domain/sources/source.type.js';
import type { WebLink } from '../../domain/web-links/web-link.type.js';
import {
  confidence,
  freeTextOrNull,
  localizedText,
  manyOf,
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
import { gapsOfPartner } from './partner.gaps.js';
import { defineModel, derivePaths } from '../../runtime/database/model.js';
import { searchIndexes } from '../../runtime/search.js';
import type { Versioned } from '../../runtime/write/rows.js';
import { searchedNames } from '../../domain/texts/search-key.js';
import { Barrier, PartnerKind, PartnerRoleKind } from '../vocabulary/vocabulary.js';

export interface StoredRole extends StoredFact {
  programmeId: string;
  role: PartnerRoleKind;
  since: string | null;
  until: string | null;
  confidence: Confidence;
  note: LocalizedText | null;
}

export interface StoredPartner extends Versioned {
  name: LocalizedText;
  nameThOrigin: NameOrigin | null;
  aliases: string[];
  kind: PartnerKind;
  isUnit: boolean;
  countryCode: string | null;
  parentId: string | null;
  description: LocalizedText;
  foundedOn: string | null;
  closedOn: string | null;
  roles: StoredRole[];
  barriersTackled: Barrier[];
  note: LocalizedText | null;
  /** Absent in a record that was stored before there were links. */
  webLinks?: WebLink[];
  sources: Source[];
  confidence: Confidence;
}

/** Organisations and their units, with what they do in programmes. */
export const partnerModel = derivePaths(
  defineModel<StoredPartner>(
    'partners',
    {
      name: localizedText,
      nameThOrigin: nameOrigin,
      aliases: [String],
      kind: oneOf(PartnerKind),
      isUnit: { type: Boolean, required: true },
      countryCode: { ...text, match: /^[A-Z]{2}$/ },
      parentId: text,
      description: localizedText,
      foundedOn: partialDate,
      closedOn: partialDate,
      roles: [
        nested({
          programmeId: requiredText,
          role: oneOf(PartnerRoleKind),
          since: partialDate,
          until: partialDate,
          note: freeTextOrNull,
          source: requiredText,
          confidence,
        }),
      ],
      barriersTackled: manyOf(Barrier),
      note: freeTextOrNull,
      webLinks,
      sources,
      confidence,
      ...searched,
    },
    {
      called: { en: 'partner', th: 'พันธมิตร' },
      versioned: true,
      withdrawable: true,
      writers: ({ _id }) => [['partner-officer', _id]],
      companion: withGaps<StoredPartner>({ concerns: ({ _id }) => [_id] }, 'Partner', gapsOfPartner),
      named: true,
      hidden: ['searchKeys', 'searchTails', 'similarKeys'],
      indexes: [
        ...searchIndexes,
        [{ kind: 1, _id: 1 }],
        [{ countryCode: 1, _id: 1 }],
        [{ parentId: 1, _id: 1 }],
        [{ foundedOn: 1, _id: 1 }],
        [{ 'roles.programmeId': 1, 'roles.role': 1, _id: 1 }],
        [{ 'roles.programmeId': 1, _id: 1 }],
        [{ barriersTackled: 1, _id: 1 }],
        [{ 'sources.id': 1, _id: 1 }],
      ],
    },
  ),
  searchedNames,
);

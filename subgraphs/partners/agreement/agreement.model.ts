import type { StoredFact } from '../../domain/sources/resolve-sources.js';
import type { Confidence } from '../../domain/sources/confidence.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { NameOrigin } from '../../domain/vocabulary/name-origin.js';
import type { Source } from '../../domain/sources/source.type.js';
import {
  confidence,
  freeTextOrNull,
  localizedText,
  manyOf,
  nameOrigin,
  nested,
  nestedOrNull,
  oneOf,
  partialDate,
  requiredNumber,
  requiredText,
  searched,
  sources,
  text,
} from '../../domain/mongoose-paths.js';
import { withGaps } from '../../domain/gaps/sync-gaps.js';
import { gapsOfAgreement } from './agreement.gaps.js';
import { defineModel, derivePaths } from '../../runtime/database/model.js';
import { searchIndexes } from '../../runtime/search.js';
import type { Versioned } from '../../runtime/write/rows.js';
import { agreementTimeline } from './agreement.timeline.js';
import { searchedNames } from '../../domain/texts/search-key.js';
import { officerOf } from '../facts/party-rules.js';
import { storedParty, type StoredParty } from '../facts/party.model.js';
import { AgreementKind, AgreementStatus, Barrier } from '../vocabulary/vocabulary.js';

export interface StoredFundingValue extends StoredFact {
  value: number;
  currency: string;
  asOf: string | null;
  conflictGroup: string | null;
  confidence: Confidence;
  note: LocalizedText | null;
}

/** That one of the parties signed. */
export interface StoredSignature extends StoredFact {
  party: StoredParty;
  on: string;
  /** The role that said so, such as `city-officer:th-yala`. */
  by: string;
}

export interface StoredAgreement extends Versioned {
  name: LocalizedText;
  nameThOrigin: NameOrigin | null;
  kind: AgreementKind;
  parties: StoredParty[];
  /** Those of the parties that signed here; a status that sources tell needs none. */
  signatures?: StoredSignature[];
  /** The role that wrote it here; null for what was taken from a source. */
  writtenBy?: string | null;
  on: string | null;
  effectiveFrom: string | null;
  effectiveTo: string | null;
  status: AgreementStatus;
  statusOn: string | null;
  barriers: Barrier[];
  funding: { values: StoredFundingValue[]; fundedBy: LocalizedText | null } | null;
  programmeId: string | null;
  solutionId: string | null;
  occasionEventId: string | null;
  note: LocalizedText | null;
  sources: Source[];
  confidence: Confidence;
}

const fundingValue = nested({
  value: requiredNumber,
  currency: { ...requiredText, match: /^[A-Z]{3}$/ },
  asOf: partialDate,
  conflictGroup: text,
  note: freeTextOrNull,
  source: requiredText,
  confidence,
});

/** Agreements between cities and partners. */
export const agreementModel = derivePaths(
  defineModel<StoredAgreement>(
    'agreements',
    {
      name: localizedText,
      nameThOrigin: nameOrigin,
      kind: oneOf(AgreementKind),
      parties: [storedParty],
      writtenBy: text,
      signatures: [
        nested({
          party: { type: storedParty, required: true },
          on: partialDate,
          by: requiredText,
          source: requiredText,
        }),
      ],
      on: partialDate,
      effectiveFrom: partialDate,
      effectiveTo: partialDate,
      status: oneOf(AgreementStatus),
      statusOn: partialDate,
      barriers: manyOf(Barrier),
      funding: nestedOrNull({ values: [fundingValue], fundedBy: freeTextOrNull }),
      programmeId: text,
      solutionId: text,
      occasionEventId: text,
      note: freeTextOrNull,
      sources,
      confidence,
      ...searched,
    },
    {
      called: { en: 'agreement', th: 'ข้อตกลง' },
      versioned: true,
      withdrawable: true,
      writers: ({ parties }) => parties.map(officerOf),
      named: true,
      hidden: ['searchKeys', 'searchTails', 'similarKeys'],
      companion: withGaps<StoredAgreement>(agreementTimeline, 'Agreement', gapsOfAgreement),
      indexes: [
        ...searchIndexes,
        [{ on: 1, _id: 1 }],
        [{ kind: 1, _id: 1 }],
        [{ status: 1, _id: 1 }],
        [{ 'parties.cityId': 1, _id: 1 }],
        [{ 'parties.partnerId': 1, _id: 1 }],
        [{ programmeId: 1, _id: 1 }],
        [{ solutionId: 1, _id: 1 }],
        [{ occasionEventId: 1, _id: 1 }],
        [{ 'sources.id': 1, _id: 1 }],
        [{ effectiveTo: 1, _id: 1 }],
      ],
    },
  ),
  searchedNames,
);

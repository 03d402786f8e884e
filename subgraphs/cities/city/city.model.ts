import {
  confidence,
  freeText,
  freeTextOrNull,
  localizedText,
  manyOf,
  nameOrigin,
  nested,
  nestedOrNull,
  number,
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
import { Confidence } from '../../domain/sources/confidence.js';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import { standingOrNull, type StoredStanding } from '../../domain/standing/standing.js';
import type { StoredFact } from '../../domain/sources/resolve-sources.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { NameOrigin } from '../../domain/vocabulary/name-origin.js';
import type { Source } from '../../domain/sources/source.type.js';
import type { WebLink } from '../../domain/web-links/web-link.type.js';
import { defineModel } from '../../runtime/database/model.js';
import { searchIndexes } from '../../runtime/search.js';
import type { Versioned } from '../../runtime/write/rows.js';
import { cityTimeline } from './city.timeline.js';
import { CityLack } from './city-lack.js';
import { AreaKind, CityStatus, ListGroup, MembershipKind, SupportGroup } from '../vocabulary/vocabulary.js';
import { Region } from '../../domain/vocabulary/region.js';

interface StoredPopulation extends StoredFact {
  value: number;
  asOf: string | null;
  confidence: Confidence;
}

export interface StoredStatus extends StoredFact {
  /** Unique among the entries of the city, for corrections. */
  id: string;
  status: CityStatus;
  on: string | null;
  notAfter: string | null;
  body: string;
  confidence: Confidence;
  conflictGroup: string | null;
  note: LocalizedText | null;
}

export interface StoredMembership extends StoredFact {
  /** Unique among the memberships of the city, also those that do not count. */
  id: string;
  programmeId: string;
  kind: MembershipKind;
  cohortId: string | null;
  joinedOn: string | null;
  /** The first day on which it no longer belonged, `YYYY-MM-DD`. */
  leftOn: string | null;
  confidence: Confidence;
  note: LocalizedText | null;
  /** Null for what its source confirms. */
  standing: StoredStanding | null;
}

export interface StoredChallengeFact extends StoredFact {
  code: string;
  basis: LocalizedText;
  confidence: Confidence;
}

export interface StoredDimension extends StoredFact {
  dimension: Dimension;
  /** The plan that it comes from, null when it comes from elsewhere. */
  planId: string | null;
  confidence: Confidence;
}

export interface StoredCity extends Versioned {
  listGroup: ListGroup;
  name: LocalizedText;
  nameThOrigin: NameOrigin | null;
  aliases: string[];
  countryCode: string;
  provinceCode: string | null;
  region: Region;
  kind: AreaKind;
  kindConfidence: Confidence;
  location: (StoredFact & { lat: number; lon: number; confidence: Confidence; note: LocalizedText | null }) | null;
  geonamesId: number | null;
  population: (StoredPopulation & { conflictGroup: string | null; alternatives: StoredPopulation[] }) | null;
  candidate2019: (StoredFact & { no: number; name: string; supportGroup: SupportGroup; confidence: Confidence }) | null;
  statusHistory: StoredStatus[];
  /** The furthest status of any confidence, kept beside the history so that lists can be filtered by it. */
  furthestStatus: CityStatus | null;
  /** What nobody has put on file, kept like {@link furthestStatus}. */
  lacks: CityLack[];
  /** Those that count. */
  memberships: StoredMembership[];
  /** Those that are claimed, disputed or withdrawn. */
  claimedMemberships: StoredMembership[];
  dimensions: StoredDimension[];
  challenges: StoredChallengeFact[];
  leader:
    | (StoredFact & {
        personId: string;
        office: LocalizedText;
        since: string | null;
        asOf: string | null;
        asOfSource: string;
        confidence: Confidence;
      })
    | null;
  observations: Array<StoredFact & { code: string; value: number; unit: string; asOf: string; confidence: Confidence }>;
  successorIds: string[];
  note: LocalizedText | null;
  /** Absent in a record that was stored before there were links. */
  webLinks?: WebLink[];
  sources: Source[];
  confidence: Confidence;
}

const cited = { source: requiredText, confidence };
const population = { value: requiredNumber, asOf: partialDate, ...cited };

const membership = nested({
  id: requiredText,
  programmeId: requiredText,
  kind: oneOf(MembershipKind),
  cohortId: text,
  joinedOn: partialDate,
  leftOn: partialDate,
  note: freeTextOrNull,
  standing: standingOrNull,
  ...cited,
});

/** Cities and areas; also what they say of themselves: statuses, memberships, challenges. */
export const cityModel = defineModel<StoredCity>(
  'cities',
  {
    listGroup: oneOf(ListGroup),
    name: localizedText,
    nameThOrigin: nameOrigin,
    aliases: [String],
    countryCode: { ...requiredText, match: /^[A-Z]{2}$/ },
    provinceCode: text,
    region: oneOf(Region),
    kind: oneOf(AreaKind),
    kindConfidence: oneOf(Confidence),
    location: nestedOrNull({
      lat: { ...requiredNumber, min: -90, max: 90 },
      lon: { ...requiredNumber, min: -180, max: 180 },
      note: freeTextOrNull,
      ...cited,
    }),
    geonamesId: number,
    population: nestedOrNull({ ...population, conflictGroup: text, alternatives: [nested(population)] }),
    candidate2019: nestedOrNull({
      no: requiredNumber,
      name: requiredText,
      supportGroup: oneOf(SupportGroup),
      ...cited,
    }),
    statusHistory: [
      nested({
        id: requiredText,
        status: oneOf(CityStatus),
        on: partialDate,
        notAfter: partialDate,
        body: requiredText,
        conflictGroup: text,
        note: freeTextOrNull,
        ...cited,
      }),
    ],
    furthestStatus: oneOfOrNull(CityStatus),
    lacks: manyOf(CityLack),
    gapsBelow: manyOf(Confidence),
    gapCounts: nested({ LOW: number, MEDIUM: number, HIGH: number }),
    ...searched,
    memberships: [membership],
    claimedMemberships: [membership],
    dimensions: [nested({ dimension: oneOf(Dimension), planId: text, ...cited })],
    challenges: [nested({ code: requiredText, basis: freeText, ...cited })],
    leader: nestedOrNull({
      personId: requiredText,
      office: freeText,
      since: partialDate,
      asOf: partialDate,
      asOfSource: text,
      ...cited,
    }),
    observations: [
      nested({ code: requiredText, value: requiredNumber, unit: requiredText, asOf: partialDate, ...cited }),
    ],
    successorIds: [String],
    note: freeTextOrNull,
    webLinks,
    sources,
    confidence,
  },
  {
    called: { en: 'city', th: 'เมือง' },
    versioned: true,
    withdrawable: true,
    writers: ({ _id }) => [['city-officer', _id]],
    named: true,
    hidden: ['gapsBelow', 'gapCounts', 'searchKeys', 'searchTails', 'similarKeys'],
    companion: cityTimeline,
    indexes: [
      [{ 'population.value': -1, _id: -1 }],
      [{ 'memberships.cohortId': 1, _id: 1 }],
      [{ 'memberships.programmeId': 1, _id: 1 }],
      [{ 'challenges.code': 1, _id: 1 }],
      // All that peers are chosen by.
      [{ 'challenges.code': 1, region: 1, kind: 1, 'population.value': 1, _id: 1 }],
      [{ provinceCode: 1, _id: 1 }],
      [{ countryCode: 1, region: 1, _id: 1 }],
      [{ region: 1, _id: 1 }],
      [{ kind: 1, _id: 1 }],
      [{ furthestStatus: 1, _id: 1 }],
      [{ 'dimensions.dimension': 1, _id: 1 }],
      [{ 'statusHistory.status': 1, _id: 1 }],
      [{ listGroup: 1, _id: 1 }],
      [{ lacks: 1, _id: 1 }],
      [{ gapsBelow: 1, _id: 1 }],
      [{ 'sources.id': 1, _id: 1 }],
      [{ 'location.lat': 1, 'location.lon': 1, _id: 1 }],
      ...searchIndexes,
    ],
  },
);

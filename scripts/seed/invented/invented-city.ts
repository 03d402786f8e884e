import { cityDerived, citySearchPaths } from '../../../subgraphs/cities/city/city.derived.js';
import type { StoredCity, StoredStatus } from '../../../subgraphs/cities/city/city.model.js';
import { AreaKind, CityStatus, MembershipKind } from '../../../subgraphs/cities/vocabulary/vocabulary.js';
import type { Region } from '../../../subgraphs/domain/vocabulary/region.js';
import { Confidence } from '../../../subgraphs/domain/sources/confidence.js';
import { Dimension } from '../../../subgraphs/domain/vocabulary/dimension.js';
import { existingRecords } from './existing-records.js';
import { both, invented, source } from './facts.js';
import { inventedId } from './invented-id.js';
import { placeName } from './place-name.js';
import { randomOf, type Random } from './random.js';

/**
 * The invented city of an index, the same each time. It is in no cohort: the sizes of those stay what the sources say.
 */
export function inventedCity(index: number): StoredCity {
  const random = randomOf('city', index);
  const { provinces, challengeCodes, programmeIds } = existingRecords();
  const name = placeName(random, index);
  const province = random.pick(provinces);
  const fact = () => ({ source, confidence: random.pick(Object.values(Confidence)) });
  const statusHistory = history(random);
  const city = {
    _id: inventedId('city', index),
    listGroup: 'REFERENCE',
    name,
    nameThOrigin: invented.nameThOrigin,
    aliases: [`${name.en} Smart City`],
    countryCode: 'TH',
    provinceCode: province.code,
    region: province.region as Region,
    kind: random.pick(Object.values(AreaKind)),
    kindConfidence: 'LOW',
    location: { lat: 6 + random.int(0, 14_000) / 1_000, lon: 98 + random.int(0, 7_000) / 1_000, note: null, ...fact() },
    geonamesId: null,
    population: {
      value: random.int(2_000, 400_000),
      asOf: String(random.int(2015, 2025)),
      conflictGroup: null,
      alternatives: [],
      ...fact(),
    },
    candidate2019: null,
    statusHistory,
    memberships: random.some(programmeIds, random.int(1, 3)).map((programmeId, index) => ({
      id: `membership-${index + 1}`,
      programmeId,
      kind: random.pick(Object.values(MembershipKind)),
      cohortId: null,
      joinedOn: random.partialDate(2018, 2025),
      leftOn: null,
      note: null,
      standing: null,
      ...fact(),
    })),
    claimedMemberships: [],
    dimensions: random.some(Object.values(Dimension), random.int(1, 7)).map((dimension) => ({
      dimension,
      planId: null,
      ...fact(),
    })),
    challenges: random
      .some(challengeCodes, random.int(1, 5))
      .map((code) => ({ code, basis: both('invented', 'สมมติขึ้น'), ...fact() })),
    leader: {
      personId: inventedId('person', index),
      office: both('Mayor', 'นายกเทศมนตรี'),
      since: String(random.int(2012, 2024)),
      asOf: '2025',
      asOfSource: source,
      ...fact(),
    },
    observations: [
      { code: 'INVENTED_INDEX', value: random.int(300, 900) / 10, unit: 'PERCENT', asOf: '2025', ...fact() },
    ],
    successorIds: [],
    note: null,
    webLinks: [],
    sources: [...invented.sources],
    confidence: invented.confidence,
    version: 1,
  } satisfies Omit<StoredCity, 'furthestStatus' | 'lacks'>;
  return { ...city, ...cityDerived(city, true), ...citySearchPaths(city, {}) };
}

/** Some first steps of the process, a year or so apart. */
function history(random: Random): StoredStatus[] {
  const steps = Object.values(CityStatus).filter((status) => status !== 'REVOKED');
  const start = random.int(2018, 2020);
  return steps.slice(0, random.int(1, steps.length)).map((status, step) => ({
    id: `status-${step + 1}`,
    status,
    on: random.partialDate(start + step, start + step),
    notAfter: null,
    body: 'depa',
    source,
    confidence: random.pick(Object.values(Confidence)),
    conflictGroup: null,
    note: null,
  }));
}

import type { Model } from 'mongoose';
import type { Bucket } from '../../domain/bucket.type.js';
import { countryLabel } from '../../domain/texts/country-label.js';
import { labelsOf, type Vocabulary } from '../../domain/vocabulary/define-enum.js';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { Database } from '../../runtime/database/database.js';
import { countRows } from '../../runtime/database/count-rows.js';
import { foreignLabels } from '../../runtime/foreign/foreign-labels.js';
import { MAX_TIME_MS } from '../../runtime/database/loader.js';
import type { ModelDefinition, Stored } from '../../runtime/database/model.js';
import type { ForeignEntityClient } from '../../runtime/foreign/foreign-entity-client.js';
import { challengeModel } from '../challenge/challenge.model.js';
import type { CityGroup } from './city-group.js';
import { CityLack } from '../city/city-lack.js';
import { cityModel, type StoredCity } from '../city/city.model.js';
import { cohortModel } from '../cohort/cohort.model.js';
import type { CitiesContext } from '../loaders.js';
import { provinceModel } from '../province/province.model.js';
import { AreaKind, CityStatus, ListGroup, Region } from '../vocabulary/vocabulary.js';

interface Grouping {
  /** The aggregation expression of a city's keys, an array. */
  keys: object;
  /** The path of the key where a city has one at most. */
  single?: string;
  /** The closed vocabulary of the keys: each is a bucket, also without a city. */
  vocabulary?: Vocabulary;
  /** The records that are its keys: each is a bucket under its name. */
  named?: ModelDefinition<Stored & { name: LocalizedText }>;
  /** Where all its keys stand in an index: each is a bucket. */
  path?: string;
  /** How such keys are called. */
  label?: (owners: ForeignEntityClient, keys: readonly string[]) => (key: string) => Bucket['label'];
}

const one = (path: string) => ({
  single: path,
  keys: { $cond: [{ $in: [{ $type: `$${path}` }, ['missing', 'null']] }, [], [`$${path}`]] },
});
/** A city counts once, also where it names a key twice. */
const many = (path: string | object) => ({ $setDifference: [path, [null]] });
const current = {
  $filter: {
    input: '$memberships',
    as: 'membership',
    cond: { $eq: [{ $ifNull: ['$$membership.leftOn', null] }, null] },
  },
};

const GROUPINGS: Readonly<Record<CityGroup, Grouping>> = {
  REGION: { ...one('region'), vocabulary: Region },
  PROVINCE: { ...one('provinceCode'), named: provinceModel },
  COUNTRY: { ...one('countryCode'), path: 'countryCode', label: () => countryLabel },
  KIND: { ...one('kind'), vocabulary: AreaKind },
  LIST_GROUP: { ...one('listGroup'), vocabulary: ListGroup },
  FURTHEST_STATUS: { ...one('furthestStatus'), vocabulary: CityStatus },
  DIMENSION: { keys: many('$dimensions.dimension'), vocabulary: Dimension },
  CHALLENGE: { keys: many('$challenges.code'), named: challengeModel },
  PROGRAMME: {
    keys: many({ $map: { input: current, as: 'membership', in: '$$membership.programmeId' } }),
    path: 'memberships.programmeId',
    label: programmeLabels,
  },
  COHORT: { keys: many('$memberships.cohortId'), named: cohortModel },
  LACK: { keys: many('$lacks'), vocabulary: CityLack },
};

const NONE: LocalizedText = { en: 'None', th: 'ไม่มี' };
const ALL: LocalizedText = { en: 'All', th: 'ทั้งหมด' };

/** Records that a chart shows without any city. */
const MOST_NAMED = 1_000;

/**
 * Counts cities by a group: those of a vocabulary in its order, others by key, cities without any last. Every key that is
 * known is there, also without a city.
 *
 * @param filter a MongoDB filter made by us
 */
export async function cityStats(
  { database, owners }: Pick<CitiesContext, 'database' | 'owners'>,
  groupBy: CityGroup | null,
  filter: object,
): Promise<Bucket[]> {
  const cities = database.model(cityModel);
  if (groupBy === null) return [{ key: null, label: ALL, time: null, count: await countRows(cities, filter) }];
  const grouping = GROUPINGS[groupBy];
  const [counts, labels] = await Promise.all([
    countedBy(cities, grouping, filter),
    knownLabels(database, owners, grouping),
  ]);
  const bucket = (key: string | null, label: Bucket['label']): Bucket => ({
    key,
    label,
    time: null,
    count: counts.get(key) ?? 0,
  });
  // A record that is named by a city and not on file has no name at all.
  const unnamed = [...counts.keys()]
    .flatMap((key) =>
      key === null || labels.has(key) ? [] : [[key, { en: `Not on file (${key})`, th: `ไม่มีในระบบ (${key})` }] as const],
    )
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...[...labels, ...unnamed].map(([key, label]) => bucket(key, label)),
    ...(counts.has(null) ? [bucket(null, NONE)] : []),
  ];
}

/** Every key that is known, in order, with its label. */
async function knownLabels(
  database: Database,
  owners: ForeignEntityClient,
  { vocabulary, named, path, label }: Grouping,
): Promise<Map<string, Bucket['label']>> {
  if (vocabulary) return new Map(Object.entries(labelsOf(vocabulary)).map(([key, { en, th }]) => [key, { en, th }]));
  if (named) {
    const found = await database
      .model(named)
      .find({}, { name: 1 })
      .sort({ _id: 1 })
      .limit(MOST_NAMED)
      .maxTimeMS(MAX_TIME_MS)
      .lean<Array<{ _id: string; name: LocalizedText }>>();
    return new Map(found.map(({ _id, name }) => [_id, name]));
  }
  // A city without any stands in the index under null.
  const keys = ((await database.model(cityModel).distinct(path!).maxTimeMS(MAX_TIME_MS)) as Array<string | null>)
    .filter((key) => key !== null)
    .sort();
  const labelOf = label!(owners, keys);
  return new Map(keys.map((key) => [key, labelOf(key)]));
}

/** Programmes are the partners': their names come from there. */
function programmeLabels(owners: ForeignEntityClient, keys: readonly string[]): (key: string) => Bucket['label'] {
  const labelOf = foreignLabels(owners, 'Programme', keys);
  return (key) => () => labelOf(key);
}

/**
 * One aggregation that counts every city of the filter, so that it grows with them: of a whole collection it reads the
 * entries of an index where a city has one key, and the cities themselves where it may have several, as no index tells
 * which of its entries are of one city.
 */
async function countedBy(
  cities: Model<StoredCity>,
  { keys, single }: Grouping,
  filter: object,
): Promise<Map<string | null, number>> {
  const fromIndex =
    single !== undefined && Object.keys(filter).length === 0 ? [{ $sort: { [single]: 1 as const } }] : [];
  const groups = await cities
    .aggregate<{ _id: string | null; count: number }>([
      { $match: filter },
      ...fromIndex,
      { $project: { key: keys } },
      { $unwind: { path: '$key', preserveNullAndEmptyArrays: true } },
      { $group: { _id: { $ifNull: ['$key', null] }, count: { $sum: 1 } } },
    ])
    .option({ maxTimeMS: MAX_TIME_MS });
  return new Map(groups.map(({ _id, count }) => [_id, count]));
}

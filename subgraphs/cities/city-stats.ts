import mongoose, { type Model } from 'mongoose';
import type { Bucket } from '../facts/bucket.type.js';
import { labelsOf, type Vocabulary } from '../facts/define-enum.js';
import { Dimension } from '../facts/dimension.js';
import type { LocalizedText } from '../facts/localized-text.type.js';
import type { Database } from '../runtime/database.js';
import { MAX_TIME_MS } from '../runtime/loader.js';
import type { ModelDefinition, Stored } from '../runtime/model.js';
import { challengeModel } from './challenge.model.js';
import type { CityGroup } from './city-group.js';
import { CityLack } from './city-lack.js';
import { cityModel, type StoredCity } from './city.model.js';
import { cohortModel } from './cohort.model.js';
import { provinceModel } from './province.model.js';
import { AreaKind, CityStatus, ListGroup, Region } from './vocabulary.js';

interface Grouping {
  /** The aggregation expression of a city's keys, an array. */
  keys: object;
  /** The closed vocabulary of the keys: each is a bucket, also without a city. */
  vocabulary?: Vocabulary;
  /** The records whose names are the labels; without either a key is its own label. */
  named?: ModelDefinition<Stored & { name: LocalizedText }>;
}

const one = (path: string) => ({ $cond: [{ $in: [{ $type: path }, ['missing', 'null']] }, [], [path]] });
/** A city counts once, also where it names a key twice. */
const many = (path: string | object) => ({ $setDifference: [path, [null]] });
const current = { $filter: { input: '$memberships', as: 'membership', cond: { $eq: [{ $ifNull: ['$$membership.leftOn', null] }, null] } } };

const GROUPINGS: Readonly<Record<CityGroup, Grouping>> = {
  REGION: { keys: one('$region'), vocabulary: Region },
  PROVINCE: { keys: one('$provinceCode'), named: provinceModel },
  COUNTRY: { keys: one('$countryCode') },
  KIND: { keys: one('$kind'), vocabulary: AreaKind },
  LIST_GROUP: { keys: one('$listGroup'), vocabulary: ListGroup },
  FURTHEST_STATUS: { keys: one('$furthestStatus'), vocabulary: CityStatus },
  DIMENSION: { keys: many('$dimensions.dimension'), vocabulary: Dimension },
  CHALLENGE: { keys: many('$challenges.code'), named: challengeModel },
  PROGRAMME: { keys: many({ $map: { input: current, as: 'membership', in: '$$membership.programmeId' } }) },
  COHORT: { keys: many('$memberships.cohortId'), named: cohortModel },
  LACK: { keys: many('$lacks'), vocabulary: CityLack },
};

const NONE: LocalizedText = { en: 'None', th: 'ไม่มี' };
const ALL: LocalizedText = { en: 'All', th: 'ทั้งหมด' };

/**
 * Counts cities by a group: those of a vocabulary in its order, others by key, cities without any last.
 *
 * @param filter a MongoDB filter made by us
 */
export async function cityStats(database: Database, groupBy: CityGroup | null, filter: object): Promise<Bucket[]> {
  const cities = database.model(cityModel);
  if (groupBy === null) return [{ key: null, label: ALL, time: null, count: await cities.countDocuments(mongoose.trusted(filter) as never).maxTimeMS(MAX_TIME_MS) }];
  const { vocabulary, named, keys } = GROUPINGS[groupBy];
  const counts = await countedBy(cities, keys, filter);
  const labels = vocabulary ? labelsOf(vocabulary) : named ? await namesOf(database, named, [...counts.keys()]) : {};
  const shown = vocabulary ? Object.keys(vocabulary) : [...counts.keys()].filter((key) => key !== null).sort();
  const bucket = (key: string | null, label: LocalizedText): Bucket => ({ key, label, time: null, count: counts.get(key) ?? 0 });
  return [...shown.map((key) => bucket(key, textOf(labels[key]) ?? { en: key, th: key })), ...(counts.has(null) ? [bucket(null, NONE)] : [])];
}

async function countedBy(cities: Model<StoredCity>, keys: object, filter: object): Promise<Map<string | null, number>> {
  const groups = await cities
    .aggregate<{ _id: string | null; count: number }>([{ $match: filter }, { $project: { key: keys } }, { $unwind: { path: '$key', preserveNullAndEmptyArrays: true } }, { $group: { _id: { $ifNull: ['$key', null] }, count: { $sum: 1 } } }])
    .option({ maxTimeMS: MAX_TIME_MS });
  return new Map(groups.map(({ _id, count }) => [_id, count]));
}

async function namesOf(database: Database, definition: ModelDefinition<Stored & { name: LocalizedText }>, ids: ReadonlyArray<string | null>): Promise<Record<string, LocalizedText>> {
  const found = await database.model(definition).find({ _id: mongoose.trusted({ $in: ids.filter((id) => id !== null) }) } as never, { name: 1 }).maxTimeMS(MAX_TIME_MS).lean<Array<{ _id: string; name: LocalizedText }>>();
  return Object.fromEntries(found.map(({ _id, name }) => [_id, name]));
}

function textOf(label: LocalizedText | undefined): LocalizedText | undefined {
  return label && { en: label.en, th: label.th };
}

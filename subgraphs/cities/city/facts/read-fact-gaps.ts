import type { Confidence } from '../../../domain/sources/confidence.js';
import mongoose from 'mongoose';
import type { Database } from '../../../runtime/database/database.js';
import { aggregateRows, BATCH_SIZE, toRow } from '../../../runtime/database/loader.js';
import type { Row } from '../../../runtime/database/model.js';
import { betweenCursors, orderOfList } from '../../../runtime/lists/order.js';
import { mapPage, pageOfRows, type Page } from '../../../runtime/lists/page.js';
import { readSlice, type PageArgs } from '../../../runtime/lists/page-args.js';
import { cityModel, type StoredCity } from '../city.model.js';
import { weakFactsOf, type FlatFact } from './facts-of-city.js';

/** A weak fact as a row of a list: its id is that of its city and its place among the weak facts there. */
interface GapRow {
  _id: string;
  city: Row<StoredCity>;
  fact: FlatFact;
}

const byPlace = orderOfList('factGaps', { key: 'PLACE', path: '_id', direction: 1 });
/** Sorts like the number as long as a city has fewer weak facts than this many digits can count. */
const DIGITS = 6;
/** Sorts before everything an id is made of, so that the facts of one city stand together and in the order of ids. */
const SEPARATOR = '\u0001';

/**
 * A page of the weak facts of all cities, by city. Each city that is read has at least one, so that a page never reads
 * more cities than it has rows, wherever it stands.
 */
export async function readFactGaps(
  database: Database,
  below: Confidence,
  args: PageArgs,
): Promise<Page<{ city: Row<StoredCity>; fact: FlatFact }>> {
  const slice = readSlice(args);
  const between = betweenCursors(byPlace, slice).map(
    (condition) => (condition as { _id: Record<'$gt' | '$lt', string> })._id,
  );
  const rows: GapRow[] = [];
  const start = await findStart(database, below, slice.offset);
  const cursor = database
    .model(cityModel)
    .find(
      mongoose.trusted({ $and: [{ gapsBelow: below }, ...between.map(ofCities), ...start.conditions] }) as never,
      cityModel.fields,
    )
    .sort({ _id: slice.backward ? -1 : 1 })
    .limit(slice.size + 2)
    .batchSize(BATCH_SIZE);
  for (const document of await cursor.lean<StoredCity[]>()) {
    const city = toRow(document);
    const gaps = weakFactsOf(city, below).map((fact, place) => ({
      _id: `${city.id}${SEPARATOR}${String(place).padStart(DIGITS, '0')}`,
      city,
      fact,
    }));
    rows.push(
      ...(slice.backward ? gaps.reverse() : gaps).filter(({ _id }) => between.every((bound) => isWithin(bound, _id))),
    );
  }
  return mapPage(
    pageOfRows(rows.slice(start.skipped, start.skipped + slice.size + 1), byPlace, slice, () =>
      countGaps(database, below),
    ),
    ({ city, fact }) => ({ city, fact }),
  );
}

/**
 * Finds the city in which the row at an offset stands, by the numbers of weak facts that are kept of each city: whole
 * cities are read from there.
 *
 * @returns skipped: rows of that city that stand before
 */
async function findStart(
  database: Database,
  below: Confidence,
  offset: number,
): Promise<{ conditions: object[]; skipped: number }> {
  if (offset === 0) return { conditions: [], skipped: 0 };
  const counted = await database
    .model(cityModel)
    .find({ gapsBelow: below }, { [`gapCounts.${below}`]: 1 })
    .sort({ _id: 1 })
    .limit(offset + 1)
    .batchSize(BATCH_SIZE)
    .lean<Array<{ _id: string; gapCounts: Record<Confidence, number> }>>();
  let skipped = offset;
  for (const { _id, gapCounts } of counted) {
    if (skipped < gapCounts[below]) return { conditions: [{ _id: { $gte: _id } }], skipped };
    skipped -= gapCounts[below];
  }
  return { conditions: [{ _id: { $in: [] } }], skipped: 0 };
}

/** The cities that may have rows beyond a bound: also the one that the bound stands in. */
function ofCities(bound: { $gt?: string; $lt?: string }): object {
  const at = (row: string) => row.split(SEPARATOR)[0]!;
  return { _id: bound.$gt === undefined ? { $lte: at(bound.$lt!) } : { $gte: at(bound.$gt) } };
}

function isWithin({ $gt, $lt }: { $gt?: string; $lt?: string }, id: string): boolean {
  return ($gt === undefined || id > $gt) && ($lt === undefined || id < $lt);
}

async function countGaps(database: Database, below: Confidence): Promise<number> {
  const [sum] = await aggregateRows(
    database
      .model(cityModel)
      .aggregate<{ count: number }>([
        { $match: { gapsBelow: below } },
        { $group: { _id: null, count: { $sum: `$gapCounts.${below}` } } },
      ]),
  );
  return sum?.count ?? 0;
}

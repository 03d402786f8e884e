import type { Database } from '../runtime/database.js';
import type { Row } from '../runtime/model.js';
import { changeRow } from '../runtime/write/rows.js';
import type { Write } from '../runtime/write/write.js';
import { cityDerived } from './city-derived.js';
import { cityModel, type StoredCity } from './city.model.js';

/** What a write does to a city that it has read in the same transaction. */
export interface CityChange {
  city: Row<StoredCity>;
  /** The facts that change; the others stay. */
  facts: Partial<Pick<StoredCity, 'statusHistory' | 'memberships' | 'challenges' | 'sources'>>;
  /** Whether the city has a plan now, when that changes. */
  hasPlan?: boolean;
}

/**
 * Changes a city, and what is stored beside its facts with them.
 */
export function changeCity(
  database: Database,
  write: Write,
  { city, facts, hasPlan = !city.lacks.includes('PLAN') }: CityChange,
): Promise<Row<StoredCity>> {
  return changeRow(database, cityModel, write, {
    type: 'City',
    id: city.id,
    update: { $set: { ...facts, ...cityDerived({ ...city, ...facts }, hasPlan) } } as never,
  });
}

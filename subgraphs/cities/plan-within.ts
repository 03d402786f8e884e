import type { Database } from '../runtime/database.js';
import { toRow } from '../runtime/loader.js';
import type { Row } from '../runtime/model.js';
import type { Write } from '../runtime/write/write.js';
import { planModel, type StoredPlan } from './plan.model.js';

/** The plan of a city as a write finds it, null when there is none; of several the one with the last id, as in reading. */
export async function planWithin(
  database: Database,
  { session }: Write,
  cityId: string,
): Promise<Row<StoredPlan> | null> {
  const plan = await database
    .model(planModel)
    .findOne({ cityId }, planModel.fields)
    .sort({ _id: -1 })
    .session(session)
    .lean<StoredPlan>();
  return plan && toRow(plan);
}

import type DataLoader from 'dataloader';
import mongoose, { type Model } from 'mongoose';
import { createLoader, maxTimeMs, toRow } from '../../runtime/database/loader.js';
import type { Row } from '../../runtime/database/model.js';
import { planModel, type StoredPlan } from './plan.model.js';
import type { Database } from '../../runtime/database/database.js';
import type { Write } from '../../runtime/write/write.js';

/** The plan of a city: one `find` a tick; of several plans the one with the last id. */
export function planOfCityLoader(plans: Model<StoredPlan>): DataLoader<string, Row<StoredPlan> | null> {
  return createLoader(async (cityIds: readonly string[]) => {
    const found = await plans
      .find({ cityId: mongoose.trusted({ $in: [...cityIds] }) }, planModel.fields)
      .sort({ _id: 1 })
      .maxTimeMS(maxTimeMs())
      .lean<StoredPlan[]>();
    const byCity = new Map(found.map((plan) => [plan.cityId, toRow(plan)]));
    return cityIds.map((id) => byCity.get(id) ?? null);
  });
}

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

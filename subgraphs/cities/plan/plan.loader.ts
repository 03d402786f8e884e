import type DataLoader from 'dataloader';
import mongoose, { type Model } from 'mongoose';
import { createLoader, toRow } from '../../runtime/database/loader.js';
import type { Row } from '../../runtime/database/model.js';
import { planModel, type StoredPlan } from './plan.model.js';
import type { Database } from '../../runtime/database/database.js';
import type { Write } from '../../runtime/write/write.js';

/** Which plans are on file: all but those that were withdrawn. */
export const ON_FILE = { standing: null };

/** The plans of a city in the order of its processes: one `find` a tick. */
export function plansOfCityLoader(plans: Model<StoredPlan>): DataLoader<string, Row<StoredPlan>[]> {
  return createLoader(async (cityIds: readonly string[]) => {
    const found = await plans
      .find({ cityId: mongoose.trusted({ $in: [...cityIds] }), ...ON_FILE }, planModel.fields)
      .sort({ process: 1, _id: 1 })
      .lean<StoredPlan[]>();
    const rows = found.map(toRow);
    return cityIds.map((id) => rows.filter(({ cityId }) => cityId === id));
  });
}

/** The plan of one process of a city as a write finds it, null when none was filed, or it was withdrawn. */
export async function planWithin(
  database: Database,
  write: Write,
  cityId: string,
  process: number,
): Promise<Row<StoredPlan> | null> {
  const plan = await storedPlanWithin(database, write, cityId, process);
  return plan && plan.standing == null ? plan : null;
}

/** The same, also when it was withdrawn: its id is taken. */
export async function storedPlanWithin(
  database: Database,
  { session }: Write,
  cityId: string,
  process: number,
): Promise<Row<StoredPlan> | null> {
  // A plan that was stored before cities could apply again has no number.
  const plan = await database
    .model(planModel)
    .findOne(
      { cityId, process: process > 1 ? process : mongoose.trusted({ $in: [1, null] }) } as never,
      planModel.fields,
    )
    .sort({ process: 1, _id: -1 })
    .session(session)
    .lean<StoredPlan>();
  return plan && toRow(plan);
}

/** The latest plan that a city has on file as a write finds it, beside one that is withdrawn; null when there is none. */
export async function latestPlan(
  database: Database,
  { session }: Write,
  cityId: string,
  besides?: string,
): Promise<Row<StoredPlan> | null> {
  const other = besides === undefined ? {} : { _id: mongoose.trusted({ $ne: besides }) };
  const plan = await database
    .model(planModel)
    .findOne({ cityId, ...ON_FILE, ...other } as never, planModel.fields)
    .sort({ process: -1, _id: -1 })
    .session(session)
    .lean<StoredPlan>();
  return plan && toRow(plan);
}

/** The id of the plan of a process of a city: `plan-th-yala`, then `plan2-th-yala`. No two cities meet in one. */
export function planIdOf(cityId: string, process: number): string {
  return `plan${process === 1 ? '' : process}-${cityId}`;
}

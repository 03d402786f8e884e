import type DataLoader from 'dataloader';
import type { Model, PipelineStage } from 'mongoose';
import { aggregateRows, createLoader } from '../../runtime/database/loader.js';
import type { StoredCity } from '../city/city.model.js';
import { reachedFilter } from '../city/city.args.js';

/** Counts the areas designated by a day, `YYYY-MM-DD`: one aggregation a tick for all days asked for. */
export function designatedCountLoader(cities: Model<StoredCity>): DataLoader<string, number> {
  return createLoader(async (days: readonly string[]) => {
    const facets = Object.fromEntries(
      days.map((day, index) => [
        `day${index}`,
        [
          { $match: reachedFilter('DESIGNATED', { by: day }) },
          { $count: 'count' },
        ] as PipelineStage.FacetPipelineStage[],
      ]),
    );
    const [counts] = await aggregateRows(
      cities.aggregate<Record<string, Array<{ count: number }>>>([
        { $match: { 'statusHistory.status': 'DESIGNATED' } },
        { $facet: facets },
      ]),
    );
    return days.map((_day, index) => counts?.[`day${index}`]?.[0]?.count ?? 0);
  });
}

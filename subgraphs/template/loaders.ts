import { openCollection } from '../runtime/database/collection.js';
import type { Database } from '../runtime/database/database.js';
import { changeModel } from '../runtime/history/change.model.js';
import type { SubgraphContext } from '../runtime/subgraph.js';
import { sampleModel } from './sample/sample.model.js';

/** What one request reads from the database of the samples. */
export function samplesLoaders(database: Database) {
  return { samples: openCollection(database, sampleModel), changes: openCollection(database, changeModel) };
}

export type SamplesContext = SubgraphContext<ReturnType<typeof samplesLoaders>>;

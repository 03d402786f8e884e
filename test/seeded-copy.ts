import { setTimeout as sleep } from 'node:timers/promises';
import { seedSubgraph } from '../scripts/seed/seed-subgraph.js';
import { createIndexes } from '../subgraphs/runtime/database/create-indexes.js';
import { SCHEMA_VERSION, writeDatabaseState } from '../subgraphs/runtime/database/database-state.js';
import { openDatabase, type Database } from '../subgraphs/runtime/database/database.js';
import { defineModel, type Stored } from '../subgraphs/runtime/database/model.js';
import type { Subgraph } from '../subgraphs/runtime/subgraph.js';

/** The state of a template: the file that writes it first seeds the template, and the others wait until it is ready. */
const stateModel = defineModel<Stored & { isReady: boolean }>('template_state', {
  isReady: { type: Boolean, required: true },
});
const STATE_ID = 'state';
const DUPLICATE_KEY = 11000;

/**
 * Fills the empty database of a subgraph with what `seedSubgraph` gives. It is seeded once in a run of the tests, as a
 * template, and copied for each file: a copy takes a tenth of the time, because nothing is checked or derived again.
 *
 * @throws what seeding the template throws
 */
export async function copySeeded(database: Database, subgraph: Subgraph, uri: string): Promise<void> {
  const template = openDatabase({ uri, name: `template_${subgraph.name}_${process.env['TEST_RUN']}`, isPatient: true });
  try {
    await template.connected();
    await Promise.all([prepareTemplate(template, subgraph), createIndexes(database, subgraph)]);
    await Promise.all(
      subgraph.models.map(async (definition) => {
        const documents = await template.model(definition).collection.find({}).toArray();
        if (documents.length > 0) await database.model(definition).collection.insertMany(documents);
      }),
    );
    await writeDatabaseState(database, { schemaVersion: SCHEMA_VERSION, isSample: true });
  } finally {
    await template.close();
  }
}

async function prepareTemplate(template: Database, subgraph: Subgraph): Promise<void> {
  const states = template.model(stateModel);
  try {
    await states.create({ _id: STATE_ID, isReady: false });
  } catch (error) {
    if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error;
    while (!(await states.exists({ _id: STATE_ID, isReady: true }))) await sleep(50);
    return;
  }
  try {
    await seedSubgraph(template, subgraph, { reset: false });
    await states.updateOne({ _id: STATE_ID }, { isReady: true });
  } catch (error) {
    await template.drop(); // The next file tries again, and has the error itself.
    throw error;
  }
}

import mongoose from 'mongoose';
import { addGaps } from '../../../subgraphs/domain/gaps/sync-gaps.js';
import type { LocalizedText } from '../../../subgraphs/domain/texts/localized-text.type.js';
import { shownName } from '../../../subgraphs/domain/texts/shown-name.js';
import { addMoments } from '../../../subgraphs/domain/timeline/sync-timeline.js';
import { createIndexes } from '../../../subgraphs/runtime/database/create-indexes.js';
import type { Database } from '../../../subgraphs/runtime/database/database.js';
import { insertMissing } from '../../../subgraphs/runtime/database/insert-missing.js';
import type { ModelDefinition, Stored } from '../../../subgraphs/runtime/database/model.js';
import type { Subgraph } from '../../../subgraphs/runtime/subgraph.js';
import type { SeededCollection } from '../seed-subgraph.js';
import { inventedAgreement } from './invented-agreement.js';
import { inventedCity } from './invented-city.js';
import { EVENTS, inventedEvent } from './invented-event.js';
import { inventedPartner, PARTNERS } from './invented-partner.js';
import { inventedPerson } from './invented-person.js';
import { inventedPlan } from './invented-plan.js';
import { inventedSolution, SOLUTIONS } from './invented-solution.js';

/** Documents per insert; bounds memory and the size of one command. */
const BATCH = 1_000;
/** Batches on their way: while the database puts one in, the next is invented. */
const AT_ONCE = 3;
/** From so many new documents on it takes a third of the time to make the indexes anew, and they are half as large. */
const MANY = 20_000;

/** By collection: how many for each city, and the one of an index. */
const KINDS: Readonly<Record<string, { each: number; invent: (index: number) => Stored }>> = {
  cities: { each: 1, invent: inventedCity },
  plans: { each: 1, invent: inventedPlan },
  people: { each: 1, invent: inventedPerson },
  partners: { each: PARTNERS, invent: inventedPartner },
  solutions: { each: SOLUTIONS, invent: inventedSolution },
  agreements: { each: 1, invent: inventedAgreement },
  events: { each: EVENTS, invent: inventedEvent },
};

/**
 * Adds invented records to a subgraph, up to those of `cities` cities. What is there already stays as it is, so that
 * the same number adds nothing and an interrupted run goes on where it was. They are not checked against their models,
 * which would take ten times as long: a test does it.
 */
export async function growSubgraph(
  database: Database,
  subgraph: Subgraph,
  cities: number,
): Promise<SeededCollection[]> {
  const growing = subgraph.models.filter(({ name }) => KINDS[name]);
  const isRebuilt = await isMultiplied(database, growing, cities);
  if (isRebuilt) for (const definition of subgraph.models) await dropIndexes(database, definition);
  const grown: SeededCollection[] = [];
  for (const definition of growing) {
    const inserted = await grow(database, definition, cities);
    grown.push({ collection: definition.name, count: await database.model(definition).countDocuments(), inserted });
  }
  if (isRebuilt) await createIndexes(database, subgraph);
  return grown;
}

/** The invented document of an index, as it is stored: with what its model derives. */
export function inventedDocument(definition: ModelDefinition, index: number): Stored {
  const document = KINDS[definition.name]!.invent(index);
  const { name } = document as Stored & { name: LocalizedText };
  return { ...document, ...(definition.named && { shownName: shownName(name) }), ...definition.derive?.(document) };
}

async function grow(database: Database, definition: ModelDefinition, cities: number): Promise<number> {
  const { collection } = database.model(definition);
  const batches = batchesOf(cities * KINDS[definition.name]!.each);
  let inserted = 0;
  const work = async () => {
    for (const indexes of batches) {
      const documents = indexes.map((index) => inventedDocument(definition, index));
      const ids = documents.map(({ _id }) => _id);
      const found = await collection.find({ _id: { $in: ids } } as never, { projection: { _id: 1 } }).toArray();
      const present = new Set(found.map(({ _id }) => String(_id)));
      const missing = documents.filter(({ _id }) => !present.has(_id));
      // The documents last: one that is there has all that belongs to it.
      await Promise.all([addMoments(database, definition, missing), addGaps(database, definition, missing)]);
      await insertMissing(collection as never, missing);
      inserted += missing.length;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return inserted;
}

function* batchesOf(count: number): Generator<number[], undefined> {
  for (let start = 0; start < count; start += BATCH)
    yield Array.from({ length: Math.min(BATCH, count - start) }, (_, at) => start + at);
}

async function isMultiplied(database: Database, growing: readonly ModelDefinition[], cities: number): Promise<boolean> {
  const present = await Promise.all(growing.map((each) => database.model(each).estimatedDocumentCount()));
  const before = present.reduce((total, each) => total + each, 0);
  const after = growing.reduce((total, { name }) => total + cities * KINDS[name]!.each, 0);
  return after > MANY && after > 2 * before;
}

/** All but that of the ids. */
async function dropIndexes(database: Database, definition: ModelDefinition): Promise<void> {
  await database
    .model(definition)
    .collection.dropIndexes()
    .catch((error: unknown) => {
      const isMissing = error instanceof mongoose.mongo.MongoServerError && error.codeName === 'NamespaceNotFound';
      if (!isMissing) throw error;
    });
}

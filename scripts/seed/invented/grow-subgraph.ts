import type { Database } from '../../../subgraphs/runtime/database/database.js';
import type { Stored } from '../../../subgraphs/runtime/database/model.js';
import { addGaps } from '../../../subgraphs/domain/gaps/sync-gaps.js';
import { addMoments } from '../../../subgraphs/domain/timeline/sync-timeline.js';
import type { Subgraph } from '../../../subgraphs/runtime/subgraph.js';
import { checkDocument } from '../check-document.js';
import { fillShownNames } from '../fill-shown-names.js';
import type { SeededCollection } from '../seed-subgraph.js';
import { inventedAgreement } from './invented-agreement.js';
import { inventedCity } from './invented-city.js';
import { EVENTS, inventedEvent } from './invented-event.js';
import { INVENTED } from './invented-id.js';
import { inventedPartner, PARTNERS } from './invented-partner.js';
import { inventedPerson } from './invented-person.js';
import { inventedPlan } from './invented-plan.js';
import { inventedSolution, SOLUTIONS } from './invented-solution.js';

/** Documents per insert; bounds memory and the size of one command. */
const BATCH = 1_000;

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
 * the same number adds nothing and an interrupted run goes on where it was.
 *
 * @param isChecked whether each is checked against its model, which takes ten times as long as inventing and inserting
 *   it; what is not lacks what its model derives, but for what lists are ordered by
 * @throws when a document does not fit its model, naming id and path
 */
export async function growSubgraph(
  database: Database,
  subgraph: Subgraph,
  cities: number,
  { isChecked = true } = {},
): Promise<SeededCollection[]> {
  const grown: SeededCollection[] = [];
  for (const definition of subgraph.models) {
    const kind = KINDS[definition.name];
    if (!kind) continue;
    const model = database.model(definition);
    const present = new Set((await model.find({ _id: INVENTED }, { _id: 1 }).lean()).map(({ _id }) => String(_id)));
    let inserted = 0;
    for (let start = 0; start < cities * kind.each; start += BATCH) {
      const indexes = Array.from({ length: Math.min(BATCH, cities * kind.each - start) }, (_, at) => start + at);
      const missing = indexes.map(kind.invent).filter(({ _id }) => !present.has(_id));
      const checked = isChecked
        ? await Promise.all(missing.map((document) => checkDocument(model, document, 'invented')))
        : missing;
      if (checked.length > 0) await model.collection.insertMany(checked as never);
      await addMoments(database, definition, checked as Stored[]);
      await addGaps(database, definition, checked as Stored[]);
      inserted += checked.length;
    }
    if (!isChecked) await fillShownNames(database, definition);
    grown.push({ collection: definition.name, count: await model.countDocuments(), inserted });
  }
  return grown;
}

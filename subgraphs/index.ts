import { cities } from './cities/index.js';
import { partners } from './partners/index.js';
import { events } from './events/index.js';
import type { Subgraph } from './runtime/subgraph.js';

/** The subgraphs of this repository, in the order they are started. */
export const subgraphs = [cities, partners, events] as unknown as readonly Subgraph[];

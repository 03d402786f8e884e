import type { ResponsePath } from './entities-at.js';

/** A field that is null because the subgraph it comes from does not have the entity: nothing is wrong, and there is no error. */
export interface AbsentPlace {
  path: ResponsePath;
  service: string;
}

/**
 * Thrown by compiled code that meets a value it was not made for: a list in the place of an object, null where there
 * may be none, a field left out. It says nothing more, because it is not for telling: the whole answer is then worked
 * out again, slowly, from what the subgraphs sent (see {@link file://./replay.ts}).
 */
export const ANOMALY = Symbol('anomaly');

/** Gives up the compiled way. */
export function anomaly(): never {
  throw ANOMALY;
}

const FIRST = 4001;

/** The port of a subgraph of this repository when PORT is not set, by its index in `subgraphs/index.ts`. */
export function defaultPort(index: number): number {
  return FIRST + index;
}

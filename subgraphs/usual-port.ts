const FIRST = 4001;

/** Where a subgraph of this repository listens unless told otherwise, by its place in `subgraphs/index.ts`. */
export function usualPort(index: number): number {
  return FIRST + index;
}

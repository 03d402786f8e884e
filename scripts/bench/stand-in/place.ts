/** A subgraph that is stood in for, and the port on which that is done. */
export interface Place {
  /** The subgraph's name in the supergraph. */
  subgraph: string;
  /** The subgraph's. */
  url: string;
  port: number;
}

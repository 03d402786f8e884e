/** What an optional reference to another subgraph's entity is answered with: its key. */
export function stubOf(id: string | null): { id: string } | null {
  return id === null ? null : { id };
}

/** The name of the variable that holds a subgraph's address: `my-cities` gives `MY_CITIES_SUBGRAPH_URL`. */
export function urlVariable(subgraph: string): string {
  return `${subgraph.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_SUBGRAPH_URL`;
}

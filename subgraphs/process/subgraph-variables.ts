/** The name of the variable that holds a subgraph's address, or several: `my-cities` gives `MY_CITIES_SUBGRAPH_URL`. */
export function urlVariable(subgraph: string): string {
  return `${variablePrefix(subgraph)}_SUBGRAPH_URL`;
}

/** The addresses in the value of such a variable, which has commas between them. */
export function toAddresses(text: string): string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/** The name of the variable that holds where a subgraph takes subscriptions: `my-cities` gives `MY_CITIES_SUBSCRIPTION_URL`. */
export function subscriptionUrlVariable(subgraph: string): string {
  return `${variablePrefix(subgraph)}_SUBSCRIPTION_URL`;
}

/** The name of the variable that holds the key for calls from one subgraph to another: `cities` gives `CITIES_SUBGRAPH_KEY`. */
export function keyVariable(subgraph: string): string {
  return `${variablePrefix(subgraph)}_SUBGRAPH_KEY`;
}

/** The beginning of the names of the variables about a subgraph: `my-cities` gives `MY_CITIES`. */
export function variablePrefix(subgraph: string): string {
  return subgraph.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}

import type { RunningGateway } from '../gateway/start-gateway.js';
import type { WeatherGraph } from '../gateway/weather-graph.js';

/** Sends a query that the subgraph does not answer from now on, and disconnects when it has arrived there. */
export async function abandonRequest(
  gateway: RunningGateway,
  subgraph: Pick<WeatherGraph['stations'], 'behave'>,
  query: string,
): Promise<void> {
  const asked = new Promise<void>((resolve) => subgraph.behave(() => resolve()));
  const leaving = new AbortController();
  const answer = gateway.send('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    signal: leaving.signal,
  });
  await asked;
  leaving.abort();
  await answer.catch(() => undefined);
}

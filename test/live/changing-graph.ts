import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';

export interface ChangingGraph extends WeatherGraph {
  /** What the only station is called from now on. */
  rename(name: string): void;
  /** Requests to the subgraph. */
  readonly fetches: number;
  /** Lets later responses of the subgraph wait; returns what lets them go. */
  hold(): () => void;
}

/** Gives the only station of the graph. */
export const NAME = 'query Name @live { stations { name } }';

/** A graph whose only station changes its name. */
export async function startChangingGraph(): Promise<ChangingGraph> {
  const graph = await startWeatherGraph();
  let name = 'one';
  let held = Promise.resolve();
  graph.stations.behave((_request, response, honest) => {
    void held.then(async () => {
      const { data, errors } = await honest();
      const stations = data?.['stations'] ? { stations: [{ name }] } : {};
      const result = { data: data && { ...data, ...stations }, ...(errors && { errors }) };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
    });
  });
  return {
    ...graph,
    rename: (next) => void (name = next),
    get fetches() {
      return graph.stations.received.length;
    },
    hold() {
      let release = () => {};
      held = new Promise((resolve) => (release = resolve));
      return () => release();
    },
  };
}

/** The result with a station of that name. */
export const named = (name: string) => ({ data: { stations: [{ name }] } });

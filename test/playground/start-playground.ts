import { cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fetchPlayground } from '../../scripts/playground/fetch-playground.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';

export interface RunningPlayground {
  graph: WeatherGraph;
  gateway: RunningGateway;
  close(): Promise<void>;
}

/** Runs the gateway with its playground in front of the weather graph, with the examples of `test/browser/examples`. */
export async function startPlayground(env: Record<string, string> = {}): Promise<RunningPlayground> {
  const fetched = await fetchPlayground({ folder: '.citylink/playground', report: (line) => console.log(line) });
  if (!fetched.ok) throw new Error(`There is no playground to test: ${fetched.reason}`);
  const graph = await startWeatherGraph();
  await cp('test/browser/examples', join(dirname(graph.supergraphFile), 'operations'), { recursive: true });
  const gateway = await startGateway({ PLAYGROUND: 'on', SUPERGRAPH_FILE: graph.supergraphFile, ...env });
  return {
    graph,
    gateway,
    async close() {
      await gateway.close();
      await graph.close();
    },
  };
}

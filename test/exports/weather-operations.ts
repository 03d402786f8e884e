import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';

/** Starts the weather graph with named operations beside its supergraph, texts by the names of their files. */
export async function startNamedWeather(operations: Readonly<Record<string, string>>): Promise<WeatherGraph> {
  const graph = await startWeatherGraph();
  const folder = join(dirname(graph.supergraphFile), 'operations');
  await mkdir(folder);
  for (const [name, text] of Object.entries(operations)) await writeFile(join(folder, name), text);
  return graph;
}

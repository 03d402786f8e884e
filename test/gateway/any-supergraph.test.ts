import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGateway, type RunningGateway } from './start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from './weather-graph.js';

let graph: WeatherGraph;
let gateway: RunningGateway;

beforeAll(async () => {
  graph = await startWeatherGraph();
  gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile });
});

afterAll(async () => {
  await gateway?.close();
  await graph?.close();
});

test('a gateway without our subgraphs serves a Federation 2 supergraph', async () => {
  const { status, body } = await gateway.query(
    '{ stations { name latest { celsius } comfort } hottest { station { name } } }',
  );
  expect(body).toEqual({
    data: {
      stations: [
        { name: 'North', latest: { celsius: 11.5 }, comfort: 'cool' },
        { name: 'ใต้', latest: { celsius: 33 }, comfort: 'warm' },
      ],
      hottest: { station: { name: 'ใต้' } },
    },
  });
  expect(status).toBe(200);
});

/** Starts a gateway with the supergraph after a change, and gives the message with which it fails. */
async function refusalOf(change: (sdl: string) => string, env: Record<string, string> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'changed-supergraph-'));
  const file = join(folder, 'supergraph.graphql');
  const sdl = await readFile(graph.supergraphFile, 'utf8');
  const changed = change(sdl);
  expect(changed).not.toBe(sdl);
  await writeFile(file, changed);
  try {
    const started = await startGateway({ SUPERGRAPH_FILE: file, ...env });
    await started.close();
    return 'started';
  } catch (error) {
    return (error as Error).message;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const withFromContext = (sdl: string) =>
  sdl.replace(
    /(comfort: \w+!? @join__field\(graph: \w+)/,
    '$1, contextArguments: [{ context: "readings__c", name: "unit", type: "String", selection: "{ name }" }]',
  );
// Hive Router's parser knows no descriptions of a schema.
const withDescription = (sdl: string) => sdl.replace(/^schema/m, '"""All."""\nschema');

test('a supergraph with @fromContext is refused at the start, with the name of the field', async () => {
  expect(await refusalOf(withFromContext)).toMatch(
    /^The supergraph file .+ cannot be used\. It uses @fromContext, for Station\.comfort, which this gateway does not support/,
  );
});

test('PLANNER=hive where the planner of Hive Router does not run ends the start with one sentence', async () => {
  expect(await refusalOf(withDescription, { PLANNER: 'hive' })).toMatch(
    /^PLANNER=hive cannot be used: the query planner does not run on this machine, or not with this supergraph \([^\n]+\)\. Set PLANNER=auto or PLANNER=apollo\.$/,
  );
});

test('with PLANNER=auto the same supergraph is served', async () => {
  expect(await refusalOf(withDescription)).toBe('started');
});

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { FastifyBaseLogger } from 'fastify';
import { pino } from 'pino';
import { readUsage } from '../../../scripts/schema/usage/read-usage.js';
import { createUsageStore } from '../../../gateway/usage/usage-store.js';
import { startGateway } from '../start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from '../weather-graph.js';

let graph: WeatherGraph;
let folder: string;
beforeAll(async () => {
  graph = await startWeatherGraph();
});
afterAll(() => graph.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usage-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const start = (usageFolder = folder, log?: FastifyBaseLogger) =>
  startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, USAGE: 'on', USAGE_FOLDER: usageFolder }, log ? { log } : {});

describe('the record of usage', () => {
  test('has the operations that were sent, by client, and nothing of their values', async () => {
    const gateway = await start();
    const query = 'query OneStation($id: ID!) { mine: station(id: $id) { name readings(first: 7) { celsius } } }';
    await gateway.query(query, { id: 'north' }, { 'apollographql-client-name': 'dashboard' });
    await gateway.query(query, { id: 'south' }, { 'graphql-client-name': 'dashboard' });
    await gateway.query(query, { id: 'south' }, { 'graphql-client-name': 'app', 'graphql-client-version': '2.1' });
    await gateway.send('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query,
        variables: { id: 'north' },
        extensions: { clientLibrary: { name: 'lib', version: '4' } },
      }),
    });
    await gateway.close();

    const { operations } = await readUsage([folder]);
    expect(operations).toMatchObject([
      {
        name: 'OneStation',
        count: 4,
        document: 'query OneStation($id: ID!) { station(id: $id) { name readings(first: 0) { celsius } } }',
        fields: ['Query.station', 'Reading.celsius', 'Station.name', 'Station.readings'],
        arguments: ['Query.station(id:)', 'Station.readings(first:)'],
        clients: [
          { name: 'dashboard', version: '', count: 2 },
          { name: 'app', version: '2.1', count: 1 },
          { name: 'lib', version: '4', count: 1 },
        ],
      },
    ]);
    const [file, ...others] = await readdir(folder);
    expect(others).toEqual([]);
    expect(await readFile(join(folder, file!), 'utf8')).not.toMatch(/north|south|mine|first: 7/);
  });

  test('is continued by the next gateway of the machine and the port', async () => {
    for (let time = 0; time < 2; time += 1) {
      const gateway = await start();
      await gateway.query('{ stations { id } }');
      await gateway.close();
    }
    expect((await readUsage([folder])).operations).toMatchObject([{ count: 2 }]);
  });

  test('has operations that failed at a subgraph; not refused documents, nor introspection', async () => {
    const gateway = await start();
    expect((await gateway.query('query Failing { trouble(kind: "any") }')).body.errors).toHaveLength(1);
    for (const refused of ['{ nothing }', '{', '{ __schema { queryType { name } } }', '{ __typename }'])
      await gateway.query(refused);
    await gateway.close();
    expect((await readUsage([folder])).operations.map(({ name }) => name)).toEqual(['Failing']);
  });

  test('in a folder that cannot be written costs no request, is logged once, and goes on when it can', async () => {
    const path = join(folder, 'inner');
    await writeFile(path, '');
    const lines: string[] = [];
    const gateway = await start(path, pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) }));
    expect((await gateway.query('{ stations { id } }')).body.data.stations).toHaveLength(2);
    await gateway.close();
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
      'The record of usage cannot be written: requests go on',
    ]);

    const store = createUsageStore(path, 'here', { warn: () => void lines.push('again') });
    await store.write('1');
    await store.write('2');
    await rm(path);
    await store.write('3');
    expect(lines.slice(1)).toEqual(['again']);
    expect(await readFile(join(path, 'here.json'), 'utf8')).toBe('3');
  });

  test('that no gateway wrote is logged and begins anew', async () => {
    await writeFile(join(folder, 'here.json'), '{}');
    const lines: string[] = [];
    expect(
      await createUsageStore(folder, 'here', { warn: (_details, message) => void lines.push(message) }).read(),
    ).toBe(undefined);
    expect(lines).toEqual(['The record of usage cannot be read: it begins anew']);
  });
});

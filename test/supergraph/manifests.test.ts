import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { readPersistedDocuments } from '../../gateway/documents/persisted-documents.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { until } from '../gateway/until.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';

const CODEGEN = 'query Codegen { hottest { celsius } }';
const RELAY = 'query Relay {\n  hottest {\n    celsius\n  }\n}\n';
const APOLLO = 'query Apollo {\n  hottest {\n    celsius\n  }\n}';
const hash = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex');

/** As the tools write them. */
const FILES = {
  'codegen.json': { [hash('sha1', CODEGEN)]: CODEGEN },
  'relay.json': { [hash('md5', RELAY)]: RELAY },
  'apollo.json': {
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: [{ id: 'an-id-of-ours', name: 'Apollo', type: 'query', body: APOLLO }],
  },
  'other.json': [1, 2],
  'welcome.variables.json': { id: 'x' },
  'outdated.json': { outdated: 'query Outdated { hottest { kelvin } }' },
};

const logged: { file?: string; msg: string; reason?: string }[] = [];

let graph: WeatherGraph;
let gateway: RunningGateway;

beforeAll(async () => {
  graph = await startWeatherGraph();
  const folder = join(dirname(graph.supergraphFile), 'operations');
  await mkdir(folder);
  for (const [name, json] of Object.entries(FILES)) await writeFile(join(folder, name), JSON.stringify(json));
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, PERSISTED_ONLY: 'on' }, { log });
});

afterAll(async () => {
  await gateway?.close();
  await graph?.close();
});

const post = (body: object) =>
  gateway.send('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

test.each([
  { tool: 'graphql-codegen', id: hash('sha1', CODEGEN), text: CODEGEN },
  { tool: 'Relay', id: hash('md5', RELAY), text: RELAY },
  { tool: 'Apollo', id: 'an-id-of-ours', text: APOLLO },
])(
  'a document of a manifest of $tool runs by the id that it has there, by its own hash and by its text',
  async ({ id, text }) => {
    const expected = { status: 200, body: { data: { hottest: { celsius: 33 } } } };
    expect(await post({ documentId: id })).toMatchObject(expected);
    expect(await post({ extensions: { persistedQuery: { version: 1, sha256Hash: id } } })).toMatchObject(expected);
    expect(await post({ documentId: `sha256:${hash('sha256', text.trimEnd())}` })).toMatchObject(expected);
    expect(await post({ query: text })).toMatchObject(expected);
    expect(await post({ query: text, extensions: { persistedQuery: { version: 1, sha256Hash: id } } })).toMatchObject(
      expected,
    );
  },
);

test('an id of a manifest with another text is refused', async () => {
  const body = { query: CODEGEN, extensions: { persistedQuery: { version: 1, sha256Hash: 'an-id-of-ours' } } };
  expect((await post(body)).status).toBe(400);
});

test('what is in no manifest is refused', async () => {
  expect((await post({ documentId: 'another-id' })).body.errors[0].extensions.code).toBe('PERSISTED_DOCUMENTS_ONLY');
  expect((await post({ query: '{ stations { id } }' })).status).toBe(403);
});

test('the log names the file that is no manifest, and the file of a document that does not fit the schema', async () => {
  await until(
    () => logged,
    (lines) => lines.some(({ reason }) => reason !== undefined),
  );
  expect(logged).toContainEqual(
    expect.objectContaining({
      file: 'operations/other.json',
      msg: expect.stringMatching(/^It is no manifest of persisted documents, so that its documents are not known: /),
    }),
  );
  expect(logged).toContainEqual(
    expect.objectContaining({
      file: 'operations/outdated.json',
      msg: 'A persisted document could not be prepared',
      reason: expect.stringContaining('kelvin'),
    }),
  );
});

// apollographql/apollo-ios#3270: a client would run the document of another operation.
test('an id of two documents stands for neither', () => {
  const file = (name: string, json: object) => ({ name, text: JSON.stringify(json) });
  const problems: string[] = [];
  const { texts, byId } = readPersistedDocuments(
    [file('web.json', { one: CODEGEN, two: RELAY }), file('phone.json', { one: APOLLO, two: RELAY.trimEnd() })],
    ({ file: name, message }) => problems.push(`${name}: ${message}`),
  );
  expect([...byId.keys()]).toEqual(['two']);
  expect(texts).toEqual([CODEGEN, RELAY.trimEnd(), APOLLO]);
  expect(problems).toEqual(['web.json: The id one has two documents in the manifests: no document is known by it']);
});

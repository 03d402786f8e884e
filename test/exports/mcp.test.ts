import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { buildSchema, parse, type OperationDefinitionNode } from 'graphql';
import { variablesOfArguments } from '../../gateway/mcp/variables-of-arguments.js';
import { AUDIENCE, bearer, ISSUER, keyFile, newKeys, tokenOf } from '../auth/tokens.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import type { WeatherGraph } from '../gateway/weather-graph.js';
import { startNamedWeather } from './weather-operations.js';

let graph: WeatherGraph;
let gateway: RunningGateway;
const keys = newKeys();
let key: Awaited<ReturnType<typeof keyFile>>;

beforeAll(async () => {
  key = await keyFile(keys);
  graph = await startNamedWeather({
    'tour.graphql':
      '# Stations in an order.\n# สถานีตามลำดับ\nquery Tour($ids: [ID!]!, $first: Int! = 1) { tour(ids: $ids) { name readings(first: $first) { celsius } } }',
    'tour.variables.json': '{ "ids": ["south"] }',
    'rename.graphql': 'mutation Rename($id: ID!) { rename(id: $id, name: "Nord") { name } }',
    'trouble.graphql': 'query Trouble { trouble(kind: "deliberate") }',
  });
  gateway = await startGateway({
    SUPERGRAPH_FILE: graph.supergraphFile,
    PERSISTED_ONLY: 'on',
    AUTH_PUBLIC_KEY_FILE: key.file,
    AUTH_ISSUER: ISSUER,
    AUTH_AUDIENCE: AUDIENCE,
  });
});
afterAll(async () => {
  await gateway?.close();
  await graph?.close();
  await key?.remove();
});

/** Runs something with the client of the official library. */
async function withClient<T>(headers: Record<string, string>, run: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(
    // The library's own interface does not allow what its class has, with exact optional properties.
    new StreamableHTTPClientTransport(new URL(`${gateway.url}/mcp`), { requestInit: { headers } }) as never,
  );
  try {
    return await run(client);
  } finally {
    await client.close();
  }
}

const textOf = (result: unknown) => JSON.parse((result as { content: { text: string }[] }).content[0]!.text);

test('an assistant finds the named queries with their descriptions and the schemas of their variables', async () => {
  const { tools } = await withClient({}, (client) => client.listTools());
  expect(tools.map(({ name }) => name)).toEqual(['tour', 'trouble']);
  expect(tools[0]).toEqual({
    name: 'tour',
    title: 'Tour',
    description: 'Stations in an order.',
    inputSchema: {
      type: 'object',
      properties: {
        ids: { type: 'array', items: { type: 'string' } },
        first: { type: 'integer', default: 1 },
      },
      required: ['ids'],
      additionalProperties: false,
      examples: [{ ids: ['south'] }],
    },
    annotations: { readOnlyHint: true, destructiveHint: false, openWorldHint: false },
  });
  const thai = await withClient({ 'accept-language': 'th' }, (client) => client.listTools());
  expect(thai.tools[0]!.description).toBe('สถานีตามลำดับ');
});

test('a call gives the result of the graph, also where only persisted documents run', async () => {
  const result = await withClient({}, (client) => client.callTool({ name: 'tour', arguments: { ids: ['south'] } }));
  expect(result.isError).toBe(false);
  expect(textOf(result)).toEqual({ data: { tour: [{ name: 'ใต้', readings: [{ celsius: 33 }] }] } });
});

test('a call with a wrong variable, or without any data, is an error that the assistant reads', async () => {
  await withClient({}, async (client) => {
    const wrong = await client.callTool({ name: 'tour', arguments: { ids: [1.5] } });
    expect([wrong.isError, textOf(wrong).errors[0].extensions.code]).toEqual([true, 'BAD_USER_INPUT']);
    const failed = await client.callTool({ name: 'trouble' });
    expect([failed.isError, textOf(failed).errors[0].extensions.code]).toEqual([true, 'NOT_FOUND']);
    await expect(client.callTool({ name: 'none' })).rejects.toThrow('There is no tool "none"');
  });
});

test.each<[string, Record<string, unknown>]>([
  ['a list as a text', { ids: '["south"]' }],
  ['one element of a list', { ids: 'south' }],
  ['a number as a text', { ids: ['south'], first: '1' }],
  ['null for what has a default', { ids: ['south'], first: null }],
])('a call is understood that gives %s', async (_name, given) => {
  const result = await withClient({}, (client) => client.callTool({ name: 'tour', arguments: given }));
  expect(textOf(result)).toEqual({ data: { tour: [{ name: 'ใต้', readings: [{ celsius: 33 }] }] } });
});

test('an argument that the tool does not have is an error that the assistant reads, not left out', async () => {
  const result = await withClient({ 'accept-language': 'th' }, (client) =>
    client.callTool({ name: 'tour', arguments: { ids: ['south'], limit: 1 } }),
  );
  const [{ message, extensions }] = textOf(result).errors;
  expect([result.isError, extensions.code]).toEqual([true, 'BAD_USER_INPUT']);
  expect(message).toBe('ไม่มีอาร์กิวเมนต์ "limit" เครื่องมือนี้รับ: ids, first');
});

test('arguments that are objects may be texts, and stay what they are when they are none', () => {
  const schema = buildSchema('input Filter { not: Filter } type Query { any: Int }');
  const { definitions } = parse('query Q($filter: Filter, $filters: [Filter!], $yes: Boolean, $text: String) { any }');
  const read = (given: Record<string, unknown>) =>
    variablesOfArguments(schema, definitions[0] as OperationDefinitionNode, given);
  expect(read({ filter: '{"not":{}}', filters: ' [{}]', yes: 'true', text: '{"a":1}' })).toEqual({
    filter: { not: {} },
    filters: [{}],
    yes: true,
    text: '{"a":1}',
  });
  const odd = { filter: '{', filters: '[', yes: 'yes', text: null };
  expect(read(odd)).toEqual(odd);
});

test('a tool that writes is there only for a caller with a token', async () => {
  const rename = { name: 'rename', arguments: { id: 'north' } };
  await withClient({}, (client) => expect(client.callTool(rename)).rejects.toThrow('There is no tool "rename"'));
  await withClient(bearer(await tokenOf(keys)), async (client) => {
    const { tools } = await client.listTools();
    expect(tools.find(({ name }) => name === 'rename')!.annotations!.readOnlyHint).toBe(false);
    expect(textOf(await client.callTool(rename))).toEqual({ data: { rename: { name: 'Nord' } } });
  });
  await expect(withClient(bearer('forged'), (client) => client.listTools())).rejects.toThrow();
});

test('no session is kept: each message can go to another gateway', async () => {
  const other = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile });
  const message = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'tour', arguments: { ids: ['west'] } },
  };
  const answer = await send(other, message);
  expect([answer.status, answer.headers.get('mcp-session-id')]).toEqual([200, null]);
  expect(textOf(answer.body.result).data.tour).toEqual([{ name: 'West', readings: null }]);
  await other.close();
});

test('a request that is no message of the protocol is refused', async () => {
  const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
  expect((await send(gateway, [list, list])).status).toBe(400);
  expect((await send(gateway, list, { accept: 'application/json' })).status).toBe(406);
  expect((await send(gateway, list, { origin: 'https://other.example' })).status).toBe(403);
  expect((await send(gateway, list, { 'mcp-protocol-version': '1999-01-01' })).status).toBe(400);
  expect((await gateway.send('/mcp')).status).toBe(405);
});

test('a message is read whatever its Host is', async () => {
  const sent = request(`${gateway.url}/mcp`, {
    method: 'POST',
    headers: { host: 'user:word@a', 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
  });
  sent.end('{ "jsonrpc": "2.0", "id": 1, "method": "ping" }');
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  expect(response.statusCode).toBe(200);
});

test('each message counts as a request of its caller', async () => {
  const limited = await startGateway({
    SUPERGRAPH_FILE: graph.supergraphFile,
    LIMIT_REQUESTS: '2',
    LIMIT_COST: '1000',
  });
  const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
  expect([
    (await send(limited, list)).status,
    (await send(limited, list)).status,
    (await send(limited, list)).status,
  ]).toEqual([200, 200, 429]);
  await limited.close();
});

test('MCP=off serves none', async () => {
  const closed = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, MCP: 'off' });
  expect((await send(closed, {})).status).toBe(404);
  await closed.close();
});

function send({ send: sendTo }: RunningGateway, message: unknown, headers: Record<string, string> = {}) {
  return sendTo('/mcp', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    body: JSON.stringify(message),
  });
}

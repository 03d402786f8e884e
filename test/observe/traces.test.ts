import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { cities } from '../../subgraphs/cities/index.js';
import { startRelay } from '../cache/relay.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { until } from '../gateway/until.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { buildPrograms } from '../setup/build-programs.js';
import { SECRET } from '../signed-call.js';
import { startOtlpReceiver, type ReceivedSpan } from './otlp-receiver.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CLIENT_SPAN = 'b7ad6b7169203331';
/** With an id of its own, because the flag is another one. */
const PASSED_ON: unknown = expect.stringMatching(`^00-${TRACE}-(?!${CLIENT_SPAN})[0-9a-f]{16}-00$`);
const QUERY = 'query OneCity($id: ID!) { city(id: $id) { name { en } } }';

buildPrograms();

let receiver: Awaited<ReturnType<typeof startOtlpReceiver>>;
let subgraph: RunningSubgraph;
let env: Record<string, string>;

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  const tracing = { endpoint: receiver.url, share: 1 };
  subgraph = await startSubgraph(cities as unknown as Subgraph, {}, undefined, undefined, tracing);
  env = {
    CITIES_SUBGRAPH_URL: subgraph.url,
    SUBGRAPH_SECRET: SECRET,
    SUBGRAPH_TIMEOUT_MS: '20000',
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
  };
});

afterAll(async () => {
  await subgraph.close();
  await receiver.close();
});

/** What both processes have told when they have ended. */
async function spansOf(gateway: RunningGateway): Promise<readonly ReceivedSpan[]> {
  await gateway.close();
  await subgraph.kill();
  await subgraph.revive();
  return receiver.spans.splice(0);
}

test('a request is one trace: client, gateway, plan, fetch, subgraph, commands of the database', async () => {
  const gateway = await startGateway(env);
  const traceparent = `00-${TRACE}-${CLIENT_SPAN}-01`;
  const { body } = await gateway.query(QUERY, { id: 'th-yala' }, { traceparent, 'x-request-id': 'of-the-client' });
  expect(body.errors).toBeUndefined();
  const spans = (await spansOf(gateway)).filter(({ traceId }) => traceId === TRACE);
  const named = (name: string) => spans.find((span) => span.name === name)!;

  const request = named('query OneCity');
  expect(request).toMatchObject({
    service: 'citylink-gateway',
    parentSpanId: CLIENT_SPAN,
    attributes: {
      'graphql.operation.name': 'OneCity',
      'graphql.operation.type': 'query',
      'citylink.request_id': 'of-the-client',
      'citylink.outcome': 'ok',
    },
  });
  expect(named('plan').parentSpanId).toBe(request.spanId);
  const fetch = named('fetch cities');
  expect(fetch.parentSpanId).toBe(request.spanId);
  const served = named('subgraph cities');
  expect(served).toMatchObject({ service: 'citylink-cities', parentSpanId: fetch.spanId });
  expect(named('find cities')).toMatchObject({
    service: 'citylink-cities',
    parentSpanId: served.spanId,
    attributes: { 'db.system.name': 'mongodb', 'db.operation.name': 'find', 'db.collection.name': 'cities' },
  });
  expect(receiver.bodies.every((each) => each.startsWith('/v1/traces '))).toBe(true);
  expect(receiver.bodies.join('')).not.toContain('th-yala');
});

test.each([
  ['whose client does not trace it', '1', `00-${TRACE}-${CLIENT_SPAN}-00`, [`00-${TRACE}-${CLIENT_SPAN}-00`]],
  ['that was not drawn', '0', undefined, [undefined]],
  ['that was not drawn, whatever its client asks for', '0', `00-${TRACE}-${CLIENT_SPAN}-01`, [PASSED_ON]],
  ['that was not drawn, and whose trace has no valid id', '0', `00-${'0'.repeat(32)}-${CLIENT_SPAN}-01`, [undefined]],
])(
  'a request %s is told by nobody, and the subgraph knows of no trace but the client’s',
  async (_, share, traceparent, passed) => {
    const relay = await startRelay(new URL(subgraph.url).origin);
    try {
      const gateway = await startGateway({
        ...env,
        CITIES_SUBGRAPH_URL: `${relay.url}/graphql`,
        OTEL_TRACES_SAMPLER_ARG: share,
      });
      await gateway.query(QUERY, { id: 'th-yala' }, traceparent === undefined ? {} : { traceparent });
      expect(await spansOf(gateway)).toEqual([]);
      expect(relay.passed.map((headers) => headers['traceparent'])).toEqual(passed);
    } finally {
      await relay.close();
    }
  },
);

test('of a small share few are told, also of a trace whose id a client has chosen so that it is always among them', async () => {
  const gateway = await startGateway({ ...env, OTEL_TRACES_SAMPLER_ARG: '0.001' });
  const traceparent = `00-${'1'.padStart(32, '0')}-${CLIENT_SPAN}-01`;
  for (let index = 0; index < 20; index += 1) await gateway.query('{ __typename }', {}, { traceparent });
  const requests = (await spansOf(gateway)).filter(({ parentSpanId }) => parentSpanId === CLIENT_SPAN);
  expect(requests.length).toBeLessThan(3);
});

test('a receiver that is not there holds up no shutdown for long', async () => {
  const gateway = await startGateway({ ...env, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
  await gateway.query('{ __typename }');
  let hasClosed = false;
  const closed = gateway.close().then(() => (hasClosed = true));
  await until(
    () => hasClosed,
    (has) => has,
    5_000,
  ).finally(() => closed);
});

test('traces that cannot be sent are said once, and so is when they can; they name what OTEL_RESOURCE_ATTRIBUTES has', async () => {
  Object.assign(process.env, {
    OTEL_BSP_SCHEDULE_DELAY: '10',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=rehearsal',
  });
  let body = '';
  let status = 400;
  const refusing = createServer((request, response) => {
    request.on('data', (bytes: Buffer) => (body += bytes.toString()));
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`;
  const lines: string[] = [];
  const write = (line: string) => void lines.push((JSON.parse(line) as { msg: string }).msg);
  const said = (text: string) => lines.filter((line) => line.startsWith(text)).length;
  const gateway = await startGateway(
    { ...env, OTEL_EXPORTER_OTLP_ENDPOINT: url },
    { log: pino({ level: 'info' }, { write }) },
  );
  try {
    for (const text of ['Traces cannot be sent', 'Traces are sent again']) {
      await until(
        async () => {
          await gateway.query('{ __typename }');
          return said(text);
        },
        (count) => count === 1,
        10_000,
      );
      status = 200;
    }
    expect(said('Traces cannot be sent')).toBe(1);
    expect(body).toContain('"deployment.environment.name","value":{"stringValue":"rehearsal"}');
  } finally {
    await gateway.close();
    refusing.close();
    refusing.closeAllConnections();
    delete process.env['OTEL_BSP_SCHEDULE_DELAY'];
    delete process.env['OTEL_RESOURCE_ATTRIBUTES'];
  }
});

test('programs that tell no traces and serve no metrics load nothing for them', () => {
  /** The text of a program with all that it imports at its start. */
  const loadedBy = (file: string, seen = new Set<string>()): string => {
    if (seen.has(file)) return '';
    seen.add(file);
    const text = readFileSync(join('dist', 'bundles', file), 'utf8');
    const imports = [...text.matchAll(/^(?:import|export)\s[^;]*?from "\.\/([^"]+)";|^import "\.\/([^"]+)";/gm)];
    return text + imports.map(([, named, bare]) => loadedBy(named ?? bare!, seen)).join('');
  };
  // What a worker of the gateway loads, it loads from a file of its own.
  for (const made of ['async function createGateway(', 'async function createSubgraphServer(']) {
    const file = readdirSync(join('dist', 'bundles')).find((each) =>
      readFileSync(join('dist', 'bundles', each), 'utf8').includes(made),
    );
    const loaded = loadedBy(file!);
    expect(/OTLPTraceExporter|BasicTracerProvider|collectDefaultMetrics/.exec(loaded)?.[0]).toBeUndefined();
  }
});

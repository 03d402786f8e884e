import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { WebSocketServer } from 'ws';
import { closeAfterTest } from './close-after-test.js';
import { until } from '../gateway/until.js';
import { createEventsOverSse } from '../../gateway/upstream/events-over-sse.js';
import { createEventsOverWebSocket } from '../../gateway/upstream/events-over-web-socket.js';
import type { ConnectionListener, OpenEvents } from '../../gateway/upstream/event-sources.js';

const REQUEST = Buffer.from('{"query":"subscription { raised { level } }"}');
const RESULT = '{"data":{"raised":{"level":3}}}';
const LIMITS = { service: 'alarms', timeoutMs: 5_000, maxBytes: 10_000, sign: undefined };

/** Subscribes, and collects what is told. */
function listen(open: OpenEvents) {
  const told = { isOpened: false, results: [] as string[], hasEnded: false, code: undefined as string | undefined };
  const listener: ConnectionListener = {
    opened: () => (told.isOpened = true),
    event: (response) => told.results.push(response.toString()),
    ended(failure) {
      told.hasEnded = true;
      told.code = failure?.code;
    },
  };
  closeAfterTest(open(REQUEST, {}, listener));
  return told;
}

test.each([
  { what: 'has no name', text: `data: ${RESULT}\n\n` },
  { what: 'is called message', text: `event: message\ndata: ${RESULT}\n\n` },
  { what: 'follows a byte order mark', text: `\uFEFFevent: next\ndata: ${RESULT}\n\n` },
  { what: 'ends its lines with CR LF', text: `event: next\r\ndata: ${RESULT}\r\n\r\n` },
  { what: 'has no spaces', text: `event:next\ndata:${RESULT}\n\n` },
])('an event of a subgraph over SSE that $what is a result', async ({ text }) => {
  const server = createServer((request, response) => {
    request.resume();
    response.setHeader('content-type', 'text/event-stream').end(`${text}event: complete\n\n`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const events = createEventsOverSse({ ...LIMITS, url });
  closeAfterTest(async () => {
    await events.close();
    server.close();
  });
  const told = listen(events.open);
  await until(() => told.hasEnded, Boolean, 10_000);
  expect(told).toEqual({ isOpened: true, results: [RESULT], hasEnded: true, code: undefined });
});

test.each([
  { what: 'answers pings stays open', autoPong: true },
  { what: 'answers no ping is lost', autoPong: false },
])('a WebSocket of a subgraph that $what', async ({ autoPong }) => {
  let pings = 0;
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', autoPong });
  server.on('connection', (socket) => {
    socket.on('ping', () => (pings += 1));
    socket.on('message', (data) => {
      if (String(data as Buffer).includes('connection_init')) return socket.send('{"type":"connection_ack"}');
    });
  });
  await once(server, 'listening');
  closeAfterTest(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const told = listen(createEventsOverWebSocket({ ...LIMITS, url, heartbeatMs: 300 }));
  await until(() => told.hasEnded || pings > 3, Boolean, 10_000);
  expect(told).toMatchObject(
    autoPong ? { isOpened: true, hasEnded: false } : { hasEnded: true, code: 'SUBGRAPH_UNREACHABLE' },
  );
});

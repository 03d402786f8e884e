import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ERRORS } from '../../gateway/errors.js';
import { startGateway, type Answer, type RunningGateway } from '../gateway/start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';

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

const JSON_TYPE = { 'content-type': 'application/json' };
const query = (text: string, variables: object = {}) =>
  ['/graphql', { method: 'POST', headers: JSON_TYPE, body: JSON.stringify({ query: text, variables }) }] as const;

const mistakes: [string, readonly [string, RequestInit?], string, string][] = [
  [
    'a path where nothing is',
    ['/nowhere'],
    'There is nothing at this path. The graph is at /graphql.',
    'ไม่พบสิ่งใดที่ URL นี้ กราฟอยู่ที่ /graphql',
  ],
  ['a method', ['/graphql', { method: 'DELETE' }], 'This path does not support this method.', 'URL นี้ไม่รองรับเมธอดที่ส่งมา'],
  [
    'a body that is too large',
    ['/graphql', { method: 'POST', headers: JSON_TYPE, body: 'x'.repeat(300_000) }],
    'The body is too large: 256 kB is the limit.',
    'เนื้อหาของคำขอใหญ่เกินไป ต้องไม่เกิน 256 กิโลไบต์',
  ],
  [
    'a body that is no JSON',
    ['/graphql', { method: 'POST', headers: JSON_TYPE, body: '{' }],
    'The body is not JSON.',
    'เนื้อหาของคำขอไม่ใช่ JSON',
  ],
  [
    'a body of another kind',
    ['/graphql', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' }],
    'Send the body as application/json in UTF-8.',
    'โปรดส่งเนื้อหาเป็น application/json แบบ UTF-8',
  ],
  [
    'a page of another site',
    ['/graphql?query={__typename}', { headers: { 'sec-fetch-site': 'cross-site' } }],
    'A page of another site may have sent this request. Send it with the header content-type: application/json.',
    'คำขอนี้อาจถูกส่งมาจากหน้าเว็บของเว็บไซต์อื่น โปรดส่งพร้อมส่วนหัว content-type: application/json',
  ],
  [
    'a query that is no text',
    ['/graphql', { method: 'POST', headers: JSON_TYPE, body: '{"query":{"a":1}}' }],
    '`query` must be a string.',
    '`query` ต้องเป็นข้อความ',
  ],
  [
    'a body without a query',
    ['/graphql', { method: 'POST', headers: JSON_TYPE, body: '{"a":1}' }],
    'GraphQL operations must contain a non-empty `query` or a `persistedQuery` extension.',
    'คำขอต้องมี `query` ที่ไม่ว่าง หรือมี `persistedQuery` ใน `extensions`',
  ],
  [
    'variables that are text',
    ['/graphql', { method: 'POST', headers: JSON_TYPE, body: '{"query":"{ __typename }","variables":"{}"}' }],
    '`variables` must be a JSON object.',
    '`variables` ต้องเป็นออบเจกต์ JSON',
  ],
  [
    'a batch',
    ['/graphql', { method: 'POST', headers: JSON_TYPE, body: '[{"query":"{ __typename }"}]' }],
    'A request holds one operation: batches are not served.',
    'คำขอหนึ่งมีคำสั่งได้เพียงชุดเดียว จึงส่งเป็นรายการไม่ได้',
  ],
  [
    'variables in an address that are no JSON',
    ['/graphql?query={__typename}&variables={'],
    'The search parameter `variables` is not JSON.',
    'พารามิเตอร์ `variables` ในที่อยู่ไม่ใช่ JSON',
  ],
  [
    'a mutation in an address',
    ['/graphql?query=mutation{rename(id:"north",name:"N"){name}}'],
    'GET requests only support query operations, not mutation operations',
    'คำขอแบบ GET ใช้อ่านข้อมูลเท่านั้น ไม่รับ mutation',
  ],
  [
    'a hash of another text',
    [
      '/graphql',
      {
        method: 'POST',
        headers: JSON_TYPE,
        body: JSON.stringify({
          query: '{ __typename }',
          extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } },
        }),
      },
    ],
    'The `sha256Hash` is not that of the query.',
    'ค่าแฮชที่ส่งมาไม่ตรงกับคำสั่งค้น',
  ],
  [
    'a subscription',
    query('subscription { stations { name } }'),
    'This gateway does not serve subscriptions.',
    'เกตเวย์นี้ไม่รองรับ subscription',
  ],
  [
    'several operations',
    query('query A { __typename } query B { __typename }'),
    'The document has several operations: say in operationName which one to run.',
    'เอกสารนี้มีหลายคำสั่ง โปรดระบุใน operationName ว่าจะใช้คำสั่งใด',
  ],
  [
    'an unexpected error of a subgraph',
    query('{ trouble(kind: "secret") }'),
    'An unexpected error occurred.',
    'เกิดข้อผิดพลาดที่ไม่คาดคิด',
  ],
];

describe.each(mistakes)('%s', (_name, [path, init], english, thai) => {
  const send = (language?: string): Promise<Answer> =>
    gateway.send(path, {
      ...init,
      headers: {
        ...(init?.headers as Record<string, string>),
        ...(language !== undefined && { 'accept-language': language }),
      },
    });
  const said = ({ body }: Answer) => body.errors[0].message as string;

  test('has a message in the language of Accept-Language, by default English', async () => {
    for (const language of ['th', 'th-TH,th;q=0.9,en;q=0.8', 'en;q=0.1, th;q=0.2', 'de, th'])
      expect(said(await send(language))).toBe(thai);
    for (const language of ['en', 'en-GB,th;q=0.5', 'de', '*']) expect(said(await send(language))).toBe(english);
  });

  test('has the same code and status in both', async () => {
    const [th, en] = [await send('th'), await send('en')];
    expect([th.status, th.body.errors[0].extensions]).toEqual([en.status, en.body.errors[0].extensions]);
  });
});

describe('a subgraph that is down', () => {
  test('has Thai messages at the same paths', async () => {
    await graph.readings.kill();
    try {
      const send = (language: string) =>
        gateway.query('{ stations { name latest { celsius } } }', {}, { 'accept-language': language });
      const [th, en] = [(await send('th')).body, (await send('en')).body];
      expect(th.errors[0].message).toBe('ติดต่อระบบข้อมูลส่วน "readings"ไม่ได้');
      expect(en.errors[0].message).toBe('The subgraph "readings" cannot be reached.');
      const places = (errors: { path: unknown; extensions: unknown }[]) =>
        errors.map(({ path, extensions }) => ({ path, extensions }));
      expect(places(th.errors)).toEqual(places(en.errors));
      expect(th.data).toEqual(en.data);
    } finally {
      await graph.readings.revive();
    }
  });
});

test('the message of a subgraph is not translated', async () => {
  const { body } = await gateway.query('{ trouble(kind: "deliberate") }', {}, { 'accept-language': 'th' });
  expect(body.errors[0].message).toBe('No such kind at [address]');
});

test('bytes that are not an HTTP request get an error in English', async () => {
  const answer = await new Promise<string>((resolve, reject) => {
    let text = '';
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1', () =>
      socket.write('nonsense\r\nAccept-Language: th\r\n\r\n'),
    );
    socket
      .on('data', (chunk) => (text += chunk.toString()))
      .on('error', reject)
      .on('close', () => resolve(text));
  });
  expect(answer).toContain(ERRORS.BAD_REQUEST.message.en);
});

test('every error has a message in both languages with the same placeholders', () => {
  for (const [code, { message }] of Object.entries(ERRORS)) {
    if (code === 'PERSISTED_QUERY_NOT_FOUND') continue; // Clients know it by its words.
    expect(message.th).toMatch(/[ก-๙]/);
    expect(message.en).not.toMatch(/[ก-๙]/);
    expect(message.th.includes('{service}')).toBe(message.en.includes('{service}'));
    expect(message.th.match(/\d+/g)).toEqual(message.en.match(/\d+/g));
  }
});

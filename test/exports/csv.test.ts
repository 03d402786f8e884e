import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse as parseCsv } from 'csv-parse/sync';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { writeCsv } from '../../gateway/exports/csv.js';
import { createTable, NoListError } from '../../gateway/exports/table.js';
import { ExactNumber } from '../../gateway/executor/executor.js';
import { fragmentsOf } from '../../gateway/graphql-document/fragments-of.js';
import { request } from 'undici';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import type { WeatherGraph } from '../gateway/weather-graph.js';
import { startNamedWeather } from './weather-operations.js';

describe('the table of a document', () => {
  const schema = buildSchema(`
    interface Named { name: String }
    type City implements Named { name: String tags: [String!] parts: [Part!] owner: Owner when: String size: Float big: Any yes: Boolean }
    type Event implements Named { name: String on: String }
    type Part { code: String owner: Owner pieces: [Part!] }
    type Owner { name: String }
    scalar Any
    type Query { total: Int city: City cities: [City] named: [Named!] }
  `);

  function tableOf(text: string, path?: string) {
    const document = parse(text);
    return createTable(schema, fragmentsOf(document), getOperationAST(document)!, path);
  }
  const columnsOf = (text: string, path?: string) => tableOf(text, path).columns.map(({ name }) => name);

  async function csvOf(text: string, data: unknown, options: { bom?: boolean; language?: 'en' | 'th' } = {}) {
    const chunks: Buffer[] = [];
    const stream = writeCsv(data, tableOf(text), { bom: false, language: undefined, ...options });
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  }
  const one = (data: object) => ({ cities: [data] });

  test('has the first list, or the one at the path, and a column for each value below it', () => {
    expect(columnsOf('{ total city { name parts { code owner { name } } } cities { name } }')).toEqual([
      'code',
      'owner.name',
    ]);
    expect(
      columnsOf(
        '{ city { parts { code } } cities { id: name tags ...F } } fragment F on City { owner { name } }',
        'cities',
      ),
    ).toEqual(['id', 'tags', 'owner.name']);
    expect(columnsOf('{ cities { parts { code pieces { code } } } }', 'cities.parts')).toEqual(['code', 'pieces.code']);
    expect(columnsOf('{ cities { tags } }', 'cities.tags')).toEqual(['tags']);
    expect(columnsOf('{ named { __typename name ... on Event { on } ... on City { when } } }')).toEqual([
      '__typename',
      'name',
      'on',
      'when',
    ]);
  });

  test('of a document without a list has the data as its only row', async () => {
    expect(await csvOf('{ total city { name } }', { total: 3, city: { name: 'Yala' } })).toBe(
      '"total","city.name"\r\n3,"Yala"\r\n',
    );
  });

  test('is refused at a path that is no list, with the lists that there are', () => {
    expect(() => tableOf('{ cities { tags } }', 'city')).toThrow(NoListError);
    try {
      tableOf('{ cities { tags } }', 'city');
    } catch (error) {
      expect((error as NoListError).paths).toEqual(['cities', 'cities.tags']);
    }
  });

  test('has the labels of the document as headers in a language, and names where there are none', async () => {
    const text = '{ cities {\n name # ชื่อ · Name\n when # วันที่\n size } }';
    expect(await csvOf(text, { cities: [] }, { language: 'th' })).toBe('"ชื่อ","วันที่","size"\r\n');
    expect(await csvOf(text, { cities: [] }, { language: 'en' })).toBe('"Name","when","size"\r\n');
    expect(await csvOf(text, { cities: [] }, { bom: true })).toBe('\ufeff"name","when","size"\r\n');
  });

  test('an empty list, also one that is null, is a header only', async () => {
    expect(await csvOf('{ cities { name } }', { cities: [] })).toBe('"name"\r\n');
    expect(await csvOf('{ cities { name } }', { cities: null })).toBe('"name"\r\n');
  });

  test('joins the values of inner lists, each column in the same order', async () => {
    const data = one({
      tags: ['a', 'b'],
      parts: [
        { code: 'X', owner: { name: 'Ann' } },
        { code: 'Y', owner: null },
        { code: 'Z', owner: { name: 'Bo' } },
      ],
    });
    const csv = await csvOf('{ cities { tags parts { code owner { name } } } }', data);
    expect(parseCsv(csv)).toEqual([
      ['tags', 'parts.code', 'parts.owner.name'],
      ['a; b', 'X; Y; Z', 'Ann; ; Bo'],
    ]);
  });

  test('no cell is a formula, and negative numbers stay numbers', async () => {
    const formulas = ['=1+1', '+66', '-1', '@SUM(A1)', '\tx', '\rx', '\nx', '＝1', '＋1', '－1', '＠A1'];
    // Some programs drop what stands in front.
    const hidden = [' =1+1', '\n=1', '\u00a0+1', '\u200b@A1', '\ufeff -1', '\0=1'];
    const texts = [...formulas, ...hidden, 'a=1', ' a', 'a\n=1', '"q",\n; ,'];
    const isFormula = (name: string) => formulas.includes(name) || hidden.includes(name);
    const csv = await csvOf('{ cities { name size } }', { cities: texts.map((name) => ({ name, size: -1.5 })) });
    expect(parseCsv(csv, { columns: true })).toEqual(
      texts.map((name) => ({ name: isFormula(name) ? `'${name}` : name, size: '-1.5' })),
    );
    expect(await csvOf('{ cities { tags } }', one({ tags: ['=1', '2'] }))).toBe('"tags"\r\n"\'=1; 2"\r\n');
  });

  test('keeps dates, leading zeros, exact numbers, and what is no text', async () => {
    const csv = await csvOf(
      '{ cities { name when size big yes } }',
      one({ name: '007', when: '2020-01', size: 12.25, big: new ExactNumber('-9007199254740993'), yes: false }),
    );
    expect(csv).toBe('"name","when","size","big","yes"\r\n"007","2020-01",12.25,-9007199254740993,false\r\n');
    expect(await csvOf('{ cities { big name } }', one({ big: { a: [1] }, name: null }))).toBe(
      '"big","name"\r\n"{""a"":[1]}",\r\n',
    );
  });

  test('is written in chunks as it is read', async () => {
    const rows = Array.from({ length: 1_000 }, (_, index) => ({ name: `row ${index}` }));
    const stream = writeCsv({ cities: rows }, tableOf('{ cities { name } }'), { bom: false, language: undefined });
    expect(await stream.toArray()).toHaveLength(6);
    expect(parseCsv(await csvOf('{ cities { name } }', { cities: rows }))).toHaveLength(1_001);
  });
});

describe('a result as CSV', () => {
  let graph: WeatherGraph;
  let gateway: RunningGateway;

  beforeAll(async () => {
    graph = await startNamedWeather({
      'tour.graphql': 'query Tour($ids: [ID!]!) { tour(ids: $ids) {\n id # รหัส · Id\n name readings { celsius } } }',
      'half.graphql': 'query Half { stations { name refused } }',
      'trouble.graphql': 'query Trouble { trouble(kind: "deliberate") }',
    });
    gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, RESPONSE_COMPRESSION: 'on' });
  });
  afterAll(async () => {
    await gateway?.close();
    await graph?.close();
  });

  /** The body as it was sent: fetch's text() would take away a byte order mark. */
  async function send(path: string, init?: RequestInit) {
    const response = await fetch(`${gateway.url}${path}`, init);
    const body = Buffer.from(await response.arrayBuffer()).toString();
    return { status: response.status, headers: response.headers, body };
  }
  const rows = '"north","North","11.5; 12"\r\n"south","ใต้","33"\r\n';

  test('is a download with a byte order mark at /export.csv, of a named operation', async () => {
    const { status, headers, body } = await send('/export.csv?operation=tour&ids=north,south');
    expect([status, body]).toEqual([200, `\ufeff"id","name","readings.celsius"\r\n${rows}`]);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(headers.get('content-disposition')).toBe('attachment; filename="tour.csv"');
    const plain = await send('/export.csv?operation=tour&ids=north,south&bom=0&lang=th');
    expect(plain.body).toBe(`"รหัส","name","readings.celsius"\r\n${rows}`);
    const celsius = await send('/export.csv?operation=tour&ids=north,south&bom=0&path=tour.readings');
    expect(celsius.body).toBe('"celsius"\r\n11.5\r\n12\r\n33\r\n');
  });

  test('is there for any document that the graph takes', async () => {
    const query = 'query Names { stations { name } }';
    const search = new URLSearchParams({ query, bom: '0' });
    const { body, headers } = await send(`/export.csv?${search}`);
    expect(body).toBe('"name"\r\n"North"\r\n"ใต้"\r\n');
    expect(headers.get('content-disposition')).toBe('attachment; filename="Names.csv"');
    const headersOfCsv = { accept: 'text/csv', 'content-type': 'application/json' };
    const posted = await send('/graphql', { method: 'POST', headers: headersOfCsv, body: JSON.stringify({ query }) });
    expect([posted.body, posted.headers.get('content-disposition')]).toEqual([body, null]);
    const got = await send(`/graphql?${search}`, { headers: { accept: 'text/csv;q=0.9, application/json;q=0.1' } });
    expect(got.body).toBe(body);
    const named = await send('/api/tour?ids=west', { headers: { accept: 'text/csv' } });
    expect(named.body).toBe('"id","name","readings.celsius"\r\n"west","West",\r\n');
  });

  test.each([
    ['/export.csv?operation=tour&ids=north', 'text/csv'],
    ['/api/tour?ids=north', 'text/csv'],
    ['/graphql?query={stations{name}}', 'text/csv'],
  ])('%s is 304 for a client that has it, and has another tag than the JSON at its address', async (path, accept) => {
    const headers = { accept, 'content-type': 'application/json' };
    const first = await send(path, { headers });
    const tag = first.headers.get('etag')!;
    expect([first.status, tag]).toEqual([200, expect.stringMatching(/^W\/".+-csv"$/)]);
    const again = await send(path, { headers: { ...headers, 'if-none-match': tag } });
    expect([again.status, again.body, again.headers.get('etag')]).toEqual([304, '', tag]);
    const other = await send(path.replace('north', 'south').replace('name', 'id'), {
      headers: { ...headers, 'if-none-match': tag },
    });
    expect(other.status).toBe(200);
  });

  test.each([
    ['an error of a field', '/export.csv?operation=half', 403, 'FORBIDDEN'],
    ['no data', '/export.csv?operation=trouble', 404, 'NOT_FOUND'],
    ['a wrong variable', '/export.csv?operation=tour&ids=[1.5]', 400, 'BAD_USER_INPUT'],
    ['no such operation', '/export.csv?operation=none', 404, 'NOT_FOUND'],
    ['no such list', '/export.csv?operation=tour&ids=north&path=tours', 400, 'BAD_REQUEST'],
    ['no document', '/export.csv', 400, 'BAD_REQUEST'],
    ['a wrong document', '/export.csv?query={nothing}', 400, 'GRAPHQL_VALIDATION_FAILED'],
  ])('%s is a status before the first byte, with the errors', async (_name, path, status, code) => {
    const answer = await send(path);
    expect([answer.status, JSON.parse(answer.body).errors[0].extensions.code]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBeNull();
  });

  test('JSON stays what a client gets that prefers it, and another type is refused', async () => {
    const headers = { 'content-type': 'application/json' };
    const send = (accept: string) =>
      gateway.send('/graphql?query={stations{name}}', { headers: { ...headers, accept } });
    expect((await send('application/json, text/csv;q=0.5')).body.data.stations).toHaveLength(2);
    expect((await send('*/*')).body.data.stations).toHaveLength(2);
    expect((await send('text/html')).status).toBe(406);
  });

  test('a link on another site leads to it, and no page of another site may read it', async () => {
    const site = { 'sec-fetch-site': 'cross-site' };
    const path = '/export.csv?operation=tour&ids=north';
    const statusOf = async (headers: Record<string, string>) => {
      // fetch writes `sec-fetch-mode` itself.
      const { statusCode, body } = await request(`${gateway.url}${path}`, { headers: { ...site, ...headers } });
      await body.dump();
      return statusCode;
    };
    expect(await statusOf({ 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' })).toBe(200);
    expect(await statusOf({ 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' })).toBe(400);
    expect(await statusOf({ 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' })).toBe(400);
  });

  test('EXPORTS=off serves none', async () => {
    const closed = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, EXPORTS: 'off' });
    expect((await closed.send('/export.csv?operation=tour&ids=north')).status).toBe(404);
    const headers = { accept: 'text/csv', 'content-type': 'application/json' };
    expect((await closed.send('/graphql?query={stations{name}}', { headers })).status).toBe(406);
    expect((await closed.send('/api/tour?ids=north', { headers })).body.data.tour).toHaveLength(1);
    await closed.close();
  });
});

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { buildSchema, parse, type OperationDefinitionNode } from 'graphql';
import { readNamedOperations } from '../../gateway/documents/named-operations.js';
import { openApiDocument } from '../../gateway/openapi/openapi-document.js';
import { variablesOfAddress, type Query } from '../../gateway/openapi/variables-of-address.js';
import { readOperationFiles } from '../../gateway/supergraph/operation-files.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import type { WeatherGraph } from '../gateway/weather-graph.js';
import { startNamedWeather } from './weather-operations.js';

describe('the variables of an address', () => {
  const schema = buildSchema(`
    enum Kind { RAIN SUN }
    scalar Day
    input Filter { kind: [Kind!] not: Filter }
    type Query { any(id: ID, whole: Int): Float }
  `);
  const { definitions } = parse(`query Q(
    $text: String, $id: ID!, $whole: Int, $part: Float, $yes: Boolean, $kind: Kind, $kinds: [Kind!], $numbers: [Int!],
    $day: Day, $filter: Filter, $filters: [Filter!], $needed: String!, $default: String! = "d"
  ) { any }`);
  const read = (query: Query) => variablesOfAddress(schema, definitions[0] as OperationDefinitionNode, query);

  const CASES: [name: string, query: Query, variables: object][] = [
    ['texts and ids as they are written', { text: '007', id: '12' }, { text: '007', id: '12' }],
    ['numbers', { whole: '-7', part: '1.5e3' }, { whole: -7, part: 1500 }],
    ['true and false', { yes: 'false' }, { yes: false }],
    ['scalars of the schema as texts', { day: '2020-01-20', kind: 'RAIN' }, { day: '2020-01-20', kind: 'RAIN' }],
    ['a list by repetition', { kinds: ['RAIN', 'SUN'] }, { kinds: ['RAIN', 'SUN'] }],
    ['a list with commas', { numbers: '1,2,,3' }, { numbers: [1, 2, 3] }],
    ['a list of one', { kinds: 'SUN' }, { kinds: ['SUN'] }],
    ['a list as JSON, also an empty one', { kinds: '[]', numbers: '[4]' }, { kinds: [], numbers: [4] }],
    ['an input object as JSON', { filter: '{"not":{"kind":"SUN"}}' }, { filter: { not: { kind: 'SUN' } } }],
    ['input objects by repetition', { filters: ['{}', '{"kind":[]}'] }, { filters: [{}, { kind: [] }] }],
    ['an empty one as absent where it may be absent', { text: '', kinds: '', default: '' }, {}],
    ['an empty one where it may not be absent', { needed: '', id: '' }, { needed: '', id: '' }],
    ['nothing of others', { orgId: '1', __proto__: 'x', constructor: 'y' }, {}],
    [
      'what does not fit as its text',
      { whole: '1x', part: '-1e999', yes: 'yes', filter: '{' },
      { whole: '1x', part: '-1e999', yes: 'yes', filter: '{' },
    ],
    ['several of one that is no list', { text: ['a', 'b'] }, { text: ['a', 'b'] }],
  ];
  test.each(CASES)('are %s', (_name, query, variables) => expect(read(query)).toEqual(variables));
});

describe('GET /api/<operation>', () => {
  let graph: WeatherGraph;
  let gateway: RunningGateway;

  beforeAll(async () => {
    graph = await startNamedWeather({
      'tour.graphql':
        '# Stations in an order.\n# สถานีตามลำดับ\nquery Tour($ids: [ID!]!, $first: Int) { tour(ids: $ids) { name readings(first: $first) { celsius } } }',
      'trouble.graphql': 'query Trouble($kind: String!) { trouble(kind: $kind) }',
      'half.graphql': 'query Half { stations { name } trouble(kind: "deliberate") }',
      'rename.graphql': 'mutation Rename { rename(id: "north", name: "Nord") { id } }',
      'two.graphql': 'query A { stations { id } } query B { stations { id } }',
    });
    gateway = await startGateway({
      SUPERGRAPH_FILE: graph.supergraphFile,
      PERSISTED_ONLY: 'on',
      NODE_ENV: 'production',
      AUTH_JWKS_URL: 'https://127.0.0.1:9/keys',
      AUTH_ISSUER: 'https://issuer.example/',
      AUTH_AUDIENCE: 'citylink',
    });
  });
  afterAll(async () => {
    await gateway?.close();
    await graph?.close();
  });

  test('gives the result of the graph, also where only persisted documents run, and ignores other parameters', async () => {
    const { status, headers, body } = await gateway.send('/api/tour?ids=south,north&first=1&from=now-1h');
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        data: {
          tour: [
            { name: 'ใต้', readings: [{ celsius: 33 }] },
            { name: 'North', readings: [{ celsius: 11.5 }] },
          ],
        },
      },
    });
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    const again = await fetch(`${gateway.url}/api/tour?ids=south,north&first=1`, {
      headers: { 'if-none-match': headers.get('etag')! },
    });
    expect(again.status).toBe(304);
  });

  test.each([
    ['a wrong variable', '/api/tour?ids=a&first=one', 400, 'BAD_USER_INPUT', /"\$first" got invalid value "one"/],
    ['an absent variable', '/api/tour', 400, 'BAD_USER_INPUT', /"\$ids" of required type "\[ID!\]!" was not provided/],
    ['an estimate beyond the limit', '/api/tour?ids=a&first=2000000', 400, 'DOCUMENT_TOO_LARGE', /20.?000/],
    ['no data at all', '/api/trouble?kind=deliberate', 404, 'NOT_FOUND', /No such kind/],
    ['a subgraph that fails', '/api/trouble?kind=x', 500, 'INTERNAL_SERVER_ERROR', /./],
    ['an operation that nobody has named', '/api/hottest', 404, 'NOT_FOUND', /openapi\.json/],
    ['a mutation', '/api/rename', 404, 'NOT_FOUND', /openapi\.json/],
    ['a file of two operations', '/api/two', 404, 'NOT_FOUND', /openapi\.json/],
  ])(
    '%s is the error that the graph gives, with a status that is not 200',
    async (_name, path, status, code, message) => {
      const answer = await gateway.send(path, { headers: { accept: 'application/json' } });
      const [error] = answer.body.errors;
      expect([answer.status, error.extensions.code, error.message]).toEqual([
        status,
        code,
        expect.stringMatching(message),
      ]);
    },
  );

  test('a part that is missing leaves the other one, with its error', async () => {
    const { status, headers, body } = await gateway.send('/api/half');
    expect(status).toBe(200);
    expect(body.data.stations).toHaveLength(2);
    expect(body.errors[0].path).toEqual(['trouble']);
    expect(headers.get('etag')).toBeNull();
  });

  test('/openapi.json describes the queries in the language of the reader', async () => {
    const { body, headers } = await gateway.send('/openapi.json', { headers: { 'accept-language': 'th' } });
    expect(Object.keys(body.paths)).toEqual(['/api/half', '/api/tour', '/api/trouble']);
    expect(body.paths['/api/tour'].get.summary).toBe('สถานีตามลำดับ');
    expect(headers.get('content-language')).toBe('th');
    const { body: english } = await gateway.send('/openapi.json');
    expect(english.paths['/api/tour'].get).toMatchObject({
      operationId: 'Tour',
      summary: 'Stations in an order.',
      parameters: [
        { name: 'ids', in: 'query', required: true, schema: { type: 'array', items: { type: 'string' } } },
        { name: 'first', in: 'query', required: false },
      ],
    });
    expect(english.paths['/api/tour'].get.parameters[1].schema).toEqual({ type: 'integer' });
  });

  test('OPENAPI=off serves neither', async () => {
    const closed = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, OPENAPI: 'off' });
    expect((await closed.send('/api/half')).status).toBe(404);
    expect((await closed.send('/openapi.json')).status).toBe(404);
    await closed.close();
  });
});

describe('the description of the operations of this network', () => {
  const schema = buildSchema(readFileSync('schema/api.graphql', 'utf8'));

  test.each(['en', 'th'] as const)('is valid OpenAPI, in %s', async (language) => {
    const operations = readNamedOperations(await readOperationFiles('schema/operations'), fail);
    const document = openApiDocument({ schema, operations, version: '1', language, csv: true });
    const result = await new Validator().validate({ ...document });
    expect(result).toMatchObject({ valid: true });
    expect(Object.keys((document as { paths: object }).paths)).toHaveLength(operations.length);
  });

  test('says of each field whether it is always there, and may be null', async () => {
    const operations = readNamedOperations(
      [
        {
          name: 'page.graphql',
          text: `query Page($filter: CityFilter) {
            cities(filter: $filter) { nodes { id region ...Named note @include(if: false) { th } } }
            timeline { items { nodes { __typename ... on CityJoined { city { id } } } } }
          }
          fragment Named on City { name { th } name { en } }`,
        },
      ],
      fail,
    );
    const { paths, components } = openApiDocument({
      schema,
      operations,
      version: '1',
      language: 'en',
      csv: true,
    }) as never as Record<
      string,
      // eslint-disable-next-line @typescript-eslint/no-explicit-any
      any
    >;
    expect(paths!['/api/page'].get.responses[200].content).toHaveProperty('text/csv');
    const { data } = paths!['/api/page'].get.responses[200].content['application/json'].schema.properties;
    expect(data.properties.cities.type).toEqual(['object', 'null']);
    const city = data.properties.cities.properties.nodes.items;
    expect(city.required).toEqual(['id', 'region', 'name']);
    expect(city.properties.region).toMatchObject({ $ref: '#/components/schemas/Region' });
    expect(Object.keys(city.properties.name.properties)).toEqual(['th', 'en']);
    const { items } = data.properties.timeline.properties.items.properties.nodes;
    expect(items.required).toEqual(['__typename']);
    expect(components!.schemas.CityFilter.properties.region).toMatchObject({
      type: 'array',
      items: { type: 'string', $ref: '#/components/schemas/Region' },
    });
  });
});

function fail(file: string, reason: string): never {
  throw new Error(`${file}: ${reason}`);
}

import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';
import { dataAndErrors } from './data-and-errors.js';
import { expectNoSecrets } from './expect-no-secrets.js';

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

afterEach(() => {
  graph.stations.behave();
  graph.readings.behave();
  graph.readings.received.length = 0;
});

const TOUR = 'query ($ids: [ID!]!) { tour(ids: $ids) { id latest { celsius } } }';
const tour = async (...ids: string[]) => dataAndErrors((await gateway.query(TOUR, { ids })).body);
const stop = (id: string, celsius: number | null) => ({ id, latest: celsius === null ? null : { celsius } });

type Entity = Record<string, unknown> | null;

/** Changes the entities in the responses of the subgraph `readings`. */
function tamper(
  change: (entities: Entity[]) => unknown,
  errors?: (representations: { id: string }[]) => object[],
): void {
  graph.readings.behave(async (_request, response, honest) => {
    const { variables } = JSON.parse(graph.readings.received.at(-1)!.body) as {
      variables: { representations: { id: string }[] };
    };
    const { data } = JSON.parse(JSON.stringify(await honest())) as { data: { _entities: Entity[] } };
    response.setHeader('content-type', 'application/json').end(
      JSON.stringify({
        data: { _entities: change(data._entities) },
        ...(errors && { errors: errors(variables.representations) }),
      }),
    );
  });
}

const emptied = (path: (string | number)[], code = 'SUBGRAPH_BAD_ANSWER') => ({
  message: expect.any(String),
  path,
  extensions: { code, service: 'readings' },
});
const byPath = (errors: { path?: unknown }[]) =>
  [...errors].sort((one, other) => (JSON.stringify(one.path) < JSON.stringify(other.path) ? -1 : 1));

describe('each entity has its own data', () => {
  test('with duplicates, nulls and unknown entities in the list', async () => {
    expect(await tour('south', 'nowhere', 'north', 'south', 'west', 'nowhere', 'north')).toEqual({
      data: {
        tour: [
          stop('south', 33),
          null,
          stop('north', 11.5),
          stop('south', 33),
          stop('west', null),
          null,
          stop('north', 11.5),
        ],
      },
    });
    expect(graph.readings.received).toHaveLength(1);
  });

  test('with an empty list', async () => {
    expect(await tour()).toEqual({ data: { tour: [] } });
    expect(await tour('nowhere')).toEqual({ data: { tour: [null] } });
    expect(graph.readings.received).toEqual([]);
  });

  test('an unknown entity is no error when its fields are nullable', async () => {
    expect(await tour('west')).toEqual({ data: { tour: [stop('west', null)] } });
  });

  const COUNTS = '{ tour(ids: ["west", "north", "west"]) { id count } }';
  const dangling = (place: number) => ({
    message: 'The subgraph "readings" has no record of what is referenced here.',
    path: ['tour', place, 'count'],
    extensions: { code: 'REFERENCE_NOT_FOUND', service: 'readings' },
  });

  test('an unknown entity with a non-null field is REFERENCE_NOT_FOUND, with a message that names the subgraph', async () => {
    const { body } = await gateway.query(COUNTS);
    expect(dataAndErrors(body)).toEqual({
      data: { tour: [null, { id: 'north', count: 2 }, null] },
      errors: [dangling(0), dangling(2)],
    });
    expect((await gateway.query(COUNTS, {}, { 'accept-language': 'th' })).body.errors[0]).toEqual({
      ...dangling(0),
      message: 'ไม่มีรายการที่อ้างถึงในข้อมูลส่วน "readings"',
    });
  });

  test('the path of such an error has the alias of the client', async () => {
    const { body } = await gateway.query('{ t: tour(ids: ["west"]) { id n: count } }');
    expect(dataAndErrors(body)).toEqual({ data: { t: [null] }, errors: [{ ...dangling(0), path: ['t', 0, 'n'] }] });
  });

  test('a known entity without a non-null field is SUBGRAPH_BAD_ANSWER', async () => {
    tamper((entities) => entities.map((entity) => entity && { ...entity, count: null }));
    const { body } = await gateway.query('{ tour(ids: ["north"]) { id count } }');
    expect(dataAndErrors(body)).toEqual({ data: { tour: [null] }, errors: [emptied(['tour', 0, 'count'])] });
  });

  test('an entity that could not be read has its own error and is not reported as missing', async () => {
    tamper(
      () => [null],
      () => [
        {
          message: 'The database does not respond.',
          path: ['_entities', 0],
          extensions: { code: 'DATABASE_UNAVAILABLE' },
        },
      ],
    );
    const { body } = await gateway.query('{ tour(ids: ["north"]) { id count } }');
    expect(dataAndErrors(body)).toEqual({
      data: { tour: [null] },
      errors: [emptied(['tour', 0, 'count'], 'DATABASE_UNAVAILABLE')],
    });
  });
});

describe('a list of entities that does not match the representations is not used', () => {
  const lists: [string, (entities: Entity[]) => unknown][] = [
    ['the first left out', (entities) => entities.slice(1)],
    ['the last left out', (entities) => entities.slice(0, -1)],
    ['one too many', (entities) => [...entities, entities[0]]],
    ['one in front', (entities) => [null, ...entities]],
    ['empty', () => []],
    ['null', () => null],
    ['an object', (entities) => ({ ...entities })],
    ['of text', (entities) => entities.map(() => 'north')],
    ['of lists', (entities) => entities.map((entity) => [entity])],
    ['with a number in it', (entities) => entities.map((entity, index) => (index === 0 ? 7 : entity))],
  ];
  test.each(lists)('%s', async (_name, change) => {
    tamper(change);
    const body = await tour('south', 'nowhere', 'north', 'south');
    expect(body.data).toEqual({ tour: [stop('south', null), null, stop('north', null), stop('south', null)] });
    expect(byPath(body.errors)).toEqual([
      emptied(['tour', 0, 'latest']),
      emptied(['tour', 2, 'latest']),
      emptied(['tour', 3, 'latest']),
    ]);
    expectNoSecrets(body);
    graph.readings.behave();
    expect(await tour('south', 'nowhere', 'north')).toEqual({
      data: { tour: [stop('south', 33), null, stop('north', 11.5)] },
    });
  });
});

describe('a value of the wrong type is null, with an error', () => {
  const values: [string, unknown, (string | number)[]][] = [
    ['text for a number', { celsius: 'hot' }, ['celsius']],
    ['a boolean for a number', { celsius: true }, ['celsius']],
    ['an object for a number', { celsius: {} }, ['celsius']],
    ['a list for a number', { celsius: [1] }, ['celsius']],
    ['null for a number that may not be', { celsius: null }, ['celsius']],
    ['a field left out', {}, ['celsius']],
    ['text for an object', 'warm', []],
    ['a list for an object', [{ celsius: 1 }], []],
    ['nothing for an object', undefined, []],
  ];
  test.each(values)('%s', async (_name, latest, rest) => {
    tamper((entities) => entities.map((entity, index) => (index === 0 ? { ...entity, latest } : entity)));
    expect(await tour('south', 'north')).toEqual({
      data: { tour: [stop('south', null), stop('north', 11.5)] },
      errors: [emptied(['tour', 0, 'latest', ...rest])],
    });
  });

  test('in each element of a list', async () => {
    tamper((entities) =>
      entities.map((entity) => ({ ...entity, readings: [{ celsius: 1 }, 'two', null, { celsius: 4 }] })),
    );
    const { body } = await gateway.query('{ tour(ids: ["north"]) { readings { celsius } latest { celsius } } }');
    expect(body.data).toEqual({ tour: [{ readings: null, latest: { celsius: 11.5 } }] });
    expect(body.errors).toEqual([emptied(['tour', 0, 'readings', 1]), emptied(['tour', 0, 'readings', 2])]);
  });

  test('a list for a number, under an alias, in a fragment', async () => {
    tamper((entities) => entities.map((entity) => ({ ...entity, latest: { celsius: [] } })));
    const { body } = await gateway.query(
      '{ tour(ids: ["north"]) { ...Now } } fragment Now on Station { now: latest { c: celsius } }',
    );
    expect(dataAndErrors(body)).toEqual({
      data: { tour: [{ now: null }] },
      errors: [emptied(['tour', 0, 'now', 'c'])],
    });
  });

  test('of a root field', async () => {
    graph.stations.behave((_request, response) =>
      response
        .setHeader('content-type', 'application/json')
        .end('{"data":{"stations":{"0":{"id":"north","name":"North"}}}}'),
    );
    const { body } = await gateway.query('{ stations { name } hottest { celsius } }');
    expect(dataAndErrors(body)).toEqual({
      data: { stations: null, hottest: { celsius: 33 } },
      errors: [
        {
          message: expect.any(String),
          path: ['stations'],
          extensions: { code: 'SUBGRAPH_BAD_ANSWER', service: 'stations' },
        },
      ],
    });
  });

  test('an entity whose key is null is not fetched, and the others keep their positions', async () => {
    graph.stations.behave((_request, response) =>
      response
        .setHeader('content-type', 'application/json')
        .end(
          '{"data":{"tour":[{"__typename":"Station","id":"south"},{"__typename":"Station","id":null},{"__typename":"Station","id":"north"}]}}',
        ),
    );
    const { body } = await gateway.query('{ tour(ids: ["south", "x", "north"]) { latest { celsius } } }');
    expect(body.data.tour[0]).toEqual({ latest: { celsius: 33 } });
    expect(body.data.tour[2]).toEqual({ latest: { celsius: 11.5 } });
    expect(body.data.tour[1]?.latest ?? null).toBeNull();
  });
});

describe('an error of a subgraph', () => {
  test('with a code keeps its message and code, without addresses and stacks', async () => {
    const { status, body } = await gateway.query('{ trouble(kind: "deliberate") hottest { celsius } }');
    expect(status).toBe(200);
    expect(dataAndErrors(body)).toEqual({
      data: { trouble: null, hottest: { celsius: 33 } },
      errors: [
        {
          message: 'No such kind at [address]',
          path: ['trouble'],
          extensions: { code: 'NOT_FOUND', kind: 'deliberate', service: 'stations' },
        },
      ],
    });
  });

  test('without a code is masked', async () => {
    const { body } = await gateway.query('{ trouble(kind: "x") hottest { celsius } }');
    expect(dataAndErrors(body)).toEqual({
      data: { trouble: null, hottest: { celsius: 33 } },
      errors: [
        {
          message: 'An unexpected error occurred.',
          path: ['trouble'],
          extensions: { code: 'INTERNAL_SERVER_ERROR', service: 'stations' },
        },
      ],
    });
  });

  test('of one entity of several has the path of that entity', async () => {
    const { body } = await gateway.query('{ tour(ids: ["south", "nowhere", "north", "south"]) { id refused } }');
    expect(body.data).toEqual({
      tour: [{ id: 'south', refused: null }, null, { id: 'north', refused: 'fine' }, { id: 'south', refused: null }],
    });
    expect(byPath(body.errors)).toEqual(
      [0, 3].map((index) => ({
        message: 'The south tells nothing.',
        path: ['tour', index, 'refused'],
        extensions: { code: 'FORBIDDEN', service: 'readings' },
      })),
    );
  });

  test('below an alias has the alias in its path', async () => {
    const { body } = await gateway.query('{ first: tour(ids: ["south"]) { why: refused } }');
    expect(dataAndErrors(body)).toEqual({
      data: { first: [{ why: null }] },
      errors: [
        {
          message: 'The south tells nothing.',
          path: ['first', 0, 'why'],
          extensions: { code: 'FORBIDDEN', service: 'readings' },
        },
      ],
    });
  });

  test('of a whole entity has the paths of its fields', async () => {
    tamper(
      (entities) => entities.map((entity, index) => (index === 0 ? null : entity)),
      (representations) => [
        { message: 'Not yours', path: ['_entities', 0], extensions: { code: 'FORBIDDEN', id: representations[0]!.id } },
      ],
    );
    expect(await tour('south', 'north')).toEqual({
      data: { tour: [stop('south', null), stop('north', 11.5)] },
      errors: [
        {
          message: 'Not yours',
          path: ['tour', 0, 'latest'],
          extensions: { code: 'FORBIDDEN', id: 'south', service: 'readings' },
        },
      ],
    });
  });

  test('without a path is reported, and the data stay', async () => {
    tamper(
      (entities) => entities,
      () => [{ message: 'Half asleep', extensions: { code: 'DEGRADED' } }],
    );
    const body = await tour('north');
    expect(body.data).toEqual({ tour: [stop('north', 11.5)] });
    expect(body.errors).toEqual([{ message: 'Half asleep', extensions: { code: 'DEGRADED', service: 'readings' } }]);
  });

  test.each([
    [['_entities', 99, 'latest']],
    [['_entities', 'x']],
    [['elsewhere', 0]],
    [[]],
    [[{}]],
    [['__proto__', 'polluted']],
  ])('with the path %j leaves all other fields', async (path) => {
    tamper(
      (entities) => entities,
      () => [{ message: 'Odd', path, extensions: { code: 'ODD' } }],
    );
    const body = await tour('north');
    expect(body.data).toEqual({ tour: [stop('north', 11.5)] });
    expect(body.errors).toHaveLength(1);
    expect(body.errors[0]).toMatchObject({ message: 'Odd', extensions: { code: 'ODD', service: 'readings' } });
  });

  test('has the real subgraph in extensions.service, also when it names another', async () => {
    tamper(
      (entities) => entities,
      () => [
        {
          message: 'Odd',
          extensions: {
            code: 'ODD',
            service: 'stations',
            http: { status: 500 },
            exception: { stacktrace: ['at db.js:1'] },
          },
        },
      ],
    );
    const { body, status } = await gateway.query(TOUR, { ids: ['north'] });
    expect(status).toBe(200);
    expect(body.errors).toEqual([{ message: 'Odd', extensions: { code: 'ODD', service: 'readings' } }]);
  });
});

describe('a failed fetch on which another depends', () => {
  test('makes the dependent field null', async () => {
    graph.stations.behave((_request, response, honest) => {
      if (graph.stations.received.at(-1)!.query.includes('_entities'))
        return response.setHeader('content-type', 'text/html').end('no');
      return void honest().then((result) =>
        response.setHeader('content-type', 'application/json').end(JSON.stringify(result)),
      );
    });
    const { body } = await gateway.query('{ hottest { celsius station { id comfort } } }');
    expect(dataAndErrors(body)).toEqual({
      data: { hottest: { celsius: 33, station: { id: 'south', comfort: null } } },
      errors: [
        {
          message: expect.any(String),
          path: ['hottest', 'station', 'comfort'],
          extensions: { code: 'SUBGRAPH_BAD_ANSWER', service: 'stations' },
        },
      ],
    });
  });
});

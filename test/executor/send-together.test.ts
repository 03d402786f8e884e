import { describe, expect, test } from '@jest/globals';
import type { FetchNode } from '@apollo/query-planner';
import { buildSchema, parse, validate } from 'graphql';
import { prepareFetch } from '../../gateway/executor/compiled/prepared-fetch.js';
import { createTogether } from '../../gateway/executor/compiled/send-together.js';
import { SubgraphError } from '../../gateway/upstream/subgraph-error.js';

const SUBGRAPH = buildSchema(
  'scalar _Any union _Entity = City | Person type City { id: ID! name(lang: String, first: Int): String } type Person { id: ID! } type Query { _entities(representations: [_Any!]!): [_Entity]! }',
  { assumeValidSDL: true },
);

const cities = fetchOf(
  'query N__a__1($representations:[_Any!]!$lang:String$first:Int){_entities(representations:$representations){...on City{name(lang:$lang first:$first)}}}',
  'N__a__1',
);
const persons = fetchOf(
  'query N__a__2($representations:[_Any!]!$lang:String){_entities(representations:$representations){...on Person{id}...on City{name(lang:$lang)}}}',
  'N__a__2',
);

function fetchOf(operation: string, operationName: string, serviceName = 'a') {
  return prepareFetch({ kind: 'Fetch', serviceName, operation, operationName } as unknown as FetchNode, null);
}

interface Sent {
  service: string;
  query: string;
  variables: Record<string, unknown>;
}

type Answer = {
  data: Record<string, unknown> | null;
  errors?: Array<{ message: string; path?: Array<string | number> }>;
};

/** @returns what sends fetches, and what it has sent */
function sending(answer: (sent: Sent) => Answer) {
  const sent: Sent[] = [];
  const send = createTogether(null)(async (service, body) => {
    const request = {
      service,
      ...(JSON.parse(body.toString('utf8')) as { query: string; variables: Record<string, unknown> }),
    };
    sent.push(request);
    const answered = answer(request);
    return { errors: [], ...answered, bytes: Buffer.from(JSON.stringify(answered)), database: undefined };
  });
  return { send, sent };
}

const names = ({ variables }: Sent): Answer => ({
  data: Object.fromEntries(
    Object.entries(variables).flatMap(([name, list]) =>
      name.startsWith('representations')
        ? [[name === 'representations' ? '_entities' : name.replace('representations', 'e'), list]]
        : [],
    ),
  ),
});

describe('fetches of entities from one subgraph', () => {
  test('that begin at the same moment are sent as one valid request, and each gets its own entities', async () => {
    const { send, sent } = sending(names);
    const [first, second] = await Promise.all([
      send(cities, ['"lang":"TH"', '"first":2'], '{"id":"a"},{"id":"b"}'),
      send(persons, ['"lang":"TH"'], '{"id":"c"}'),
    ]);
    expect(sent).toHaveLength(1);
    expect(sent[0]!.variables).toEqual({
      lang: 'TH',
      first: 2,
      representations0: [{ id: 'a' }, { id: 'b' }],
      representations1: [{ id: 'c' }],
    });
    expect(validate(SUBGRAPH, parse(sent[0]!.query))).toEqual([]);
    expect(first).toMatchObject({ data: { _entities: [{ id: 'a' }, { id: 'b' }] }, field: 'e0' });
    expect(second).toMatchObject({ data: { _entities: [{ id: 'c' }] }, field: 'e1' });
  });

  test('that begin one after the other are sent one after the other', async () => {
    const { send, sent } = sending(names);
    await send(cities, [], '{"id":"a"}');
    await send(persons, [], '{"id":"c"}');
    expect(sent.map(({ variables }) => variables)).toEqual([
      { representations: [{ id: 'a' }] },
      { representations: [{ id: 'c' }] },
    ]);
  });

  test('of different subgraphs are never one request', async () => {
    const { send, sent } = sending(names);
    await Promise.all([
      send(cities, [], '{"id":"a"}'),
      send(
        fetchOf(
          'query N__b__2($representations:[_Any!]!){_entities(representations:$representations){...on City{id}}}',
          'N__b__2',
          'b',
        ),
        [],
        '{"id":"a"}',
      ),
    ]);
    expect(sent.map(({ service }) => service)).toEqual(['a', 'b']);
  });

  test('are asked for one by one when something was wrong, so that an error befalls its own fetch only', async () => {
    const { send, sent } = sending((request) =>
      'representations1' in request.variables || JSON.stringify(request.variables).includes('"c"')
        ? { data: null, errors: [{ message: 'no', path: ['_entities', 0] }] }
        : names(request),
    );
    const [first, second] = await Promise.all([send(cities, [], '{"id":"a"}'), send(persons, [], '{"id":"c"}')]);
    expect(sent).toHaveLength(3);
    expect(first).toMatchObject({ data: { _entities: [{ id: 'a' }] }, errors: [], field: undefined });
    expect(second).toMatchObject({ data: null, errors: [{ message: 'no' }] });
  });

  test('all fail when the subgraph cannot be reached, and it is not asked again', async () => {
    let asked = 0;
    const send = createTogether(null)(async (service) => {
      asked += 1;
      throw new SubgraphError('SUBGRAPH_UNREACHABLE', service, 'refused');
    });
    const settled = await Promise.allSettled([send(cities, [], '{"id":"a"}'), send(persons, [], '{"id":"c"}')]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(asked).toBe(1);
  });

  test('stay apart when together they are larger than servers take', async () => {
    const { send, sent } = sending(names);
    const many = Array.from({ length: 4_000 }, (_, index) => `{"id":"${index}"}`).join(',');
    await Promise.all([send(cities, [], many), send(persons, [], many)]);
    expect(sent).toHaveLength(2);
  });

  test.each([
    [
      'fragments',
      'query($representations:[_Any!]!){_entities(representations:$representations){...F}} fragment F on City{id}',
    ],
    [
      'another field beside it',
      'query($representations:[_Any!]!){_entities(representations:$representations){...on City{id}}_service{sdl}}',
    ],
    [
      'a variable that is called as ours',
      'query($representations:[_Any!]!$representations0:Int){_entities(representations:$representations){...on City{name(first:$representations0)}}}',
    ],
  ])('stay apart for %s', (_name, operation) => {
    expect(fetchOf(operation, 'N').part).toBeNull();
  });
});

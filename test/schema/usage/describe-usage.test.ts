import { describe, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { readFieldOwners } from '../../../gateway/schema-docs/field-owners.js';
import {
  describeBusiest,
  describeUnused,
  describeUsers,
  isKnown,
} from '../../../scripts/schema/usage/describe-usage.js';
import { createFindUsers } from '../../../scripts/schema/usage/find-users.js';
import type { OperationUsage, UsageRecord } from '../../../scripts/schema/usage/read-usage.js';
import { renderView } from '../../../scripts/schema/usage/render-view.js';

const api = buildSchema(`
  type Query { city(id: ID!): City place: Place }
  interface Place { size: Int }
  type City implements Place { id: ID! size: Int mayor: String filtered(by: Filter): Int }
  input Filter { from: Int }
`);
const supergraph = buildSchema(
  `
  enum join__Graph { A @join__graph(name: "a", url: "") B @join__graph(name: "b", url: "") }
  type Query @join__type(graph: A) { city(id: ID!): City place: Place }
  interface Place @join__type(graph: A) { size: Int }
  type City implements Place @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") {
    id: ID!
    size: Int @join__field(graph: A)
    mayor: String @join__field(graph: B)
    filtered(by: Filter): Int @join__field(graph: A, external: true) @join__field(graph: B, requires: "size")
  }
  input Filter @join__type(graph: B) { from: Int }
`,
  { assumeValid: true, assumeValidSDL: true },
);
const DAY = '2026-11-20T00:00:00.000Z';

function operation(overrides: Partial<OperationUsage>): OperationUsage {
  const counts = { count: 3, firstSeen: DAY, lastSeen: DAY };
  return {
    hash: 'abcdef0123456789',
    name: 'OneCity',
    type: 'query',
    document: '',
    fields: ['Query.city', 'City.mayor'],
    arguments: ['Query.city(id:)'],
    inputs: ['Filter.from'],
    conditions: [],
    clients: [{ name: 'dashboard', version: '2', ...counts }],
    ...counts,
    ...overrides,
  };
}
const usage: UsageRecord = {
  since: DAY,
  dropped: [],
  gateways: ['a'],
  operations: [operation({}), operation({ hash: '99', name: null, fields: ['Query.place', 'Place.size'], inputs: [] })],
};

describe('the users of a part of the schema', () => {
  test.each([
    { coordinate: 'City.mayor', users: ['OneCity'] },
    { coordinate: 'Query.city(id:)', users: ['OneCity', null] },
    { coordinate: 'Filter.from', users: ['OneCity'] },
    { coordinate: 'City', users: ['OneCity'] },
    { coordinate: 'City.size', users: [null] },
    { coordinate: 'City.id', users: [] },
    { coordinate: 'Place', users: [null] },
    { coordinate: 'Query', users: ['OneCity', null] },
    { coordinate: 'Filter', users: ['OneCity'] },
  ])('of $coordinate are $users', ({ coordinate, users }) => {
    expect(createFindUsers(usage, api)(coordinate).map(({ name }) => name)).toEqual(users);
  });

  test('of a field of an interface that implements another one are those that select it of the other one', () => {
    const schema = buildSchema(`
      interface Place { size: Int }
      interface Region implements Place { size: Int }
      type Query { place: Place region: Region }`);
    expect(createFindUsers(usage, schema)('Region.size').map(({ name }) => name)).toEqual([null]);
  });

  test('are shown with operation, client, count and day', () => {
    expect(renderView(describeUsers(usage, 'City.mayor', api), 'text')).toBe(
      [
        '1 operation asked for City.mayor, 3 times, last on 2026-11-20.',
        'Recorded by 1 gateway, complete since 2026-11-20.',
        '  operation  hash          client       count  last asked',
        '  OneCity    abcdef012345  dashboard 2  3      2026-11-20',
        '',
      ].join('\n'),
    );
  });

  test('are none for a part that only the schema has, and a part that neither has is not known', () => {
    expect(renderView(describeUsers(usage, 'City.id', api), 'markdown')).toContain('Nobody asked for City.id.');
    expect(['City.id', 'City', 'City.removed'].map((coordinate) => isKnown(coordinate, usage, api))).toEqual([
      true,
      true,
      false,
    ]);
  });
});

test('the fields that nobody asked for stand at the subgraphs that resolve them', () => {
  const { title, data } = describeUnused(usage, api, readFieldOwners(supergraph));
  expect(title).toBe('Nobody asked for 2 of 7 fields.');
  expect(data).toMatchObject({ unused: { a: ['City.id'], b: ['City.id', 'City.filtered'] } });
});

test('a gateway that had no room for all operations is named', () => {
  const { notes, data } = describeBusiest({ ...usage, dropped: [{ gateway: 'a', until: DAY }] });
  expect(notes).toContain(
    'The gateway a had no room for all operations: some that were last sent until 2026-11-20 are missing.',
  );
  expect(data).toMatchObject({ dropped: [{ gateway: 'a', until: DAY }] });
});

describe('without a record nothing is said of what nobody asks', () => {
  const none: UsageRecord = { since: null, dropped: [], gateways: [], operations: [] };

  test.each([
    {
      title: 'the users of a field',
      view: describeUsers(none, 'City.size', api),
      first: 'It is not known who asks for City.size.',
    },
    { title: 'the busiest operations', view: describeBusiest(none), first: 'It is not known what clients ask.' },
    {
      title: 'unused fields',
      view: describeUnused(none, api, readFieldOwners(supergraph)),
      first: 'It is not known which fields nobody asks for.',
    },
  ])('$title', ({ view, first }) => {
    expect(renderView(view, 'text')).toBe(
      `${first}\nThere is no record of usage: gateways write it to USAGE_FOLDER. Name the folders with --from.\n`,
    );
  });
});

test('numbers of fields are written in one way', () => {
  const many = Array.from({ length: 1_200 }, (_, index) => `f${index}: Int`).join(' ');
  const { title } = describeUnused(usage, buildSchema(`type Query { ${many} }`), readFieldOwners(supergraph));
  expect(title).toBe('Nobody asked for 1,200 of 1,200 fields.');
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { cities } from '../../subgraphs/cities/index.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';

let subgraph: RunningSubgraph;

beforeAll(async () => {
  subgraph = await startSubgraph(cities as unknown as Subgraph);
});
afterAll(() => subgraph?.close());

test('a stored value that its type does not take is not told to clients', async () => {
  const uri = process.env['TEST_MONGODB_URI'] as string;
  const database = await mongoose.createConnection(uri, { dbName: subgraph.databaseName }).asPromise();
  await database.collection('cities').updateOne({ _id: 'th-yala' as never }, { $set: { kind: 'SECRET' } });
  await database.close();
  const { errors } = await subgraph.ask('{ city(id: "th-yala") { kind } }');
  expect(errors).toMatchObject([
    { message: 'An unexpected error occurred.', path: ['city', 'kind'], extensions: { code: 'INTERNAL_SERVER_ERROR' } },
  ]);
});

test('a variable that is null where null is not taken is a mistake of the client, which is told its argument', async () => {
  const { errors } = await subgraph.ask(
    'query ($first: Int) { searchCities(text: "a", first: $first) { city { id } } }',
    {
      first: null,
    },
  );
  expect(errors).toMatchObject([
    { message: expect.stringContaining('must not be null'), extensions: { code: 'BAD_USER_INPUT', argument: 'first' } },
  ]);
});

test('what is wrong with a document is told as graphql-js says it', async () => {
  const { errors } = await subgraph.ask('{ city(id: "th-yala") { nothing } }');
  expect(errors).toEqual([
    {
      message: 'Cannot query field "nothing" on type "City".',
      locations: expect.anything(),
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    },
  ]);
});

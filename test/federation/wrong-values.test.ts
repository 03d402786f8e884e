import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startGraph, type RunningGraph } from '../graph.js';

let graph: RunningGraph;

beforeAll(async () => {
  graph = await startGraph();
}, 120_000);
afterAll(() => graph?.close());

test.each([
  ['{ city(id: "th-yala") { statusOn(date: "2020-02-30") { status } } }', '2020-02-30'],
  ['{ timeline(from: "2020-13-01") { items(first: 1) { totalCount } } }', '2020-13-01'],
  ['{ eventStats(from: "nonsense") { count } }', 'nonsense'],
  ['{ upcomingEvents(asOf: "x") { totalCount } }', 'x'],
  ['{ cities(filter: { reached: { status: DESIGNATED, by: "x" } }) { totalCount } }', 'x'],
  ['{ events(filter: { within: { from: "x" } }) { totalCount } }', 'x'],
])('a value that no scalar takes is the client’s mistake: %s', async (query, value) => {
  for (const language of ['en', 'th']) {
    const { body } = await graph.gateway.query(query.replace('{ items(first: 1) { totalCount } }', '{ __typename }'), {}, { 'accept-language': language });
    expect(body.errors).not.toEqual([]);
    for (const error of body.errors) {
      expect(error.extensions.code).toBe('BAD_USER_INPUT');
      expect(error.message).toContain(value);
      expect(/[ก-๙]/.test(error.message)).toBe(language === 'th');
    }
  }
});

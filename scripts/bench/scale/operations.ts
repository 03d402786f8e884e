import type { Operation } from '../operation.js';
import { operations } from '../operations.js';

/** Searches for texts that differ, so that none is shared. */
const SEARCHES = [
  'phuket',
  'ภูเก็ต',
  'chieng mai',
  'khon kaen',
  'นคร',
  'smart',
  'mastercard',
  'ยะลา',
  'korat',
  'honolulu',
];

/** What grows with the data, if anything does: a record, a page of all, a search, charts. */
export const growing: readonly Operation[] = [
  ...operations.filter(({ name }) => ['one-city', 'network-20'].includes(name)),
  {
    name: 'search',
    title: 'A search in all collections',
    rows: 10,
    requests: 200,
    quickRequests: 60,
    warmUp: 100,
    connections: 4,
    bodies: async () =>
      SEARCHES.map((text) => ({
        query:
          'query Find($text: String!) { searchCities(text: $text) { city { id } } searchPartners(text: $text) { match } searchEvents(text: $text) { event { id } } }',
        variables: { text },
      })),
  },
  {
    name: 'charts',
    title: 'Three charts of all records',
    rows: 1,
    requests: 20,
    quickRequests: 10,
    warmUp: 10,
    connections: 1,
    bodies: async () =>
      [1, 2, 3, 4].map((index) => ({
        query: `query Charts${index} { cityStats(groupBy: REGION) { key count } partnerStats(groupBy: KIND) { key count } eventStats(groupBy: KIND) { key count } }`,
      })),
  },
];

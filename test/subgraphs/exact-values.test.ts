import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AUDIENCE, bearer, ISSUER, keyFile, newKeys, tokenOf } from '../auth/tokens.js';
import { startGraph, type RunningGraph } from '../graph.js';

const keys = newKeys();
let key: Awaited<ReturnType<typeof keyFile>>;
let graph: RunningGraph;
let admin: Record<string, string>;

beforeAll(async () => {
  key = await keyFile(keys);
  graph = await startGraph({
    AUTH_PUBLIC_KEY_FILE: key.file,
    AUTH_ISSUER: ISSUER,
    AUTH_AUDIENCE: AUDIENCE,
  });
  admin = bearer(await tokenOf(keys, { sub: 'ploy', roles: ['network-admin'] }));
}, 120_000);

afterAll(async () => {
  await graph?.close();
  await key?.remove();
});

/** Sends a body as it is: JSON.stringify would round the numbers itself. */
async function send(query: string, variables: string, headers: Record<string, string> = {}) {
  const { body } = await graph.gateway.send('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: `{"query":${JSON.stringify(query)},"variables":${variables}}`,
  });
  return body;
}

const EVENT = 'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id name { en } aliases } }';
const eventOf = (key: string, more: object = {}) => ({
  idempotencyKey: key,
  name: { en: 'Open day' },
  kind: 'CONFERENCE',
  hosts: ['depa'],
  ...more,
});

test.each([
  ['a variable', 'query ($id: ID!) { city(id: $id) { id } }', '{"id":9007199254740993}', 'id'],
  [
    'a list',
    'query ($ids: [ID!]) { cities(filter: { ids: $ids }) { totalCount } }',
    '{"ids":["th-yala",9007199254740993]}',
    'filter.ids.1',
  ],
  [
    'an input',
    EVENT,
    JSON.stringify({ input: eventOf('x') }).replace('"idempotencyKey":"x"', '"idempotencyKey":9007199254740993'),
    'input.idempotencyKey',
  ],
])('an id in %s that is a number which JSON rounds is refused', async (_place, query, variables, argument) => {
  for (const language of ['en', 'th']) {
    const body = await send(query, variables, { ...admin, 'accept-language': language });
    expect(body.errors).toMatchObject([
      {
        message: expect.stringContaining(language === 'en' ? 'send it as a string' : 'โปรดส่งเป็นข้อความ'),
        extensions: { code: 'BAD_USER_INPUT', argument },
      },
    ]);
  }
});

test('a subgraph refuses such a number too, whoever asks it', async () => {
  const cities = graph.subgraphs.get('cities')!;
  const query = 'query ($id: ID!) { city(id: $id) { id } }';
  for (const id of [2 ** 53, -(2 ** 53)]) {
    const { errors } = await cities.ask(query, { id });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'id' } }]);
  }
});

test('an id that is a number of any size in the document is read as it stands there', async () => {
  const cities = graph.subgraphs.get('cities')!;
  cities.forget();
  const { body } = await graph.gateway.query('{ city(id: 9007199254740993) { id name { en } } }');
  expect(body).toMatchObject({ data: { city: null } });
  expect(JSON.stringify(cities.fetches)).toContain('9007199254740993');
});

test.each([
  ['a space before', ' Open day'],
  ['a space after', 'Open day '],
  ['a line break after', 'Open day\n'],
  ['a byte order mark before', '\ufeffOpen day'],
  ['a no-break space after', 'Open day\u00a0'],
])('a text with %s it is refused, not cut', async (_where, en) => {
  const { body } = await graph.gateway.query(EVENT, { input: eventOf(`space ${en}`, { name: { en } }) }, admin);
  expect(body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'input.name.en' } }]);
});

test('a text is stored as it was sent, and aliases that differ only in normalisation are one', async () => {
  const name = { en: 'Cafe\u0301  day' };
  const aliases = ['Caf\u00e9', 'Cafe\u0301', 'Cafe'];
  const { body } = await graph.gateway.query(
    'mutation ($input: RegisterPartnerInput!) { registerPartner(input: $input) { name { en } aliases } }',
    {
      input: {
        idempotencyKey: 'as sent',
        id: 'cafe-day',
        name,
        aliases,
        kind: 'CORPORATE',
        description: { en: 'It meets.' },
      },
    },
    admin,
  );
  expect(body).toEqual({ data: { registerPartner: { name, aliases: ['Caf\u00e9', 'Cafe'] } } });
});

test('a name that looks like a reference stands in the timeline as it is', async () => {
  const en = 'Visit {city:th-yala} and {brace} {programme:city-possible}';
  const input = eventOf('reference', { name: { en }, startsOn: '2031-03-03' });
  const { body } = await graph.gateway.query(EVENT, { input }, admin);
  expect(body.errors).toBeUndefined();
  const { timeline } = await graph.read(
    '{ timeline(from: "2031-03-03", to: "2031-03-03") { items { nodes { ... on TimelineMoment { title { en } } } } } }',
  );
  expect(timeline.items.nodes).toEqual([{ title: { en: `“${en}” is announced for this date.` } }]);
  const { timeline: changes } = await graph.read(
    '{ timeline(kinds: [RECORD_CHANGED], first: 100) { items { nodes { ... on RecordChanged { title { en } } } } } }',
  );
  expect(changes.items.nodes.map(({ title }: { title: { en: string } }) => title.en)).toContain(
    `“${en}”: event announced.`,
  );
});

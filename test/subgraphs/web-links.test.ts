import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cities } from '../../subgraphs/cities/index.js';
import { events } from '../../subgraphs/events/index.js';
import { partners } from '../../subgraphs/partners/index.js';
import { cityModel } from '../../subgraphs/cities/city/city.model.js';
import { openDatabase } from '../../subgraphs/runtime/database/database.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import type { Caller } from '../../subgraphs/protocol/caller.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { admin } from './events-writer.js';
import { expectVerified } from '../verify/verified.js';
import { mutationOf } from '../mutation-of.js';

const subgraphs = new Map<string, RunningSubgraph>();
beforeAll(async () => {
  for (const subgraph of [cities, partners, events])
    subgraphs.set(subgraph.name, await startSubgraph(subgraph as unknown as Subgraph));
}, 120_000);
afterAll(async () => {
  for (const subgraph of subgraphs.values()) await subgraph.close();
});

let keys = 0;
async function write(subgraph: string, mutation: string, input: object, selection: string, caller: Caller = admin) {
  const { data, errors } = await subgraphs
    .get(subgraph)!
    .ask(
      mutationOf(mutation, `{ ${selection} }`),
      { input: { idempotencyKey: `key-${(keys += 1)}`, ...input } },
      { caller },
    );
  return { answer: data?.[mutation], error: errors?.[0] };
}

const LINKS = 'webLinks { url title { th en } }';
const name = { en: 'Linked record' };
const source = { title: 'A page' };
const description = { en: 'What it is.' };

interface Kind {
  kind: string;
  subgraph: string;
  create: readonly [mutation: string, input: object];
  change: readonly [mutation: string, input: (id: string) => object];
}

const KINDS: Kind[] = [
  {
    kind: 'City',
    subgraph: 'cities',
    create: ['registerCity', { id: 'xx-linked', name, countryCode: 'SG', region: 'ASIA', kind: 'CITY', source }],
    change: ['changeCity', (cityId) => ({ cityId, source })],
  },
  {
    kind: 'Partner',
    subgraph: 'partners',
    create: ['registerPartner', { id: 'linked-partner', name, kind: 'ACADEMIC', description }],
    change: ['changePartner', (partnerId) => ({ partnerId })],
  },
  {
    kind: 'Programme',
    subgraph: 'partners',
    create: ['registerProgramme', { id: 'linked-programme', name, kind: 'CITY_NETWORK', description, source }],
    change: ['changeProgramme', (programmeId) => ({ programmeId, source })],
  },
  {
    kind: 'Solution',
    subgraph: 'partners',
    create: [
      'publishSolution',
      { id: 'linked-solution', ownerId: 'depa', name, kind: 'PLATFORM', description, addresses: ['PUBLIC_SAFETY'] },
    ],
    change: ['changeSolution', (solutionId) => ({ solutionId })],
  },
  {
    kind: 'Event',
    subgraph: 'events',
    create: ['createEvent', { name, kind: 'CONFERENCE', hosts: ['depa'], startsOn: '2099-01-01' }],
    change: ['changeEvent', (eventId) => ({ eventId })],
  },
];

const webLinks = [
  { url: 'https://example.org/', title: { th: 'หน้าแรก' } },
  { url: 'https://example.org/data?year=2024' },
];
const stored = [
  { url: 'https://example.org/', title: { th: 'หน้าแรก', en: null } },
  { url: 'https://example.org/data?year=2024', title: null },
];

describe.each(KINDS)('the links of a $kind', ({ subgraph, create: [create, input], change: [change, changed] }) => {
  let id: string;

  test('are those that its writer gave, in their order', async () => {
    const { answer, error } = await write(subgraph, create, { ...input, webLinks }, `id ${LINKS}`);
    expect(error).toBeUndefined();
    expect(answer.webLinks).toEqual(stored);
    id = answer.id;
  });

  test('stay when a change is silent about them, give way to others, and null takes them out; the history says so', async () => {
    const why = 'as the page says';
    const silent = await write(subgraph, change, { ...changed(id), why, name: { en: 'Linked thing' } }, LINKS);
    expect(silent).toEqual({ answer: { webLinks: stored }, error: undefined });
    const [, second] = webLinks;
    const fewer = await write(subgraph, change, { ...changed(id), why, webLinks: [second] }, LINKS);
    expect(fewer).toEqual({ answer: { webLinks: [stored[1]] }, error: undefined });
    const none = await write(
      subgraph,
      change,
      { ...changed(id), why, webLinks: null },
      `${LINKS} history(first: 1) { nodes { fields { path before after } } }`,
    );
    expect(none).toMatchObject({ answer: { webLinks: [] }, error: undefined });
    expect(JSON.stringify(none.answer.history.nodes[0].fields)).toContain('year=2024');
  });

  test.each([
    { of: 'of another protocol', given: [{ url: 'javascript:alert(1)' }], argument: 'input.webLinks.0.url' },
    { of: 'with a password', given: [{ url: 'https://a:b@example.org' }], argument: 'input.webLinks.0.url' },
    {
      of: 'that is too long',
      given: [{ url: `https://example.org/${'a'.repeat(2_000)}` }],
      argument: 'input.webLinks.0.url',
    },
    {
      of: 'that is there twice',
      given: [{ url: 'https://example.org' }, { url: 'https://EXAMPLE.org/' }],
      argument: 'input.webLinks.1.url',
    },
    {
      of: 'with an empty title',
      given: [{ url: 'https://example.org', title: { en: '' } }],
      argument: 'input.webLinks.0.title.en',
    },
    {
      of: 'beyond the 20th',
      given: Array.from({ length: 21 }, (_, at) => ({ url: `https://example.org/${at}` })),
      argument: 'input.webLinks',
    },
  ])('are refused with one $of', async ({ given, argument }) => {
    const { error } = await write(subgraph, change, { ...changed(id), why: 'x', webLinks: given }, LINKS);
    expect(error.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
  });
});

test('the links of a person are given with an appointment and corrected with it', async () => {
  const appointed = await write(
    'partners',
    'appointOfficer',
    { cityId: 'th-yala', personId: 'linked-person', name, from: '2026-01-01', webLinks },
    'id: kind',
  );
  expect(appointed.error).toBeUndefined();
  const read = async () =>
    (await subgraphs.get('partners')!.ask(`{ person(id: "linked-person") { ${LINKS} } }`)).data.person.webLinks;
  expect(await read()).toEqual(stored);
  const { error } = await write(
    'partners',
    'changeAppointment',
    { cityId: 'th-yala', personId: 'linked-person', from: '2026-01-01', why: 'moved', webLinks: null },
    'id',
  );
  expect(error).toBeUndefined();
  expect(await read()).toEqual([]);
});

test('a record that was stored before there were links has none', async () => {
  const { databaseName } = subgraphs.get('cities')!;
  const database = openDatabase({ uri: process.env['TEST_MONGODB_URI']!, name: databaseName, isPatient: true });
  try {
    await database.connected();
    await database.model(cityModel).collection.updateOne({ _id: 'th-nan' } as never, { $unset: { webLinks: '' } });
    const { data, errors } = await subgraphs.get('cities')!.ask(`{ city(id: "th-nan") { ${LINKS} } }`);
    expect([data, errors]).toEqual([{ city: { webLinks: [] } }, undefined]);
  } finally {
    await database.close();
  }
});

test('a city’s officer says where the city is on the web, and nothing else of its facts', async () => {
  const officer = { id: 'officer', roles: ['city-officer:th-nan'] };
  const given = { cityId: 'th-nan', why: 'It moved.', source, webLinks };
  const { answer } = await write('cities', 'changeCity', given, LINKS, officer);
  expect(answer.webLinks).toHaveLength(webLinks.length);
  for (const wrong of [
    { ...given, note: { en: 'A remark.' } },
    { ...given, note: null },
    { ...given, cityId: 'th-yala' },
  ]) {
    const { error } = await write('cities', 'changeCity', wrong, LINKS, officer);
    expect(error.extensions).toMatchObject({ code: 'FORBIDDEN' });
  }
});

test('what these writes left fits together', async () => {
  for (const subgraph of subgraphs.values()) await expectVerified(subgraph);
});

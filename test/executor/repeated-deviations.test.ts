import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Behaviour, HostedSubgraph } from '../gateway/hosted-subgraph.js';
import type { Answer } from '../gateway/start-gateway.js';
import { startJudgedSupergraph, type JudgedSupergraph } from './judged-supergraph.js';

/** More than results that deviate in turn before the next ones are interpreted at once. */
const TIMES = 6;
const PLACES = ['x', 'y'].map((id) => ({ id, size: 2, name: { th: `ชื่อ ${id}`, en: `"${id}"` }, tags: [{ en: id }] }));
const ALL = `{
  places { id size name { th en } tags { en } note visits { day } owner { id name { en } } }
  other: places { name { en } tags { en } visits { day } }
}`;

let graph: JudgedSupergraph;
let places: HostedSubgraph;
let visits: HostedSubgraph;

/** An operation one of whose subgraphs fails for a while: what the others sent is passed on, but where an error touches it. */
beforeAll(async () => {
  graph = await startJudgedSupergraph({
    subgraphs: {
      places: `
        type Query { places: [Place!] }
        type Place @key(fields: "id") { id: ID! size: Int! name: Name @shareable tags: [Tag!] owner: Person }
        type Name { en: String }
        type Tag { en: String }
        type Person @key(fields: "id") { id: ID! }
      `,
      visits: `
        type Place @key(fields: "id") { id: ID! name: Name @shareable note: String visits: [Visit!] }
        type Name { th: String }
        type Visit { day: String! }
        type Person @key(fields: "id") { id: ID! name: PersonName }
        type PersonName { en: String }
      `,
    },
    resolvers: {
      Query: { places: () => PLACES },
      Place: {
        note: () => null,
        visits: () => [{ day: 'Monday' }, { day: 'Friday' }],
        owner: () => ({ id: 'p', name: { en: 'A person' } }),
      },
    },
    entities: {
      Place: ({ id }) => PLACES.find((row) => row.id === id) ?? null,
      Person: ({ id }) => ({ id, name: { en: 'A person' } }),
    },
  });
  places = graph.subgraph('places');
  visits = graph.subgraph('visits');
}, 60_000);

afterAll(() => graph?.close());
afterEach(() => {
  places.behave();
  visits.behave();
});

test('a result that a failing subgraph leaves incomplete is the same each time', async () => {
  visits.behave(sendJson({ data: null, errors: [{ message: 'No database.' }] }));
  const bodies = await sendOften();
  expect(bodies[0]!.data).toMatchObject({
    places: [
      { id: 'x', size: 2, name: { th: null, en: '"x"' }, tags: [{ en: 'x' }], note: null, visits: null },
      { id: 'y', size: 2, name: { th: null, en: '"y"' }, tags: [{ en: 'y' }], note: null, visits: null },
    ],
    other: [{ name: { en: '"x"' } }, { name: { en: '"y"' } }],
  });
  expect(bodies[0]!.errors!.map(({ path }: { path: (string | number)[] }) => path.join('.'))).toContain(
    'places.1.name.th',
  );
  for (const body of bodies) expect(body).toEqual(bodies[0]);
});

test('a result that a failing subgraph leaves incomplete has the names of each client', async () => {
  visits.behave(sendJson({ data: null, errors: [{ message: 'No database.' }] }));
  const textOf = (alias: string) => `{ places { ${alias}: note size name { en } tags { en } visits { day } } }`;
  const first = await sendOften(textOf('first'));
  const second = await sendOften(textOf('second'));
  const renamed = JSON.stringify(first).replaceAll('"first"', '"second"');
  expect(JSON.stringify(second)).toBe(renamed);
  expect(second[0]!.data).toMatchObject({ places: [{ second: null, size: 2, name: { en: '"x"' } }, { size: 2 }] });
});

test('a result that a wrong value leaves incomplete is the same each time', async () => {
  places.behave(async (_request, response, honest) => {
    const { data } = JSON.parse(JSON.stringify(await honest())) as { data: { places: object[] } };
    const edited = JSON.stringify({ data: { places: data.places.map((place) => ({ ...place, size: 'large' })) } });
    response.writeHead(200, { 'content-type': 'application/json' }).end(edited);
  });
  const bodies = await sendOften();
  expect(bodies[0]!.data).toEqual({ places: null, other: bodies[0]!.data!['other'] });
  for (const body of bodies) expect(body).toEqual(bodies[0]);
});

test('a result after many that were incomplete is complete', async () => {
  visits.behave(sendJson({ data: null, errors: [{ message: 'No database.' }] }));
  await sendOften();
  visits.behave();
  for (let time = 0; time < 2; time += 1) {
    const { body } = await graph.gateway.query(ALL);
    expect(body.errors).toBeUndefined();
    expect(body.data).toEqual((await graph.execute(ALL)).data);
  }
});

async function sendOften(query = ALL) {
  const bodies: Answer['body'][] = [];
  for (let time = 0; time < TIMES; time += 1) bodies.push((await graph.gateway.query(query)).body);
  return bodies;
}

function sendJson(value: object): Behaviour {
  return (_request, response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

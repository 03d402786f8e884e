import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { getIntrospectionQuery, parse, type DocumentNode } from 'graphql';
import { DocumentMeasure } from '../../gateway/limits/document-measure.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';

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

const sizeOf = (document: DocumentNode) => new DocumentMeasure(document).size();

/** Fragments that each spread the next one twice: 1 kB of text, and more fields than there are grains of sand. */
const bomb = `query { stations { ...f0 } } ${Array.from({ length: 26 }, (_, level) => `fragment f${level} on Station { name ...f${level + 1} ...f${level + 1} }`).join(' ')} fragment f26 on Station { id }`;
const nested = (levels: number) => `{ ${'stations { '.repeat(levels)} id ${'}'.repeat(levels)} }`;

test.each([
  [
    'fragments that double each other',
    bomb,
    'The query is too large: it has 134217728 fields, with fragments counted each time they are spread, and the limit is 2000. It is exceeded at "stations.id".',
  ],
  [
    'too many levels',
    nested(10),
    `The query is too large: it has 11 levels of fields, and the limit is 10. It is exceeded at "${'stations.'.repeat(10)}id". Ask for what is deeper in a second request, which begins with the ids that the first one gave.`,
  ],
  [
    'hundreds of levels',
    nested(600),
    `The query is too large: it has 601 levels of fields, and the limit is 10. It is exceeded at "${'stations.'.repeat(10)}stations". Ask for what is deeper in a second request, which begins with the ids that the first one gave.`,
  ],
  [
    'too many levels in a fragment that is spread late',
    `{ stations { id } ...a } fragment a on Query { stations { name latest { celsius } } b: stations { ...b } } fragment b on Station { c: ${nested(10).slice(1, -1)} }`,
    `The query is too large: it has 12 levels of fields, and the limit is 10. It is exceeded at "b.c.${'stations.'.repeat(9).slice(0, -1)}". Ask for what is deeper in a second request, which begins with the ids that the first one gave.`,
  ],
  [
    'a name of thousands of characters',
    `{ ${'x'.repeat(3_000)}: ${nested(10).slice(1, -1)} }`,
    `The query is too large: it has 11 levels of fields, and the limit is 10. It is exceeded at "${'x'.repeat(200)}…". Ask for what is deeper in a second request, which begins with the ids that the first one gave.`,
  ],
  [
    'too many aliases',
    `{ stations { ${Array.from({ length: 31 }, (_, index) => `a${index}: id`).join(' ')} } }`,
    'The query is too large: it has 31 aliases, and the limit is 30. It is exceeded at "stations.a30".',
  ],
  [
    'too many root fields',
    `{ ${'__typename '.repeat(21)} }`,
    'The query is too large: it has 21 fields at the top, and the limit is 20. It is exceeded at "__typename". Send the rest of them in another request.',
  ],
  [
    'too many directives',
    `{ stations { id ${'@include(if: true) '.repeat(51)} } }`,
    'The query is too large: it has 51 directives, and the limit is 50. It is exceeded at "stations.id".',
  ],
  [
    'a field too many times at one place',
    `{ stations { ...f ${'latest { celsius } '.repeat(80)} } } fragment f on Station { ... on Station { ${'latest { celsius } '.repeat(21)} } }`,
    'The query is too large: it has 101 fields of one name at one place, and the limit is 100. It is exceeded at "stations.latest".',
  ],
  [
    'a field too many times in a fragment that spreads itself',
    `{ stations { ...f } } fragment f on Station { latest { station { ...f } } ${'latest { celsius } '.repeat(100)} }`,
    'The query is too large: it has 101 fields of one name at one place, and the limit is 100. It is exceeded at "stations.latest".',
  ],
  [
    'too many comments',
    `{ stations { id } }\n${'#\n'.repeat(2_001)}`,
    'The query is too large: it has more than 2000 words and signs, or comments, which is the limit. It is exceeded in line 2002, column 1.',
  ],
  [
    'too many words',
    `{ ${'stations { id } '.repeat(500)} }`,
    'The query is too large: it has more than 2000 words and signs, or comments, which is the limit. It is exceeded in line 1, column 8001.',
  ],
])(
  'a document with %s is refused before validation, and the gateway answers the next request',
  async (_name, query, message) => {
    graph.stations.received.length = 0;
    const { status, body } = await gateway.query(query);
    expect({ status, body }).toEqual({
      status: 400,
      body: { errors: [{ message, extensions: { code: 'DOCUMENT_TOO_LARGE' } }] },
    });
    expect((await gateway.send(`/graphql?query=${encodeURIComponent(query.slice(0, 12_000))}`)).status).toBe(400);
    expect(graph.stations.received).toEqual([]);
    expect((await gateway.query('{ stations { id } }')).status).toBe(200);
  },
);

test('the refusal is in Thai for a client that prefers Thai', async () => {
  const { body } = await gateway.query(bomb, undefined, { 'accept-language': 'th' });
  expect(body.errors[0].message).toBe(
    'คำสั่งค้นใหญ่เกินไป: จำนวนฟิลด์ นับแฟรกเมนต์ทุกครั้งที่ใช้ เป็น 134217728 แต่กำหนดไว้ไม่เกิน 2000 โดยเกินที่ "stations.id"',
  );
});

test.each([
  ['spreads itself before its alias', '{ ...a } fragment a on Query { ...a x: stations { id } y: stations { id } }'],
  [
    'spreads itself through another one',
    '{ ...a } fragment a on Query { ...b } fragment b on Query { ...a x: stations { id } y: stations { id } }',
  ],
])('the place is found in a fragment that %s', async (_name, query) => {
  const strict = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, LIMIT_ALIASES: '1' });
  expect((await strict.query(query)).body.errors[0].message).toBe(
    'The query is too large: it has 2 aliases, and the limit is 1. It is exceeded at "y".',
  );
  await strict.close();
});

test('the introspection query of tools is not too deep', async () => {
  expect((await gateway.query(getIntrospectionQuery())).body.errors).toBeUndefined();
});

test('limits are set by environment variables', async () => {
  const strict = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, LIMIT_DEPTH: '1' });
  expect((await strict.query('{ stations { id } }')).body.errors[0].extensions).toEqual({ code: 'DOCUMENT_TOO_LARGE' });
  await strict.close();
});

describe('the size of a document', () => {
  test('equals that of the document with its fragments inlined', () => {
    /** A selection set of random nesting, once with fragments and once without. */
    const selection: fc.Memo<{ spread: string; plain: string; fragments: string[] }> = fc.memo((depth) =>
      fc
        .array(
          fc.tuple(
            fc.constantFrom('a', 'b: a', 'c @skip(if: true)'),
            fc.constantFrom('leaf', 'field', 'fragment', 'inline'),
          ),
          { minLength: 1, maxLength: 3 },
        )
        .chain((parts) =>
          fc
            .tuple(
              ...parts.map(([name, kind]) =>
                kind === 'leaf' || depth <= 1
                  ? fc.constant({ spread: name, plain: name, fragments: [] as string[] })
                  : selection(depth - 1).map((inner) => wrapped(name, kind, inner)),
              ),
            )
            .map((all) => ({
              spread: all.map((part) => part.spread).join(' '),
              plain: all.map((part) => part.plain).join(' '),
              fragments: all.flatMap((part) => part.fragments),
            })),
        ),
    );
    let names = 0;
    const wrapped = (name: string, kind: string, inner: { spread: string; plain: string; fragments: string[] }) => {
      if (kind === 'field')
        return {
          spread: `${name} { ${inner.spread} }`,
          plain: `${name} { ${inner.plain} }`,
          fragments: inner.fragments,
        };
      if (kind === 'inline')
        return { spread: `... { ${inner.spread} }`, plain: `... { ${inner.plain} }`, fragments: inner.fragments };
      const own = `f${(names += 1)}`;
      return {
        spread: `...${own}`,
        plain: `... { ${inner.plain} }`,
        fragments: [...inner.fragments, `fragment ${own} on T { ${inner.spread} }`],
      };
    };
    fc.assert(
      fc.property(selection(4), ({ spread, plain, fragments }) => {
        expect(sizeOf(parse(`{ ${spread} } ${fragments.join(' ')}`))).toEqual(sizeOf(parse(`{ ${plain} }`)));
      }),
      { seed: 20201, numRuns: 300 },
    );
  });

  test('of a fragment that spreads itself is finite', () => {
    expect(sizeOf(parse('{ ...a } fragment a on T { x { ...b } } fragment b on T { y ...a }'))).toMatchObject({
      fields: 2,
      depth: 2,
    });
  });
});

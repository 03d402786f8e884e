import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import {
  buildASTSchema,
  getOperationAST,
  Kind,
  parse,
  print,
  visit,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { compileOperation } from '../../gateway/executor/compiled/compile-operation.js';
import { contendedFields } from '../../gateway/executor/compiled/contended-fields.js';
import type { Post } from '../../gateway/executor/compiled/send-together.js';
import { buildPlans } from '../../gateway/executor/compiled/planning/build-plans.js';
import { parseResponse } from '../../gateway/upstream/parse-response.js';
import { editAnswer } from './edit-answer.js';
import { createRandom, type Random } from './random.js';

const SEED = Number(process.env['FUZZ_SEED'] ?? 7);
const EDITS = Number(process.env['FUZZ_EDITS'] ?? 5_000);

const TOWNS = `
  enum Kind { PORT INLAND SECRET @inaccessible }
  scalar Day
  type Text { en: String! th: String }
  interface Place { name: Text! }
  type Harbour implements Place { name: Text! depth: Float! }
  type Market implements Place { name: Text! stalls: Int }
  type Person { name: Text! age: Int }
  type Spot { x: Int! @shareable at: Text @shareable }
  type Town @key(fields: "id") { id: ID! name: Text! size: Int! ratio: Float open: Boolean! kind: Kind founded: Day tags: [String!]! grid: [[Int!]!] mayor: Person people: [Person!] places: [Place!]! spot: Spot @shareable }
  type Query { towns: [Town!]! town: Town }
`;
const FAIRS = `
  type Text @shareable { en: String! th: String }
  type Spot @shareable { y: Int! at: Text }
  type Town @key(fields: "id") { id: ID! fairs: [Fair!]! motto: Text spot: Spot @shareable }
  type Fair @key(fields: "no") { no: ID! title: Text! guest: Town }
`;

const QUERY = `{
  towns {
    id name { th en } size ratio open kind founded tags grid
    mayor { name { en } age } people { age name { __typename en th } }
    places { name { en } ... on Harbour { depth } ... on Market { stalls } }
    fairs { no title { en } guest { id name { en } } }
    motto { en th }
    spot { x y at { en } }
  }
  town { name { en } kind spot { x at { en } } }
}`;

const text = (name: string) => ({ __typename: 'Text', en: `${name} "quoted" \\ and\nmore`, th: `${name}-ไทย` });
const town = (id: string, kind: string | null) => ({
  __typename: 'Town',
  id,
  name: text(id),
  size: id.length,
  ratio: 0.125,
  open: true,
  kind,
  founded: '1900-01-01',
  tags: ['a', ''],
  grid: [[1, 2], []],
  mayor: { __typename: 'Person', name: { __typename: 'Text', en: 'Anna' }, age: null },
  people: [{ __typename: 'Person', age: 3, name: text('p') }],
  places: [
    { __typename: 'Harbour', name: text('Pier'), depth: 9.5 },
    { __typename: 'Market', name: text('Square'), stalls: 12 },
  ],
  spot: { __typename: 'Spot', x: 1_500_000_000, at: text('spot') },
});

const graph = composed();
const planned = buildPlans(graph.sdl);
const newOperation = operationsOf(QUERY);

function operationsOf(query: string) {
  const document = parse(query);
  const plan = planned(document, undefined);
  return () => compileOperation({ ...graph, document, operation: getOperationAST(document)!, conditions: {}, plan });
}

/** As clients ask that keep what they get by its type. */
function withTypesEverywhere(query: string): string {
  return print(
    visit(parse(query), {
      [Kind.SELECTION_SET]: (node, _key, parent) =>
        (parent as { kind: string }).kind === Kind.OPERATION_DEFINITION
          ? undefined
          : {
              ...node,
              selections: [...node.selections, { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
            },
    }),
  );
}

function composed() {
  const link =
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@shareable", "@inaccessible"])';
  const { supergraphSdl, errors } = composeServices([
    {
      name: 'towns',
      typeDefs: parse(`${link}\n${TOWNS.replace('type Text', 'type Text @shareable')}`),
      url: 'http://towns',
    },
    { name: 'fairs', typeDefs: parse(`${link}\n${FAIRS}`), url: 'http://fairs' },
  ]);
  if (!supergraphSdl) throw new AggregateError(errors ?? []);
  const schema = buildASTSchema(parse(supergraphSdl, { noLocation: true }), {
    assumeValid: true,
    assumeValidSDL: true,
  });
  return {
    sdl: supergraphSdl,
    schema,
    apiSchema: Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema(),
    contended: contendedFields(schema),
  };
}

/** What the subgraphs say, in the order that they are asked. */
type Said = readonly (string | Buffer)[];

/** What a subgraph would answer. */
function honest(service: string, body: Buffer): object {
  const { query, variables } = JSON.parse(body.toString('utf8')) as {
    query: string;
    variables: Record<string, { id: string }[]>;
  };
  const [{ selectionSet }] = parse(query).definitions as readonly [OperationDefinitionNode];
  if (!query.includes('_entities'))
    return {
      data: asAsked(
        {
          towns: [town('yala', 'PORT'), town('เมือง', null)],
          town: {
            __typename: 'Town',
            name: text('Yala'),
            kind: 'INLAND',
            spot: { __typename: 'Spot', x: -7, at: null },
          },
        },
        selectionSet,
      ),
    };
  const entity = ({ id }: { id: string }) => ({
    __typename: 'Town',
    ...(service === 'fairs'
      ? {
          fairs: [fair(`${id}-1`, 'yala'), fair(`${id}-2`, null)],
          motto: { __typename: 'Text', en: 'Go', th: null },
          spot: { __typename: 'Spot', y: 2, at: text('spot') },
        }
      : { name: text(id) }),
  });
  return {
    data: Object.fromEntries(
      Object.values(variables).map((list, index) => [
        Object.keys(variables).length === 1 ? '_entities' : `e${index}`,
        list.map((each) =>
          asAsked(entity(each), (selectionSet.selections[index] as { selectionSet: SelectionSetNode }).selectionSet),
        ),
      ]),
    ),
  };
}

const fair = (no: string, guest: string | null) => ({
  __typename: 'Fair',
  no,
  title: text(no),
  guest: guest && { __typename: 'Town', id: guest },
});

/** The fields that are asked for, in that order. */
function asAsked(value: unknown, selectionSet: SelectionSetNode | undefined): unknown {
  if (Array.isArray(value)) return value.map((element) => asAsked(element, selectionSet));
  if (!selectionSet || typeof value !== 'object' || value === null) return value;
  const all = value as Record<string, unknown>;
  return Object.fromEntries(
    selectionSet.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD)
        return [[selection.name.value, asAsked(all[selection.name.value] ?? null, selection.selectionSet)]];
      return selection.kind === Kind.INLINE_FRAGMENT && selection.typeCondition?.name.value === all['__typename']
        ? Object.entries(asAsked(all, selection.selectionSet) as object)
        : [];
    }),
  );
}

/** @returns what the client gets, or that Apollo's executor has to work it out; and what was said */
async function run(
  operation: ReturnType<typeof newOperation>,
  said: (service: string, body: Buffer, nth: number) => string | Buffer,
): Promise<{ told: string; said: Said }> {
  const all: (string | Buffer)[] = [];
  const post: Post = async (service, body, parse) => {
    const answer = said(service, body, all.length);
    all.push(answer);
    const bytes = Buffer.isBuffer(answer) ? answer : Buffer.from(answer);
    return { ...parseResponse(bytes, service, parse), bytes, database: undefined };
  };
  const result = await operation.run({}, post);
  return {
    told:
      'answer' in result
        ? result.answer.toString('utf8')
        : result.records
            .map(({ outcome }) => ('fault' in outcome ? outcome.fault.message : outcome.bytes.toString('utf8')))
            .join('\n'),
    said: all,
  };
}

/** An operation that has run so often that it has readers. */
async function withReaders(from = newOperation): Promise<ReturnType<typeof newOperation>> {
  const operation = from();
  for (let runs = 0; runs < 3; runs += 1)
    await run(operation, (service, body) => JSON.stringify(honest(service, body)));
  return operation;
}

/** The number of texts that are parsed while something is done. */
async function parsedBytes(act: () => Promise<unknown>): Promise<number> {
  const { parse } = JSON;
  let size = 0;
  JSON.parse = (text: string, ...more: []) => {
    size += text.length;
    return parse(text, ...more) as unknown;
  };
  try {
    await act();
  } finally {
    JSON.parse = parse;
  }
  return size;
}

/** Bytes. */
function usedAfterCollection(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let times = 0; times < 4; times += 1) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

describe('an operation that is asked for again', () => {
  test.each([
    ['as it is', newOperation],
    ['with types everywhere', operationsOf(withTypesEverywhere(QUERY))],
  ])('answers the same bytes, of which few were ever parsed: %s', async (_name, from) => {
    const fresh = from();
    const operation = await withReaders(from);
    let written = 0;
    const say = (service: string, body: Buffer) => {
      const answer = JSON.stringify(honest(service, body));
      written += answer.length;
      return answer;
    };
    let first: Awaited<ReturnType<typeof run>>;
    const requests = await parsedBytes(async () => (first = await run(fresh, say)));
    const whole = written;
    let then: Awaited<ReturnType<typeof run>>;
    const size = await parsedBytes(async () => (then = await run(operation, say)));
    expect(then!.told).toBe(first!.told);
    expect(JSON.parse(first!.told)).toMatchObject({
      data: {
        towns: [
          {
            kind: 'PORT',
            places: [{ depth: 9.5 }, { stalls: 12 }],
            fairs: [{ guest: { id: 'yala' } }, { guest: null }],
          },
          { id: 'เมือง' },
        ],
      },
    });
    // The requests are parsed as well; and places, which may be of two types.
    expect(size - (requests - whole)).toBeLessThan(whole / 4);
  });

  test.each([
    ['white space', (answer: string) => JSON.stringify(JSON.parse(answer), null, 2)],
    [
      'escapes that tell a character',
      (answer: string) => answer.replaceAll('Yala', '\\u0059ala').replaceAll('Go', '\\u0e01'),
    ],
    [
      'fields in another order',
      (answer: string) =>
        JSON.stringify(
          JSON.parse(answer, (_, value: unknown) =>
            typeof value === 'object' && value !== null && !Array.isArray(value)
              ? Object.fromEntries(Object.entries(value).reverse())
              : value,
          ),
        ),
    ],
    ['fields that nobody asked for', (answer: string) => answer.replaceAll('{"en":', '{"more":[1,{"en":2}],"en":')],
    [
      'a number in another notation',
      (answer: string) => answer.replaceAll('0.125', '1.25e-1').replaceAll('9.5', '9.50'),
    ],
    ['extensions', (answer: string) => answer.replace(/}$/, ',"extensions":{"cost":1}}')],
    ['a newline at its end', (answer: string) => `${answer}\n`],
    [
      'null of a value that two subgraphs fill, in one',
      (answer: string) => answer.replaceAll(/"spot":\{"x":1500000000,"at":\{[^}]*\}\}/g, '"spot":null'),
    ],
    [
      'null of a value that two subgraphs fill, in the other',
      (answer: string) => answer.replaceAll('"spot":{"y":2}', '"spot":null'),
    ],
  ])('reads an answer that is written with %s as well', async (_name, rewritten) => {
    let isRewritten = false;
    const say = (service: string, body: Buffer) => {
      const answer = JSON.stringify(honest(service, body));
      isRewritten ||= rewritten(answer) !== answer;
      return rewritten(answer);
    };
    const told = (await run(await withReaders(), say)).told;
    expect(isRewritten).toBe(true);
    expect(told).toBe((await run(newOperation(), say)).told);
  });

  test.each([
    ['null where there may be none', '"open":true', '"open":null'],
    ['a value of an enum that clients may not see', '"kind":"PORT"', '"kind":"SECRET"'],
    ['a text for a number', '"size":4', '"size":"4"'],
    ['a fraction for a whole number', '"size":4', '"size":4.5'],
    ['a number too large', '"size":4', '"size":4000000000'],
    ['an object for a text', '"en":"Anna"', '"en":{"toString":1}'],
    ['another type', '"__typename":"Text"', '"__typename":"Person"'],
    ['a control character', '"en":"Anna"', '"en":"An\u0001na"'],
    ['half of a pair', '"en":"Anna"', '"en":"\\ud800"'],
    ['a list that does not end', '"tags":["a",""]', '"tags":["a",""'],
    ['a number that is none', '"ratio":0.125', '"ratio":NaN'],
    ['a name of JavaScript', '"en":"Anna"', '"__proto__":{"en":"Anna"}'],
    ['an end that is none', '}}', '}}}'],
  ])('tells of an answer with %s what it told at first', async (_name, good, bad) => {
    let isThere = false;
    const say = (service: string, body: Buffer) => {
      const answer = JSON.stringify(honest(service, body));
      isThere ||= answer.includes(good);
      return answer.replace(good, bad);
    };
    expect(await run(await withReaders(), say)).toEqual(await run(newOperation(), say));
    expect(isThere).toBe(true);
  });

  test('is read as before after many answers that could not be', async () => {
    const operation = await withReaders();
    const say = (service: string, body: Buffer) => JSON.stringify(honest(service, body));
    for (let nth = 0; nth < 40; nth += 1)
      await run(operation, (service, body) => JSON.stringify({ ...honest(service, body), extensions: {} }));
    const atOnce = await parsedBytes(() => run(operation, say));
    for (let nth = 0; nth < 40; nth += 1) await run(operation, say);
    expect(await parsedBytes(() => run(operation, say))).toBeLessThan(atOnce / 1.5);
  });

  test('keeps nothing of an answer, and little of what its readers were made of', async () => {
    const wide = operationsOf(
      `{ towns { ${Array.from({ length: 200 }, (_, index) => `a${index}: name { en } b${index}: mayor { name { th } }`).join(' ')} } }`,
    );
    const large = 'x'.repeat(2 ** 20);
    const say = (service: string, body: Buffer) =>
      JSON.stringify(honest(service, body)).replace('"en":"', `"en":"${large}`);
    const kept = [];
    await withReaders(wide);
    const before = usedAfterCollection();
    for (let nth = 0; nth < 20; nth += 1) {
      const operation = wide();
      for (let runs = 0; runs < 3; runs += 1) await run(operation, say);
      kept.push(operation);
    }
    expect(usedAfterCollection() - before).toBeLessThan(kept.length * 2 ** 19);
  });

  test(
    `${EDITS} answers, each spoilt in their values or their bytes (seed ${SEED}), are told as at first`,
    async () => {
      const random = createRandom(SEED);
      let answered = 0;
      // A reader that meets nothing but bad answers gives up.
      for (
        let index = 0, operation = await withReaders();
        index < EDITS;
        index += 1, operation = index % 10 === 0 ? await withReaders() : operation
      ) {
        const spoilt = random.below(3);
        const first = await run(newOperation(), (service, body, nth) =>
          nth === spoilt ? edited(random, honest(service, body)) : JSON.stringify(honest(service, body)),
        );
        const then = await run(operation, (_service, _body, nth) => first.said[nth]!);
        if (then.told !== first.told)
          throw new Error(
            `Edit ${index} of seed ${SEED}:\n${first.said.join('\n')}\nat first ${first.told}\nthen     ${then.told}`,
          );
        if (first.told.startsWith('{"data":')) answered += 1;
      }
      expect(answered).toBeGreaterThan(EDITS / 20);
    },
    60_000 + EDITS * 10,
  );
});

function edited(random: Random, answer: object): string | Buffer {
  if (random.chance(0.6)) return JSON.stringify(editAnswer(random, answer));
  const bytes = Buffer.from(JSON.stringify(answer));
  const at = random.below(bytes.length);
  if (random.chance(0.3))
    return Buffer.concat([
      bytes.subarray(0, at),
      Buffer.from(random.pick(['\\u00e9', '\\n', ' ', '1', '{}', '[', ']', '"', 'null'])),
      bytes.subarray(at),
    ]);
  if (random.chance(0.3)) return bytes.subarray(0, at);
  bytes[at] = random.below(0x80);
  return bytes;
}

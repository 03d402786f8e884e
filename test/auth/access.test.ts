import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildClientSchema, getIntrospectionQuery } from 'graphql';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { startGuardedGraph, type GuardedGraph } from './guarded-graph.js';
import { AUDIENCE, bearer, ISSUER, keyFile, newKeys, tokenOf } from './tokens.js';

const keys = newKeys();
let key: Awaited<ReturnType<typeof keyFile>>;
let graph: GuardedGraph;
let gateway: RunningGateway;
let stock: RunningGateway;

const start = (env: Record<string, string> = {}) =>
  startGateway({
    SUPERGRAPH_FILE: graph.supergraphFile,
    AUTH_PUBLIC_KEY_FILE: key.file,
    AUTH_ISSUER: ISSUER,
    AUTH_AUDIENCE: AUDIENCE,
    ...env,
  });

beforeAll(async () => {
  key = await keyFile(keys);
  graph = await startGuardedGraph();
  gateway = await start();
  stock = await start({ EXECUTOR: 'stock' });
});

afterAll(async () => {
  await gateway?.close();
  await stock?.close();
  await graph?.close();
  await key?.remove();
});

beforeEach(() => graph.hosted.forEach(({ received }) => (received.length = 0)));

const fetches = () => graph.hosted.flatMap(({ received }) => received);
const asNobody = (query: string, variables: Record<string, unknown> = {}) => gateway.query(query, variables);
const asCaller = async (scope: string, query: string, variables: Record<string, unknown> = {}) =>
  gateway.query(query, variables, bearer(await tokenOf(keys, { scope })));

/** The documents that a subgraph received. */
const askedTexts = () => fetches().map(({ body }) => (JSON.parse(body) as { query: string }).query);

describe('a caller without a token cannot read a protected field in any form of operation', () => {
  const whole: [string, string, string, string[]][] = [
    ['a field alone', '{ mine }', 'Query.mine', ['mine']],
    [
      'a fragment in a fragment',
      'query { ...F } fragment F on Query { ...G } fragment G on Query { mine }',
      'Query.mine',
      ['mine'],
    ],
    ['a nameless fragment', '{ ... { mine } }', 'Query.mine', ['mine']],
    ['a nameless fragment on the type', '{ ... on Query { mine } }', 'Query.mine', ['mine']],
    ['scopes', '{ either }', 'Query.either', ['either']],
    ['a field of a protected type', '{ safe { code } }', 'Safe', ['safe']],
    ['a protected enum', '{ level }', 'Level', ['level']],
    ['a protected scalar', '{ stamp }', 'Stamp', ['stamp']],
    ['a mutation', 'mutation { put(text: "x") }', 'Mutation.put', ['put']],
    ['a mutation behind an open one', 'mutation { count put(text: "x") }', 'Mutation.put', ['put']],
    ['one of several operations', 'query { mine }', 'Query.mine', ['mine']],
    ['an include', '{ mine @include(if: true) }', 'Query.mine', ['mine']],
    ['no skip', '{ mine @skip(if: false) }', 'Query.mine', ['mine']],
    ['a fragment that is included', '{ ... @include(if: true) { mine } }', 'Query.mine', ['mine']],
    ['both a skipped and another selection', '{ mine @skip(if: true) mine }', 'Query.mine', ['mine']],
  ];
  test.each(whole)(
    '%s is refused as a whole: a mutation, or a query without other fields',
    async (_name, query, coordinate, path) => {
      for (const each of [gateway, stock]) {
        const { status, body } = await each.query(query);
        expect(body).toMatchObject({
          errors: [{ message: 'Sign in to do this.', path, extensions: { code: 'UNAUTHENTICATED', coordinate } }],
        });
        expect({ status, data: body.data, errors: body.errors.length }).toEqual({
          status: 401,
          data: undefined,
          errors: 1,
        });
        expect(fetches()).toEqual([]);
      }
    },
  );

  const ways: [string, string, string, unknown, (string | number)[][], RegExp][] = [
    ['a field', '{ open mine }', 'Query.mine', { open: 'open', mine: null }, [['mine']], /mine/],
    ['an alias', '{ other: mine open }', 'Query.mine', { other: null, open: 'open' }, [['other']], /mine/],
    [
      'a fragment',
      'query { ...F } fragment F on Query { open mine }',
      'Query.mine',
      { open: 'open', mine: null },
      [['mine']],
      /mine/,
    ],
    ['a second field of the same name', '{ a: open b: mine }', 'Query.mine', { a: 'open', b: null }, [['b']], /mine/],
    [
      'the same field twice',
      '{ open mine ... { mine } }',
      'Query.mine',
      { open: 'open', mine: null },
      [['mine']],
      /mine/,
    ],
    [
      'a field beside the name of the type',
      '{ __typename mine }',
      'Query.mine',
      { __typename: 'Query', mine: null },
      [['mine']],
      /mine/,
    ],
    [
      'a field of a field',
      '{ box(id: "b1") { in: inner { label note } } }',
      'Box.note',
      { box: { in: { label: 'I', note: null } } },
      [['box', 'in', 'note']],
      /note/,
    ],
    [
      'the only field that is selected of an object',
      '{ box(id: "b1") { inner { note } } }',
      'Box.note',
      { box: { inner: { note: null } } },
      [['box', 'inner', 'note']],
      /note/,
    ],
    [
      'a fragment on a type of an interface',
      '{ nodes { id ... on Box { note } } }',
      'Box.note',
      { nodes: [{ id: 'b1', note: null }, { id: 'g1' }] },
      [['nodes', 0, 'note']],
      /note/,
    ],
    [
      'a fragment on a type of an interface, beside one on another',
      '{ nodes { ... on Box { note } ... on Bag { note } } }',
      'Box.note',
      { nodes: [{ note: null }, { note: 'soft' }] },
      [['nodes', 0, 'note']],
      /Box \{[^}]*note/,
    ],
    [
      'a fragment on a type of a union',
      '{ things { ... on Box { n: note } } }',
      'Box.note',
      { things: [{ n: null }, {}] },
      [['things', 0, 'n']],
      /note/,
    ],
    [
      'a protected type in a union',
      '{ things { ... on Box { label } ... on Safe { code } } }',
      'Safe',
      { things: [{ label: 'B' }, { code: null }] },
      [['things', 1, 'code']],
      /code/,
    ],
    [
      'the name of a protected type in a union, which may not be null',
      '{ open things { ... on Safe { __typename } } }',
      'Safe',
      { open: 'open', things: null },
      [['things', 1, '__typename']],
      /code/,
    ],
    [
      'an interface whose field one type protects',
      '{ nodes { note } }',
      'Node.note',
      { nodes: [{ note: null }, { note: null }] },
      [
        ['nodes', 0, 'note'],
        ['nodes', 1, 'note'],
      ],
      /note/,
    ],
    [
      'that interface in a union',
      '{ things { ... on Node { note } } }',
      'Node.note',
      { things: [{ note: null }, {}] },
      [['things', 0, 'note']],
      /note/,
    ],
    ['a field of a protected type', '{ open safe { code } }', 'Safe', { open: 'open', safe: null }, [['safe']], /safe/],
    ['a protected enum', '{ open level }', 'Level', { open: 'open', level: null }, [['level']], /level/],
    ['a protected scalar', '{ open stamp }', 'Stamp', { open: 'open', stamp: null }, [['stamp']], /stamp/],
    [
      'a field that requires a protected one',
      '{ box(id: "b1") { price colour } }',
      'Box.price',
      { box: { price: null, colour: 'red' } },
      [['box', 'price']],
      /price|weight/,
    ],
    [
      'a field that may not be null',
      '{ open box(id: "b1") { label inner { secret } } }',
      'Box.secret',
      { open: 'open', box: { label: 'B', inner: null } },
      [['box', 'inner', 'secret']],
      /secret/,
    ],
    [
      'a field that may not be null, in a list that may not hold null',
      '{ open nodes { id ... on Box { secret } } }',
      'Box.secret',
      { open: 'open', nodes: null },
      [['nodes', 0, 'secret']],
      /secret/,
    ],
    [
      'a field that may not be null, all the way up',
      '{ open sealed { secret } }',
      'Sealed.secret',
      null,
      [['sealed', 'secret']],
      /secret/,
    ],
    [
      'a field with a variable that nothing else uses',
      'query ($id: ID! = "b1") { open secretOf(id: $id) }',
      'Query.secretOf',
      { open: 'open', secretOf: null },
      [['secretOf']],
      /secretOf/,
    ],
    [
      'a field beside one in which all is skipped',
      '{ mine box(id: "b1") { inner { label @skip(if: true) } } }',
      'Query.mine',
      { mine: null, box: { inner: {} } },
      [['mine']],
      /mine/,
    ],
    [
      'a name that is like a marker',
      '{ taken_0: open taken_type: open mine }',
      'Query.mine',
      { taken_0: 'open', taken_type: 'open', mine: null },
      [['mine']],
      /mine/,
    ],
  ];
  test.each(ways)(
    '%s is null, and the other fields have their data',
    async (_name, query, coordinate, data, paths, never) => {
      for (const each of [gateway, stock]) {
        for (let time = 0; time < 2; time += 1) {
          const { status, body } = await each.query(query);
          expect({ status, body }).toEqual({
            status: 200,
            body: {
              data,
              errors: paths.map((path) => ({
                message: 'Sign in to do this.',
                path,
                locations: expect.any(Array),
                extensions: expect.objectContaining({ code: 'UNAUTHENTICATED', coordinate }),
              })),
              extensions: { missing: expect.any(Array) },
            },
          });
          for (const text of askedTexts()) expect(text).not.toMatch(never);
        }
      }
    },
  );

  test('a protected field in an empty list or below null has no error', async () => {
    for (const each of [gateway, stock])
      expect((await each.query('{ open nobox: box(id: "none") { note } }')).body).toEqual({
        data: { open: 'open', nobox: null },
      });
  });

  test('errors of subgraphs are kept', async () => {
    graph.hosted[1]!.behave((_request, response) => void response.writeHead(503).end());
    try {
      for (const each of [gateway, stock]) {
        const { body } = await each.query('{ box(id: "b1") { note colour } }');
        expect(body.data).toEqual({ box: { note: null, colour: null } });
        expect(
          body.errors
            .map(({ path, extensions }: { path: unknown; extensions: { code: string } }) => [path, extensions.code])
            .sort(),
        ).toEqual([
          [['box', 'colour'], 'SUBGRAPH_UNREACHABLE'],
          [['box', 'note'], 'UNAUTHENTICATED'],
        ]);
      }
    } finally {
      graph.hosted[1]!.behave();
    }
  });

  test('callers with different scopes each get their own fields of one operation, sequentially and concurrently', async () => {
    const query = 'query Theirs { open mine either box(id: "b1") { weight note } }';
    const of = (mine: unknown, either: unknown, weight: unknown, note: unknown) => ({
      open: 'open',
      mine,
      either,
      box: { weight, note },
    });
    const callers: [string | null, unknown, number][] = [
      [null, of(null, null, null, null), 4],
      ['', of('mine', null, null, 'fragile'), 2],
      ['all', of('mine', 'either', null, 'fragile'), 1],
      ['weigh', of('mine', null, 7, 'fragile'), 1],
      ['all weigh', of('mine', 'either', 7, 'fragile'), 0],
    ];
    const send = async (each: RunningGateway, [scope, data, errors]: (typeof callers)[number]) => {
      const { status, body } = await each.query(
        query,
        {},
        scope === null ? {} : bearer(await tokenOf(keys, { scope })),
      );
      expect({ status, data: body.data, errors: body.errors?.length ?? 0 }).toEqual({ status: 200, data, errors });
    };
    for (const each of [gateway, stock]) {
      for (const caller of [...callers, ...callers.toReversed(), ...callers]) await send(each, caller);
      await Promise.all(Array.from({ length: 50 }, (_, at) => send(each, callers[at % callers.length]!)));
    }
  });
});

describe('a caller without a token reads fields that are not protected', () => {
  const open: [string, string, unknown][] = [
    ['a field', '{ open }', { open: 'open' }],
    [
      'open fields of a type that has others',
      '{ box(id: "b1") { id label colour } }',
      { box: { id: 'b1', label: 'B', colour: 'red' } },
    ],
    [
      'an interface without its protected field',
      '{ nodes { __typename id } }',
      {
        nodes: [
          { __typename: 'Box', id: 'b1' },
          { __typename: 'Bag', id: 'g1' },
        ],
      },
    ],
    [
      'the same field of a type that does not protect it',
      '{ nodes { ... on Bag { note } } }',
      { nodes: [{}, { note: 'soft' }] },
    ],
    [
      'a union, as far as its types are open',
      '{ things { __typename ... on Box { label } } }',
      { things: [{ __typename: 'Box', label: 'B' }, { __typename: 'Safe' }] },
    ],
    ['a protected field that is skipped', '{ open mine @skip(if: true) }', { open: 'open' }],
    ['a protected field that is not included', '{ open ... @include(if: false) { mine } }', { open: 'open' }],
    ['a mutation', 'mutation { __typename }', { __typename: 'Mutation' }],
  ];
  test.each(open)('%s', async (_name, query, data) =>
    expect(await asNobody(query)).toMatchObject({ status: 200, body: { data } }),
  );

  test('an operation beside a protected one in the same document', async () => {
    const query = 'query Mine { mine } query Open { open }';
    const send = (operationName: string) =>
      gateway.send('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, operationName }),
      });
    expect(await send('Open')).toMatchObject({ status: 200, body: { data: { open: 'open' } } });
    expect(await send('Mine')).toMatchObject({ status: 401 });
  });

  test('the schema, which shows protected fields and not the directives of the supergraph', async () => {
    const { status, body } = await asNobody(getIntrospectionQuery());
    expect(status).toBe(200);
    const schema = buildClientSchema(body.data);
    expect(schema.getQueryType()!.getFields()).toHaveProperty('mine');
    expect(Object.keys(schema.getTypeMap()).filter((name) => /scope/i.test(name))).toEqual([]);
  });
});

describe('a variable of @skip or @include decides whether a protected field is selected', () => {
  const query = 'query ($with: Boolean!) { open mine @include(if: $with) }';
  const byDefault = 'query ($without: Boolean! = true) { open mine @skip(if: $without) }';

  test('by the value that is sent', async () => {
    expect(await asNobody(query, { with: false })).toMatchObject({ status: 200, body: { data: { open: 'open' } } });
    expect(await asNobody(query, { with: true })).toMatchObject({
      status: 200,
      body: { data: { open: 'open', mine: null }, errors: [{ path: ['mine'] }] },
    });
  });
  test('by its default', async () => {
    expect(await asNobody(byDefault)).toMatchObject({ status: 200, body: { data: { open: 'open' } } });
    expect(await asNobody(byDefault, { without: false })).toMatchObject({
      status: 200,
      body: { data: { open: 'open', mine: null }, errors: [{ path: ['mine'] }] },
    });
  });
  test.each([
    ['text', 'false'],
    ['a number', 0],
    ['null', null],
  ])('a variable that is %s does not give access', async (_name, value) => {
    expect((await asNobody(query, { with: value })).body.data).toBeUndefined();
    expect((await asNobody(byDefault, { without: value })).body.data).toBeUndefined();
    expect(fetches()).toEqual([]);
  });
});

describe('a caller', () => {
  test('with any token reads @authenticated fields, in every form of operation', async () => {
    const query = '{ mine level safe { code } nodes { note } things { ... on Safe { code } ... on Box { note } } }';
    const { status, body } = await asCaller('', query);
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        data: {
          mine: 'mine',
          level: 'HIGH',
          safe: { code: '1234' },
          nodes: [{ note: 'fragile' }, { note: 'soft' }],
          things: [{ note: 'fragile' }, { code: '1234' }],
        },
      },
    });
  });

  test('with any token runs @authenticated mutations', async () =>
    expect(await asCaller('', 'mutation { put(text: "x") }')).toMatchObject({
      status: 200,
      body: { data: { put: 'x' } },
    }));

  const scopes: [string, string, boolean][] = [
    ['', '{ either }', false],
    ['read', '{ either }', false],
    ['audit', '{ either }', false],
    ['readaudit', '{ either }', false],
    ['read audit', '{ either }', true],
    ['audit other read', '{ either }', true],
    ['all', '{ either }', true],
    ['ALL', '{ either }', false],
    ['all', '{ both }', false],
    ['read', '{ both }', true],
    ['all', '{ stamp }', false],
    ['stamp', '{ stamp }', true],
    ['', '{ box(id: "b1") { weight } }', false],
    ['weigh', '{ box(id: "b1") { weight } }', true],
    ['', '{ box(id: "b1") { price } }', false],
    ['weigh', '{ box(id: "b1") { price } }', true],
  ];
  test.each(scopes)('with the scopes "%s": %s %s', async (scope, query, allowed) => {
    const { status, body } = await asCaller(scope, query);
    const isWhole = !query.includes('box'); // Nothing else would be left.
    expect({ status, code: body.errors?.[0].extensions.code }).toEqual(
      allowed ? { status: 200, code: undefined } : { status: isWhole ? 403 : 200, code: 'FORBIDDEN' },
    );
    for (const text of askedTexts()) if (!allowed) expect(text).not.toMatch(/either|both|stamp|weight|price/);
  });

  test('without the required scopes gets an error with the path and the scopes', async () => {
    const { body } = await asCaller('read', 'query Q {\n  e: either\n}');
    expect(body).toEqual({
      errors: [
        {
          message: 'Your permissions do not allow this.',
          locations: [{ line: 2, column: 3 }],
          path: ['e'],
          extensions: { code: 'FORBIDDEN', coordinate: 'Query.either', needsScopes: [['read', 'audit'], ['all']] },
        },
      ],
    });
  });
});

test('a mutation without a token gets the challenge Bearer, without an error parameter', async () => {
  expect((await asNobody('mutation { put(text: "x") }')).headers.get('www-authenticate')).toBe('Bearer');
});

test('a client that accepts only application/json gets the refusal with status 200', async () => {
  expect(await gateway.query('{ mine }', {}, { accept: 'application/json' })).toMatchObject({
    status: 200,
    body: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
  });
});

test('a refusal is in Thai for a client that prefers Thai', async () => {
  const { body } = await gateway.query('{ either }', {}, { ...bearer(await tokenOf(keys)), 'accept-language': 'th' });
  expect(body.errors[0].message).toBe('ท่านไม่มีสิทธิ์ทำรายการนี้');
});

test('a document with exponential fragments is refused for its size before access is checked', async () => {
  const bomb = Array.from(
    { length: 25 },
    (_, index) => `fragment F${index} on Box { ...F${index + 1} inner { ...F${index + 1} } }`,
  ).join(' ');
  const { status, body } = await asNobody(`{ box(id: "b1") { ...F0 } } ${bomb} fragment F25 on Box { note }`);
  expect([status, body.errors[0].extensions.code]).toEqual([400, 'DOCUMENT_TOO_LARGE']);
});

describe('a supergraph', () => {
  const served = async (sdl: string, query: string) => {
    await graph.rewrite(sdl);
    const other = await start();
    try {
      return await other.query(query);
    } finally {
      await other.close();
      await graph.rewrite(graph.sdl);
    }
  };

  test('may rename the directives', async () => {
    const renamed = graph.sdl
      .replace(
        '"https://specs.apollo.dev/authenticated/v0.1", for: SECURITY',
        '"https://specs.apollo.dev/authenticated/v0.1", for: SECURITY, import: [{ name: "@authenticated", as: "@signedIn" }]',
      )
      .replace(
        '"https://specs.apollo.dev/requiresScopes/v0.1"',
        '"https://specs.apollo.dev/requiresScopes/v0.1", as: "needs"',
      )
      .replaceAll('@authenticated on', '@signedIn on')
      .replaceAll(/@authenticated$/gm, '@signedIn')
      .replaceAll(/@authenticated @/g, '@signedIn @')
      .replaceAll('@requiresScopes(', '@needs(')
      .replaceAll('requiresScopes__', 'needs__');
    expect(renamed).toMatch(/mine: .*@signedIn/);
    for (const query of ['{ mine }', '{ either }', '{ safe { code } }'])
      expect(await served(renamed, query)).toMatchObject({ status: 401 });
    expect(await served(renamed, '{ open }')).toMatchObject({ status: 200, body: { data: { open: 'open' } } });
  });

  test('with a field that requires a protected field protects both', async () => {
    const careless = graph.sdl.replace(/(price: .*?) @requiresScopes\(.*\)$/m, '$1');
    expect(careless).not.toEqual(graph.sdl);
    expect(await served(careless, '{ box(id: "b1") { cost: price } }')).toMatchObject({
      status: 200,
      body: {
        data: { box: { cost: null } },
        errors: [{ path: ['box', 'cost'], extensions: { coordinate: 'Box.weight' } }],
      },
    });
  });

  test('with an open interface field protects the field of each type that has a rule', async () => {
    const careless = graph.sdl.replace(/(interface Node[^}]*note: String) @authenticated/, '$1');
    expect(careless).not.toEqual(graph.sdl);
    expect(await served(careless, '{ nodes { note } }')).toMatchObject({
      status: 200,
      body: {
        data: { nodes: [{ note: null }, { note: null }] },
        errors: [
          { path: ['nodes', 0, 'note'], extensions: { coordinate: 'Box.note' } },
          { path: ['nodes', 1, 'note'] },
        ],
      },
    });
    // One fragment, allowed in one place and not in another.
    expect(
      await served(careless, '{ things { ...F } nodes { ... on Bag { ...F } } } fragment F on Node { note }'),
    ).toMatchObject({
      status: 200,
      body: {
        data: { things: [{ note: null }, {}], nodes: [{}, { note: 'soft' }] },
        errors: [{ path: ['things', 0, 'note'] }],
      },
    });
    expect(await served(careless, '{ nodes { ... on Bag { ... on Node { note } } } }')).toMatchObject({
      status: 200,
      body: { data: { nodes: [{}, { note: 'soft' }] } },
    });
  });

  test('with @policy is not loaded, and the error has the reason', async () => {
    const policy = graph.sdl.replace(
      '@link(url: "https://specs.apollo.dev/link/v1.0")',
      '@link(url: "https://specs.apollo.dev/link/v1.0")\n  @link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY)',
    );
    await expect(served(policy, '{ open }')).rejects.toThrow(
      /It uses @policy, which this gateway cannot decide: compose it with @authenticated and @requiresScopes only\.$/,
    );
  });

  test('with a rule at a location where it has no meaning is not loaded', async () => {
    const misplaced = graph.sdl.replace(
      'LOW @join__enumValue(graph: VAULT)',
      'LOW @join__enumValue(graph: VAULT) @authenticated',
    );
    expect(misplaced).not.toEqual(graph.sdl);
    await expect(served(misplaced, '{ open }')).rejects.toThrow(/One of @\w+, @\w+ stands where it has no meaning\.$/);
  });
});

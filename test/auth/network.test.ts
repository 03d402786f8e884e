import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildSchema, getNamedType, isCompositeType, type GraphQLField } from 'graphql';
import { composeSupergraph } from '../../scripts/schema/composition/compose-supergraph.js';
import { printedSubgraphs } from '../../scripts/schema/compose/printed-subgraphs.js';
import { writeCaller } from '../../subgraphs/protocol/caller.js';
import { CALLER_HEADER } from '../../subgraphs/protocol/headers.js';
import { startGraph, type RunningGraph } from '../graph.js';
import { signedHeaders } from '../signed-call.js';
import { openStored, type StoredData } from '../stored.js';
import { CITY, ownedWrites, prepareOwned, type OwnedWrite, type Prepared } from './owned-writes.js';
import { ONLY_IN_EMPTY_SUBGRAPHS } from '../subgraphs/empty-subgraphs.js';
import { callersOf, ROLE_MATRIX, type CallerName } from './role-matrix.js';
import { expectGraphVerified } from '../verify/verified.js';
import { AUDIENCE, bearer, ISSUER, keyFile, newKeys, tokenOf } from './tokens.js';

const keys = newKeys();
const { supergraphSdl, apiSdl } = composeSupergraph(printedSubgraphs());
const writes = Object.values(buildSchema(apiSdl).getMutationType()?.getFields() ?? {});

let key: Awaited<ReturnType<typeof keyFile>>;
let folder: string;
let graph: RunningGraph;

beforeAll(async () => {
  key = await keyFile(keys);
  folder = await mkdtemp(join(tmpdir(), 'citylink-network-'));
  const file = join(folder, 'supergraph.graphql');
  await writeFile(file, supergraphSdl);
  graph = await startGraph({
    SUPERGRAPH_FILE: file,
    AUTH_PUBLIC_KEY_FILE: key.file,
    AUTH_ISSUER: ISSUER,
    AUTH_AUDIENCE: AUDIENCE,
  });
}, 120_000);

afterAll(async () => {
  await graph?.close();
  await key?.remove();
  if (folder) await rm(folder, { recursive: true });
});

beforeEach(() => graph.forget());

const fetches = () => [...graph.subgraphs.values()].flatMap((subgraph) => subgraph.fetches);

function asked({ name, args, type }: GraphQLField<unknown, unknown>): string {
  const variables = args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
  const given = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  return `mutation${variables && ` (${variables})`} { done: ${name}${given && `(${given})`} ${isCompositeType(getNamedType(type)) ? '{ __typename }' : ''} }`;
}

test('every write without a token is refused by the gateway, without a subgraph request', async () => {
  expect(writes.map(({ name }) => name)).toContain('declareChallenge');
  for (const write of writes) {
    const { status, body } = await graph.gateway.query(asked(write));
    expect({ status, body }).toMatchObject({
      status: 401,
      body: {
        errors: [{ path: ['done'], extensions: { code: 'UNAUTHENTICATED', coordinate: `Mutation.${write.name}` } }],
      },
    });
  }
  expect(fetches()).toEqual([]);
});

test('a query without a token has its data', async () => {
  expect(await graph.read('{ city(id: "th-yala") { name { en } } }')).toEqual({ city: { name: { en: 'Yala' } } });
});

test('registrations of an event are null without a token, the open fields have data, and the error is in the reader’s language', async () => {
  const query =
    'query Forum { event(id: "event-depa-mastercard-2020") { id who: registrations { totalCount } } city(id: "th-yala") { name { en } registrations { totalCount } } }';
  for (const [language, message] of [
    ['en', 'Sign in to do this.'],
    ['th', 'โปรดเข้าสู่ระบบก่อนทำรายการนี้'],
  ] as const) {
    const { status, body } = await graph.gateway.query(query, {}, { 'accept-language': language });
    expect({ status, data: body.data }).toEqual({
      status: 200,
      data: {
        event: { id: 'event-depa-mastercard-2020', who: null },
        city: { name: { en: 'Yala' }, registrations: null },
      },
    });
    expect(body.errors).toMatchObject([
      { message, path: ['event', 'who'], extensions: { code: 'UNAUTHENTICATED' } },
      { message, path: ['city', 'registrations'], extensions: { code: 'UNAUTHENTICATED' } },
    ]);
  }
  expect(
    (await graph.gateway.query(query, {}, bearer(await tokenOf(keys, { roles: ['network-admin'] })))).body,
  ).toMatchObject({ data: { event: { who: { totalCount: 0 } }, city: { registrations: { totalCount: 0 } } } });
});

describe('a write by a signed-in caller', () => {
  const DECLARE = 'mutation ($input: DeclareChallengeInput!) { declareChallenge(input: $input) { id } }';
  const declare = async (roles: string[], language = 'en') =>
    graph.gateway.query(
      DECLARE,
      {
        input: {
          idempotencyKey: `auth-${roles.join()}-${language}`,
          cityId: 'th-yala',
          code: 'AIR_QUALITY',
          basis: { en: 'Said by its officer' },
        },
      },
      { ...bearer(await tokenOf(keys, { roles })), 'accept-language': language },
    );

  test.each([
    ['both of two that exclude each other', { cityId: 'th-yala', partnerId: 'depa' }, 'input.partnerId', 2],
    ['neither of two of which one is needed', {}, 'input.cityId', 0],
  ])('that names %s is refused by the subgraph as a mistake of the client', async (_name, who, argument, count) => {
    const headers = bearer(await tokenOf(keys, { roles: ['network-admin'] }));
    for (const [language, words] of [
      ['en', `Give exactly one of \`cityId\`, \`partnerId\`, but got ${count}.`],
      ['th', `โปรดระบุเพียงหนึ่งในรายการนี้: \`cityId\`, \`partnerId\` แต่ได้รับ ${count}`],
    ] as const) {
      const { status, body } = await graph.gateway.query(
        'mutation ($input: RegisterForEventInput!) { registerForEvent(input: $input) { id } }',
        { input: { idempotencyKey: `one-of-${count}-${language}`, eventId: 'none', ...who } },
        { ...headers, 'accept-language': language },
      );
      expect({ status, body }).toMatchObject({
        status: 200,
        body: {
          data: { registerForEvent: null },
          errors: [
            {
              message: words,
              path: ['registerForEvent'],
              extensions: { code: 'BAD_USER_INPUT', service: 'events', argument },
            },
          ],
        },
      });
    }
  });

  test('succeeds for an officer of the city', async () => {
    const answer = await declare(['city-officer:th-yala']);
    expect(answer.body.errors).toBeUndefined();
    expect(answer).toMatchObject({ status: 200, body: { data: { declareChallenge: { id: 'th-yala' } } } });
  });

  test.each([[['city-officer:th-nan']], [['viewer']], [[]], [['city-officer']], [['city-officer:th-yala ']]])(
    'is refused by the subgraph to %j',
    async (roles) => {
      const { body } = await declare(roles);
      expect(body).toMatchObject({
        data: { declareChallenge: null },
        errors: [
          {
            message: 'Your roles do not allow this.',
            path: ['declareChallenge'],
            extensions: { code: 'FORBIDDEN', service: 'cities', needs: ['city-officer:th-yala'] },
          },
        ],
      });
    },
  );

  test('is refused in Thai for a client that prefers Thai', async () => {
    expect((await declare(['viewer'], 'th')).body.errors[0].message).toBe('บทบาทของท่านไม่มีสิทธิ์ทำรายการนี้');
  });
});

describe('officers of other cities and partners cannot change a record', () => {
  const OWN_CITY = 'th-nan';
  /** Officers of about everything else, who sign in as one person. */
  const OTHERS = [`city-officer:${OWN_CITY}`, 'partner-officer:kmitl', 'host:event-depa-mastercard-2020', 'viewer'];
  const OWN_CODES = ['PUBLIC_SAFETY', 'HEALTH_ACCESS', 'CITIZEN_VOICE', 'WATER_SECURITY', 'ENERGY_TRANSITION'];
  /** Writes of others that one document tries between those of its own; requests at once. */
  const AT_ONCE = 8;
  /** 80 requests, or as many as are wanted by hand. */
  const ROUNDS = Math.ceil(Number(process.env['INTERLEAVED'] || 80) / AT_ONCE);
  const MUTATIONS = writes.map(({ name }) => name).filter((name) => !ONLY_IN_EMPTY_SUBGRAPHS.has(`Mutation.${name}`));
  let stored: StoredData;
  let prepared: Prepared;
  let owned: Record<string, OwnedWrite>;
  let others: Record<string, string>;
  let keysUsed = 0;

  const signedIn = async (...roles: string[]) => bearer(await tokenOf(keys, { sub: roles.join(), roles }));
  const withKey = (input: object) => ({ idempotencyKey: `foreign ${(keysUsed += 1)}`, ...input });
  const typeOf = (mutation: string) => String(writes.find(({ name }) => name === mutation)!.args[0]!.type);
  const one = (mutation: string, select = '__typename') =>
    `mutation ($input: ${typeOf(mutation)}) { done: ${mutation}(input: $input) { ${select} } }`;
  const write = (mutation: string, input: object, headers: Record<string, string>, select?: string) =>
    graph.gateway.query(one(mutation, select), { input: withKey(input) }, headers);
  const declared = (cityId: unknown, code = OWN_CODES[0]!) => ({ cityId, code, basis: { en: 'Its people say so.' } });
  const post = (body: string, headers: Record<string, string>) =>
    graph.gateway.send('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
  const changed = async () => [...(await stored.changes()).keys()];

  /** What was changed that is not about the officers' own city alone. */
  async function foreignChanges(): Promise<string[]> {
    const isOwn = ([place, document]: [string, string | null]) =>
      /\/(answeredWrites|heldRecords)\//.test(place) ||
      (document?.includes(OWN_CITY) === true && !document.includes(CITY));
    return [...(await stored.changes())].filter((change) => !isOwn(change)).map(([place]) => place);
  }

  beforeAll(async () => {
    stored = await openStored(graph);
    const admin = await signedIn('network-admin');
    prepared = await prepareOwned(async (mutation, input, select) => {
      const { body } = await write(mutation, input, admin, select);
      if (body.errors) throw new Error(JSON.stringify(body.errors));
      return body.data.done[select];
    });
    owned = ownedWrites(prepared);
    others = await signedIn(...OTHERS);
    await stored.remember();
  }, 120_000);
  afterAll(() => stored?.close());
  afterEach(() => stored.restore());

  test('each mutation of the schema is covered', () => {
    expect(Object.keys(owned).sort()).toEqual([...MUTATIONS].sort());
  });

  test.each(MUTATIONS)('%s is refused for them, changes nothing, and succeeds for the owner', async (mutation) => {
    const { owner, input } = owned[mutation]!;
    const refused = await write(mutation, input, others);
    expect(refused.body).toMatchObject({
      data: { done: null },
      errors: [{ path: ['done'], extensions: { code: 'FORBIDDEN', needs: expect.arrayContaining([owner]) } }],
    });
    expect(await changed()).toEqual([]);
    const done = await write(mutation, input, await signedIn(owner));
    expect([done.body.errors, done.body.data.done]).toEqual([undefined, expect.anything()]);
    expect(await changed()).not.toEqual([]);
  });

  test('each mutation of the schema has a row in the role matrix', () => {
    expect(Object.keys(ROLE_MATRIX).sort()).toEqual([...MUTATIONS].sort());
  });

  /** The code with which a write is refused; DRY_RUN when it would be done. */
  async function verdictOf(mutation: string, input: object, ...roles: string[]): Promise<string> {
    const headers = roles.length > 0 ? await signedIn(...roles) : {};
    return (await write(mutation, { ...input, dryRun: true }, headers)).body.errors[0].extensions.code;
  }

  test.each(MUTATIONS)('%s is for those in its row of the role matrix only', async (mutation) => {
    const { input } = owned[mutation]!;
    const verdicts = await Promise.all(
      Object.entries(callersOf(prepared)).map(async ([name, role]) => [name, await verdictOf(mutation, input, role)]),
    );
    const expected = Object.keys(callersOf(prepared)).map((name) => [
      name,
      ROLE_MATRIX[mutation]!.includes(name as CallerName) ? 'DRY_RUN' : 'FORBIDDEN',
    ]);
    expect(verdicts).toEqual(expected);
    expect(await verdictOf(mutation, input, 'network-admin')).toBe('DRY_RUN');
    expect(await verdictOf(mutation, input)).toBe('UNAUTHENTICATED');
  });

  test('each caller is told by `me` what is in its rows of the matrix', async () => {
    const told = '{ me { mayDo { cities { name } partners { name } events { name } } } }';
    for (const [name, role] of Object.entries(callersOf(prepared))) {
      const { body } = await graph.gateway.query(told, {}, await signedIn(role));
      const { cities, partners, events } = body.data.me.mayDo;
      const names = [...cities, ...partners, ...events].map((each: { name: string }) => each.name);
      const allowed = MUTATIONS.filter((mutation) => ROLE_MATRIX[mutation]!.includes(name as CallerName));
      expect([name, allowed.filter((mutation) => !names.includes(mutation))]).toEqual([name, []]);
    }
  });

  test.each(['changeEvent', 'cancelEvent', 'inviteToEvent', 'openCourseRound'])(
    '%s is not for a partner that was asked to host the event and declined',
    async (mutation) => {
      const input = { ...owned[mutation]!.input, eventId: prepared.sharedEventId };
      expect(await verdictOf(mutation, input, callersOf(prepared).mastercard)).toBe('FORBIDDEN');
    },
  );

  test('by aliases or fragments of a document that also changes their own records', async () => {
    for (let from = 0; from < MUTATIONS.length; from += AT_ONCE) {
      const foreign = MUTATIONS.slice(from, from + AT_ONCE);
      const variables = Object.fromEntries([
        ...foreign.map((mutation) => [mutation, withKey(owned[mutation]!.input)]),
        ...OWN_CODES.map((code) => [code, withKey(declared(OWN_CITY, code))]),
      ]);
      const own = (code: string) => `${code}: declareChallenge(input: $${code}) { id }`;
      const declarations = [
        ...foreign.map((mutation) => `$${mutation}: ${typeOf(mutation)}`),
        ...OWN_CODES.map((code) => `$${code}: DeclareChallengeInput!`),
      ];
      const document = `mutation (${declarations.join(', ')}) {
        ${own(OWN_CODES[0]!)} ... on Mutation { ${own(OWN_CODES[1]!)} ...Foreign ${own(OWN_CODES[2]!)} } ${own(OWN_CODES[3]!)} ${own(OWN_CODES[4]!)}
      } fragment Foreign on Mutation { ${foreign.map((mutation) => `its_${mutation}: ${mutation}(input: $${mutation}) { __typename }`).join(' ')} }`;
      const { body } = await graph.gateway.query(document, variables, others);
      expect(body.data).toEqual({
        ...Object.fromEntries(foreign.map((mutation) => [`its_${mutation}`, null])),
        ...Object.fromEntries(OWN_CODES.map((code) => [code, { id: OWN_CITY }])),
      });
      expect(
        body.errors.map(({ path, extensions }: { path: string[]; extensions: object }) => [path, extensions]),
      ).toEqual(foreign.map((mutation) => [[`its_${mutation}`], expect.objectContaining({ code: 'FORBIDDEN' })]));
      expect(await foreignChanges()).toEqual([]);
      expect(await changed()).toContain(`cities/cities/${OWN_CITY}`);
      await stored.restore();
    }
  });

  test('by the id of another record beside their own', async () => {
    const tries: [string, object, string][] = [
      [
        'signAgreement',
        {
          agreementId: prepared.agreementId,
          terms: { name: { en: 'Ours' }, kind: 'MOU', parties: [{ cityId: OWN_CITY }, { partnerId: 'kmitl' }] },
        },
        'CONFLICT',
      ],
      ['publishSolution', { ...owned['publishSolution']!.input, id: 'traffy-fondue', ownerId: 'kmitl' }, 'CONFLICT'],
      [
        'appointOfficer',
        { cityId: OWN_CITY, personId: 'pongsak-yingchoncharoen', name: { en: 'Another one' } },
        'CONFLICT',
      ],
      ['registerForEvent', { eventId: prepared.eventId, cityId: OWN_CITY, partnerId: 'depa' }, 'BAD_USER_INPUT'],
      ['withdrawFromEvent', { eventId: prepared.eventId, cityId: CITY, partnerId: 'kmitl' }, 'BAD_USER_INPUT'],
      ['inviteToEvent', { eventId: prepared.eventId, cityId: OWN_CITY }, 'FORBIDDEN'],
      ['changeEvent', { eventId: prepared.eventId, venueCityId: OWN_CITY }, 'FORBIDDEN'],
      ['openCourseRound', { eventId: prepared.eventId, startsOn: '2099' }, 'FORBIDDEN'],
      [
        'moveDeploymentStage',
        { deploymentId: prepared.deploymentId, stage: 'STOPPED', expectedVersion: 1 },
        'FORBIDDEN',
      ],
      [
        'introduceSolution',
        { solutionId: 'traffy-fondue', from: { cityId: CITY }, to: { cityId: OWN_CITY }, kind: 'DIRECT' },
        'FORBIDDEN',
      ],
      [
        'introduceSolution',
        {
          solutionId: 'traffy-fondue',
          from: { cityId: CITY, partnerId: 'kmitl' },
          to: { cityId: OWN_CITY },
          kind: 'DIRECT',
        },
        'BAD_USER_INPUT',
      ],
      [
        'enrolInCourse',
        { roundId: prepared.roundId, personId: 'pongsak-yingchoncharoen', cityId: OWN_CITY },
        'RULE_VIOLATED',
      ],
    ];
    for (const [mutation, input, code] of tries) {
      const { body } = await write(mutation, input, others);
      expect([mutation, body.data?.done ?? null, body.errors?.[0].extensions.code]).toEqual([mutation, null, code]);
    }
    expect(await changed()).toEqual([]);
  });

  test('by ids in lists or objects, duplicate names, or names of Object.prototype', async () => {
    const inputs = [
      `{"idempotencyKey":"n1","cityId":["${OWN_CITY}","${CITY}"],"code":"PUBLIC_SAFETY","basis":{"en":"x"}}`,
      `{"idempotencyKey":"n2","cityId":{"$in":["${OWN_CITY}","${CITY}"]},"code":"PUBLIC_SAFETY","basis":{"en":"x"}}`,
      `{"idempotencyKey":"n3","cityId":"${OWN_CITY}","code":"PUBLIC_SAFETY","basis":{"en":"x"},"city":{"id":"${CITY}"}}`,
      `{"idempotencyKey":"n4","cityId":"${OWN_CITY}","code":"PUBLIC_SAFETY","basis":{"en":"x"},"__proto__":{"cityId":"${CITY}"}}`,
      `{"idempotencyKey":"n5","cityId":"${OWN_CITY}","cityId":"${CITY}","code":"PUBLIC_SAFETY","basis":{"en":"x"}}`,
      `{"idempotencyKey":"n6","cityId":"${CITY}","input":{"cityId":"${OWN_CITY}"},"code":"PUBLIC_SAFETY","basis":{"en":"x"}}`,
    ];
    for (const input of inputs) {
      const { status, body } = await post(
        `{"query":${JSON.stringify(one('declareChallenge'))},"variables":{"input":${input}}}`,
        others,
      );
      expect([input, status, body.data?.done ?? null, body.errors?.length]).toEqual([
        input,
        expect.any(Number),
        null,
        1,
      ]);
      expect(body.errors[0].extensions.code).toMatch(/^(BAD_USER_INPUT|BAD_REQUEST|FORBIDDEN)$/);
    }
    const twice = await graph.gateway.query(
      `mutation { done: declareChallenge(input: { idempotencyKey: "n7", cityId: "${OWN_CITY}", cityId: "${CITY}", code: "PUBLIC_SAFETY", basis: { en: "x" } }) { id } }`,
      {},
      others,
    );
    expect([twice.status, twice.body.data]).toEqual([400, undefined]);
    expect(await changed()).toEqual([]);
  });

  test('by lists of variables, batches, or _entities', async () => {
    const query = one('declareChallenge');
    const [own, foreign] = [{ input: withKey(declared(OWN_CITY)) }, { input: withKey(declared(CITY)) }];
    const bodies = [
      { query, variables: [own, foreign] },
      [
        { query, variables: own },
        { query, variables: foreign },
      ],
      {
        query: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on City { id } } }`,
        variables: { representations: [{ __typename: 'City', id: CITY }] },
      },
      {
        query: `mutation { _entities(representations: [{ __typename: "City", id: "${CITY}" }]) { ... on City { id } } }`,
      },
    ];
    for (const body of bodies) {
      const answer = await post(JSON.stringify(body), others);
      expect([answer.status, answer.body.data]).toEqual([400, undefined]);
    }
    expect(await changed()).toEqual([]);
  });

  test('by headers that name another caller', async () => {
    const admin = writeCaller({ id: 'admin', roles: ['network-admin'] });
    const forged = {
      [CALLER_HEADER]: admin,
      'x-citylink-caller': admin,
      'x-caller': admin,
      'x-user': 'admin',
      'x-roles': 'network-admin',
      'x-forwarded-user': 'admin',
    };
    expect((await write('declareChallenge', declared(CITY), { ...others, ...forged })).body.errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
    expect(await write('declareChallenge', declared(CITY), forged)).toMatchObject({
      status: 401,
      body: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    });
    expect(await changed()).toEqual([]);
  });

  test('by replaying a signed request, unchanged or with another caller', async () => {
    const { url } = graph.subgraphs.get('cities')!;
    const body = JSON.stringify({ query: one('declareChallenge'), variables: { input: withKey(declared(CITY)) } });
    const callers = [[`city-officer:${CITY}`], OTHERS, ['network-admin']].map((roles) => ({ id: 'someone', roles }));
    const [owner, other, admin] = callers.map(writeCaller) as [string, string, string];
    const send = async (signed: Record<string, string>, caller?: string) => {
      const { [CALLER_HEADER]: _, ...headers } = signed;
      const response = await fetch(url, {
        method: 'POST',
        headers: { ...headers, ...(caller !== undefined && { [CALLER_HEADER]: caller }) },
        body,
      });
      return [
        response.status,
        ((await response.json()) as { errors: [{ extensions: { code: string } }] }).errors[0].extensions.code,
      ];
    };
    const signed = signedHeaders('cities', body, { caller: callers[1]! });
    for (const caller of [admin, owner, '', undefined, `${other}.`])
      expect(await send(signed, caller)).toEqual([401, 'UNAUTHENTICATED']);
    expect(await send(signed, other)).toEqual([200, 'FORBIDDEN']);
    expect(await send(signed, other)).toEqual([401, 'UNAUTHENTICATED']);
    expect(await send(signedHeaders('cities', body), admin)).toEqual([401, 'UNAUTHENTICATED']);
    expect(await changed()).toEqual([]);
  });

  test(`and see only their own results: two officers and a caller without a token, in ${ROUNDS * AT_ONCE} interleaved requests`, async () => {
    const cities = [CITY, OWN_CITY];
    const officers = await Promise.all(cities.map((id) => signedIn(`city-officer:${id}`)));
    expect(
      (await write('registerForEvent', { eventId: prepared.eventId, cityId: OWN_CITY }, officers[1]!)).body.errors,
    ).toBeUndefined();
    const query = `{ event(id: "${prepared.eventId}") { id } ${cities.map((id, at) => `c${at}: city(id: "${id}") { id registrations(first: 9) { nodes { city { id } } } }`).join(' ')} }`;
    for (let round = 0; round < ROUNDS; round += 1) {
      await Promise.all(
        Array.from({ length: AT_ONCE }, async (_, index) => {
          const asks = (index + round) % 3;
          const { body } = await graph.gateway.query(query, {}, officers[asks] ?? {});
          const seen = cities.map((id, at) => ({
            id,
            registrations: at === asks ? { nodes: [{ city: { id } }] } : null,
          }));
          expect(body.data).toEqual({ event: { id: prepared.eventId }, c0: seen[0], c1: seen[1] });
          const hidden = [0, 1]
            .filter((at) => at !== asks)
            .map((at) => [[`c${at}`, 'registrations'], asks === 2 ? 'UNAUTHENTICATED' : 'FORBIDDEN']);
          expect(
            body.errors.map(({ path, extensions }: { path: unknown; extensions: { code: string } }) => [
              path,
              extensions.code,
            ]),
          ).toEqual(hidden);
        }),
      );
    }
  });

  test('by the idempotency key of the owner’s write, whose result they do not get either', async () => {
    const input = withKey(declared(CITY));
    expect(
      (await graph.gateway.query(one('declareChallenge'), { input }, await signedIn(`city-officer:${CITY}`))).body
        .errors,
    ).toBeUndefined();
    await stored.remember();
    expect((await graph.gateway.query(one('declareChallenge'), { input }, others)).body).toMatchObject({
      data: { done: null },
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
    expect(await changed()).toEqual([]);
  });

  test('and all that was prepared fits together', async () => {
    await stored.restore();
    await expectGraphVerified(graph, await tokenOf(keys, { roles: ['network-admin'] }));
  }, 60_000);
});

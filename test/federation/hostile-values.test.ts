import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { ownedWrites, prepareOwned, type OwnedWrite } from '../auth/owned-writes.js';
import { AUDIENCE, bearer, ISSUER, keyFile, newKeys, tokenOf } from '../auth/tokens.js';
import type { Answer } from '../gateway/start-gateway.js';
import { startGraph, type RunningGraph } from '../graph.js';
import { openStored, type StoredData } from '../stored.js';
import { ONLY_IN_EMPTY_SUBGRAPHS } from '../subgraphs/empty-subgraphs.js';
import { documentOf, everyPlace, type Place } from './every-argument.js';
import { textCoordinates, textLeaves, withTexts } from './text-leaves.js';
import { expectGraphVerified } from '../verify/verified.js';

const keys = newKeys();
let key: Awaited<ReturnType<typeof keyFile>>;
let graph: RunningGraph;
let officer: Record<string, string>;

/** So that one document tries many places, however slow the machine is. */
const ROOM = {
  LIMIT_NODES: '1000000',
  LIMIT_ALIASES: '1000',
  LIMIT_ROOT_FIELDS: '1000',
  LIMIT_TOKENS: '20000',
};

beforeAll(async () => {
  key = await keyFile(keys);
  graph = await startGraph({ AUTH_PUBLIC_KEY_FILE: key.file, AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE, ...ROOM });
  officer = bearer(await tokenOf(keys, { roles: ['network-admin'] }));
}, 120_000);

afterAll(async () => {
  await graph?.close();
  await key?.remove();
});

const CITY = 'query ($id: ID!) { city(id: $id) { id } }';
const MEMBERS = 'query ($day: LocalDate) { city(id: "th-yala") { memberships(on: $day) { __typename } } }';
const CITIES =
  'query ($ids: [ID!], $first: Int) { cities(filter: { ids: $ids }, first: $first) { totalCount nodes { id } } }';

describe('a variable of another type than it should be is refused with its path, and no command is sent to the database', () => {
  test.each<[string, string, string]>([
    ['an operator for an id', CITY, '{"id":{"$gt":""}}'],
    ['a list for an id', CITY, '{"id":["th-yala"]}'],
    ['true for an id', CITY, '{"id":true}'],
    ['1e400 for an id', CITY, '{"id":1e400}'],
    ['1e400 for a day', MEMBERS, '{"day":1e400}'],
    ['1e400 within what should be a day', MEMBERS, '{"day":{"of":[-1e400]}}'],
    ['an operator in a list of ids', CITIES, '{"ids":["th-yala",{"$ne":null}]}'],
    ['null in a list of ids', CITIES, '{"ids":[null]}'],
    ['a text for a number', CITIES, '{"first":"10"}'],
    ['a fraction for a number', CITIES, '{"first":1.5}'],
    ['1e400 for a number', CITIES, '{"first":1e400}'],
    ['a number beyond 32 bits', CITIES, '{"first":4294967296}'],
    ['an operator for a number', CITIES, '{"first":{"$gt":0}}'],
  ])('%s', async (_what, query, variables) => {
    graph.forget();
    const path = /"(\w+)":/.exec(variables)![1]!;
    const { status, body } = await graph.gateway.send('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"query":${JSON.stringify(query)},"variables":${variables}}`,
    });
    expect([status, body.data]).toEqual([400, undefined]);
    // So long a list is refused before anything else is looked at.
    if (body.errors[0].extensions.code === 'DOCUMENT_TOO_LARGE') return expect(path).toBe('first');
    expect(body.errors[0].extensions.code).toBe('BAD_USER_INPUT');
    expect(body.errors[0].extensions.variable).toBe(path);
    expect(body.errors[0].extensions.argument).toMatch(/^(id|on|filter\.ids(\.\d)?|first)$/);
    expect(graph.subgraphs.get('cities')!.commands).toEqual([]);
    return undefined;
  });

  test.each([0, -1, 101, 2_147_483_647])('first: %s, which is no page size', async (first) => {
    const { body } = await graph.gateway.query(CITIES, { first });
    expect(body.errors).toHaveLength(1);
    expect(body.errors[0].extensions.code).toMatch(/^(BAD_USER_INPUT|DOCUMENT_TOO_LARGE)$/);
  });

  test('a list of ids that is too long', async () => {
    const { body } = await graph.gateway.query(CITIES, {
      ids: Array.from({ length: 5_000 }, (_, index) => `th-${index}`),
      first: 1,
    });
    expect(body.errors).toHaveLength(1);
    expect(body.errors[0].extensions.code).toMatch(/^(BAD_USER_INPUT|DOCUMENT_TOO_LARGE)$/);
  });
});

test.each([
  '\u0000',
  'th-yala\u0000',
  '\ud800',
  '$gt',
  '{"$gt":""}',
  '.',
  '$where',
  '__proto__',
  '../..',
  "' OR 1=1",
  'x'.repeat(10_000),
  'ยะลา',
])('an unknown id gives null: %j', async (id) => {
  const { status, body } = await graph.gateway.query(CITY, { id });
  if (body.errors) expect([status < 500, body.errors[0].extensions.code]).toEqual([true, 'BAD_USER_INPUT']);
  else expect(body.data).toEqual({ city: null });
});

describe('a text of a mutation', () => {
  const DECLARE =
    'mutation ($input: DeclareChallengeInput!) { declareChallenge(input: $input) { challenges { challenge { code } basis { en } } } }';
  const CODES = [
    'ACCESS_TO_SERVICES',
    'CITIZEN_VOICE',
    'ENERGY_TRANSITION',
    'FINANCIAL_INCLUSION',
    'PUBLIC_SAFETY',
    'WATER_SECURITY',
  ];
  const CITIES_OF_TEXTS = ['th-yala', 'th-phuket', 'th-nan', 'th-khon-kaen', 'th-chiang-mai'];
  const texts = [
    'ภาวะหมอกควัน น้ำท่วม ำ ๆ ฯลฯ เกี๊ยวซ่า',
    'e\u0301 and \u00e9',
    'a\u200bb\u200d',
    '😀👩‍👩‍👧',
    '{"$set":{"a":1}}',
    '$where',
    '<script>alert(1)</script>',
    '"\\ \' ` ${x}',
    'a\u2028b',
    '\u0000',
    'a\u0000b',
    '\ud800',
    'a\udc00b',
    '\ufeffx',
    '\u202eabc',
  ];

  /** Declares a challenge that a city has not yet. */
  async function declare(basis: string, index: number) {
    for (const cityId of CITIES_OF_TEXTS) {
      for (const code of CODES) {
        const { status, body } = await graph.gateway.query(
          DECLARE,
          { input: { idempotencyKey: `hostile ${index} ${cityId} ${code}`, cityId, code, basis: { en: basis } } },
          officer,
        );
        if (!['CONFLICT', 'RULE_VIOLATED', 'NOT_FOUND'].includes(body.errors?.[0].extensions.code))
          return { code, status, body };
      }
    }
    throw new Error('Each of these cities has each of these challenges.');
  }

  test.each(texts.map((text, index) => [text, index] as const))(
    'is stored exactly, or refused with its path: %j',
    async (basis, index) => {
      const { code, status, body } = await declare(basis, index);
      expect(status).toBeLessThan(500);
      if (body.errors)
        return expect(body.errors).toMatchObject([
          { extensions: { code: 'BAD_USER_INPUT', argument: 'input.basis.en' } },
        ]);
      const declared = body.data.declareChallenge.challenges.find(
        (each: { challenge: { code: string } }) => each.challenge.code === code,
      );
      return expect(declared.basis.en).toBe(basis);
    },
  );
});

describe('every argument and input field of the schema', () => {
  const schema = buildSchema(readFileSync('schema/api.graphql', 'utf8'));
  const places = everyPlace(schema).filter(
    ({ owner, field }) => ![owner, `${owner}.${field.name}`].some((of) => ONLY_IN_EMPTY_SUBGRAPHS.has(of)),
  );
  /** graphql-js tells of fifty wrong variables. */
  const AT_ONCE = 40;
  let anchors: Record<string, string>;
  let owned: Record<string, OwnedWrite>;
  let stored: StoredData;
  let keysUsed = 0;

  const withKey = (input: object) => ({ idempotencyKey: `places ${(keysUsed += 1)}`, ...input });
  const typeOf = (mutation: string) => String(schema.getMutationType()!.getFields()[mutation]!.args[0]!.type);
  const write = (mutation: string, input: object, select = '__typename') =>
    graph.gateway.query(
      `mutation ($input: ${typeOf(mutation)}) { done: ${mutation}(input: $input) { ${select} } }`,
      { input },
      officer,
    );

  beforeAll(async () => {
    stored = await openStored(graph);
    const prepared = await prepareOwned(async (mutation, input, select) => {
      const { body } = await write(mutation, withKey(input), select);
      if (body.errors) throw new Error(JSON.stringify(body.errors));
      return body.data.done[select];
    });
    owned = ownedWrites(prepared);
    anchors = {
      ...{
        Query: '@',
        City: 'city(id: "th-phuket") { @ }',
        Province: 'city(id: "th-phuket") { province { @ } }',
        CityPlan: 'city(id: "th-phuket") { plan { @ } }',
        LocalizedText: 'city(id: "th-phuket") { name { @ } }',
      },
      ...{
        Challenge: 'challenge(code: "PUBLIC_SAFETY") { @ }',
        Cohort: 'cohort(id: "THAI_2020") { @ }',
        CitySelection: 'citySelection { @ }',
        Programme: 'programme(id: "city-possible") { @ }',
        Partner: 'partner(id: "depa") { @ }',
        Person: 'person(id: "pongsak-yingchoncharoen") { @ }',
        Office: 'person(id: "pongsak-yingchoncharoen") { offices { @ } }',
      },
      ...{
        Solution: 'solution(id: "traffy-fondue") { @ }',
        Agreement: `agreement(id: "${prepared.agreementId}") { @ }`,
        Event: `event(id: "${prepared.eventId}") { @ }`,
        CourseRound: `event(id: "${prepared.eventId}") { rounds { @ } }`,
        Registration: `event(id: "${prepared.eventId}") { registrations(first: 1) { nodes { @ } } }`,
        Invitation: `event(id: "${prepared.eventId}") { invitations(first: 1) { nodes { @ } } }`,
        Enrolment: `event(id: "${prepared.eventId}") { rounds { enrolments(first: 1) { nodes { @ } } } }`,
        PartialDate: `event(id: "${prepared.eventId}") { startsOn { @ } }`,
      },
    };
  }, 120_000);
  afterAll(() => stored?.close());

  test('can be reached', () => {
    expect(places.length).toBeGreaterThan(600);
    expect([...new Set(places.map(({ owner }) => owner))].filter((owner) => anchors[owner] === undefined)).toEqual([]);
  });

  const ask = (asked: readonly Place[], value: string): Promise<Answer> =>
    graph.gateway.send('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...officer },
      body: `{"query":${JSON.stringify(documentOf(asked, anchors[asked[0]!.owner]!))},"variables":{${asked.map((place, at) => `"v${at}":${place.with(value)}`).join()}}}`,
    });

  /** What is not as it must be when this value is given in all these places. */
  async function complaints(asked: readonly Place[], value: string, mustRefuse: boolean): Promise<string[]> {
    const { status, body } = await ask(asked, value);
    const errors: {
      message: string;
      path?: unknown[];
      extensions: { code: string; argument?: string; variable?: string };
    }[] = body.errors ?? [];
    // So long a list is refused before anything else is looked at.
    if (asked.length > 1 && errors[0]?.extensions.code === 'DOCUMENT_TOO_LARGE')
      return (await Promise.all(asked.map((place) => complaints([place], value, mustRefuse)))).flat();
    if (status >= 500 || (body.data === undefined && status !== 400))
      return [`${status} ${JSON.stringify(errors).slice(0, 300)}`];
    return asked.flatMap((place, at) => {
      const coordinate = `${place.owner}.${place.field.name}(${place.path}: ${value.slice(0, 50)})`;
      const own = errors.filter(
        ({ path, extensions }) =>
          path?.includes(`a${at}`) || extensions.variable === `v${at}` || extensions.code === 'DOCUMENT_TOO_LARGE',
      );
      if (own.length === 0)
        return JSON.stringify(body.data)?.includes(`"a${at}":`) && !mustRefuse
          ? []
          : [`${coordinate}: ${JSON.stringify(errors).slice(0, 300)}`];
      return own
        .filter(
          ({ extensions }) =>
            extensions.code !== 'DOCUMENT_TOO_LARGE' &&
            !(
              ['BAD_USER_INPUT', 'NOT_FOUND'].includes(extensions.code) &&
              (place.path === extensions.argument || place.path === `${extensions.argument}.0`)
            ),
        )
        .map(({ message, extensions }) => `${coordinate}: ${message} ${JSON.stringify(extensions)}`);
    });
  }

  async function allComplaints(all: readonly Place[], value: string, mustRefuse: boolean): Promise<string[]> {
    const found: string[] = [];
    for (const group of groupsOf(all)) found.push(...(await complaints(group, value, mustRefuse)));
    return found;
  }

  /** By the type that has them; alone what takes others with it. */
  function groupsOf(all: readonly Place[]): Place[][] {
    const groups: Place[][] = all.filter(({ isApart }) => isApart).map((place) => [place]);
    for (const owner of new Set(all.map((place) => place.owner))) {
      const own = all.filter((place) => place.owner === owner && !place.isApart);
      for (let from = 0; from < own.length; from += AT_ONCE) groups.push(own.slice(from, from + AT_ONCE));
    }
    return groups;
  }

  const isText = ({ type }: Place) => ['String', 'ID'].includes(type.name) || /Date|Instant/.test(type.name);
  const isNumber = ({ type }: Place) => ['Int', 'Float'].includes(type.name);

  test.each(['"th-yala\\u0000"', '"a\\udc00b"'])(
    'treats the text %s as unknown, or refuses it with its path',
    async (value) => {
      expect(await allComplaints(places.filter(isText), value, false)).toEqual([]);
    },
  );

  test.each(['{"$gt":""}', '1e400'])('refuses %s for a text or a number, with its path', async (value) => {
    expect(
      await allComplaints(
        places.filter((place) => isText(place) || isNumber(place)),
        value,
        true,
      ),
    ).toEqual([]);
  });

  test.each(['9007199254740993'])('refuses %s for a whole number, with its path', async (value) => {
    expect(
      await allComplaints(
        places.filter(({ type }) => type.name === 'Int'),
        value,
        true,
      ),
    ).toEqual([]);
  });

  test.each(['-0', '2147483647'])('takes the number %s, or refuses it with its path', async (value) => {
    expect(await allComplaints(places.filter(isNumber), value, false)).toEqual([]);
  });

  test('refuses 500 texts in a list, with its path', async () => {
    const ids = Array.from({ length: 500 }, (_, at) => `"th-${at}"`).join();
    expect(
      await allComplaints(
        places.filter((place) => place.isList && isText(place)),
        ids,
        true,
      ),
    ).toEqual([]);
  });

  describe('of a mutation', () => {
    /** What cannot be said beside what the writes say. */
    const OTHERWISE: [string, object][] = [
      ['registerForEvent', { partnerId: undefined, cityId: 'th-nan' }],
      ['withdrawFromEvent', { cityId: undefined, partnerId: 'depa' }],
      ['inviteToEvent', { cityId: undefined, partnerId: 'depa' }],
      ['inviteToEvent', { cityId: undefined, personId: 'gerald-sun' }],
      ['changeSolution', { ownerId: 'depa', aliases: undefined }],
      ['joinProgramme', { cityId: 'th-samyan', programmeId: 'city-possible', cohortId: 'THAI_2020', joinedOn: '2020' }],
    ];
    /** An event that is called off takes nothing else. */
    const LAST = 'cancelEvent';
    const inputs = () => {
      const all = [
        ...Object.entries(owned).map(([mutation, { input }]) => [mutation, input] as const),
        ...OTHERWISE.map(([mutation, other]) => [mutation, { ...owned[mutation]!.input, ...other }] as const),
      ];
      return [...all.filter(([mutation]) => mutation !== LAST), ...all.filter(([mutation]) => mutation === LAST)].map(
        ([mutation, input]) => ({
          mutation,
          type: schema.getMutationType()!.getFields()[mutation]!.args[0]!.type,
          input: withKey(JSON.parse(JSON.stringify(input)) as object),
        }),
      );
    };

    beforeAll(() => stored.remember());
    afterEach(() => stored.restore());

    /** Writes with these texts; one that is refused with its path is good the next time, and not among them any more. */
    async function refusedIn(mutation: string, input: object, texts: Map<string, string>): Promise<string[]> {
      for (;;) {
        const { status, body } = await write(mutation, withTexts(input, texts));
        const [error] = body.errors ?? [];
        if (!error) return [];
        const { code, argument } = error.extensions;
        const refused = [...texts.keys()].filter((path) => argument === `input.${path}`);
        if (status >= 500 || !['BAD_USER_INPUT', 'NOT_FOUND', 'RULE_VIOLATED'].includes(code) || refused.length === 0)
          return [
            `${mutation}: ${status} ${error.message} ${JSON.stringify(error.extensions)}, with ${[...texts.keys()].join()}`,
          ];
        refused.forEach((path) => texts.delete(path));
      }
    }

    test('is tested', () => {
      const tried = new Set(
        inputs().flatMap(({ type, input }) => textLeaves(type, input).map(({ coordinate }) => coordinate)),
      );
      expect(
        Object.values(schema.getMutationType()!.getFields())
          .filter(({ name }) => !ONLY_IN_EMPTY_SUBGRAPHS.has(`Mutation.${name}`))
          .flatMap(({ args }) => textCoordinates(args[0]!.type))
          .filter((coordinate) => !tried.has(coordinate)),
      ).toEqual([]);
    });

    test.each(['{"$gt":""}', 'a\ud800b'])('is stored exactly, or refused with its path: %j', async (hostile) => {
      const found: string[] = [];
      const taken = new Map<string, string>();
      for (const [at, { mutation, type, input }] of inputs().entries()) {
        const texts = new Map(
          textLeaves(type, input).map(({ path, text }, place) => [path, `${text}${at}-${place}${hostile}.`]),
        );
        found.push(...(await refusedIn(mutation, input, texts)));
        // Of the key a digest is kept.
        for (const [path, text] of texts) if (path !== 'idempotencyKey') taken.set(text, `${mutation}: ${path}`);
      }
      const documents = [...(await stored.changes()).values()].join();
      expect({
        found,
        notStored: [...taken]
          .filter(([text]) => !documents.includes(JSON.stringify(text).slice(1, -1)))
          .map(([, place]) => place),
      }).toEqual({ found: [], notStored: [] });
      expect(taken.size).toBeGreaterThanOrEqual(hostile.includes('\ud800') ? 0 : 50);
    });
  });
});

test(
  'what these writes left fits together',
  async () => expectGraphVerified(graph, await tokenOf(keys, { roles: ['network-admin'] })),
  60_000,
);

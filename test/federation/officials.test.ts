import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AUDIENCE, bearer, ISSUER, keyFile, newKeys, tokenOf } from '../auth/tokens.js';
import { startGraph, type RunningGraph } from '../graph.js';
import { expectGraphVerified } from '../verify/verified.js';
import { mutationOf } from '../mutation-of.js';

const keys = newKeys();
let key: Awaited<ReturnType<typeof keyFile>>;
let graph: RunningGraph;

beforeAll(async () => {
  key = await keyFile(keys);
  graph = await startGraph({ AUTH_PUBLIC_KEY_FILE: key.file, AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE });
}, 120_000);

afterAll(async () => {
  await graph?.close();
  await key?.remove();
});

/** The data of an operation, as someone who holds these roles reads it; nobody when there are none. */
async function read(query: string, variables: Record<string, unknown>, ...roles: string[]) {
  const headers = roles.length > 0 ? bearer(await tokenOf(keys, { sub: `person of ${roles.join()}`, roles })) : {};
  const { body } = await graph.gateway.query(query, variables, headers);
  expect(body.errors).toBeUndefined();
  return body.data;
}

let writes = 0;

async function write(role: string, mutation: string, input: object, select = 'id') {
  const query = mutationOf(mutation, `{ ${select} }`);
  return (await read(query, { input: { idempotencyKey: `official ${(writes += 1)}`, ...input } }, role))[mutation];
}

const YALA = 'city-officer:th-yala';

describe('me', () => {
  const ME = `{ me { id roles mayDo {
    cities { name label { en th } as } partners { name as } events { name as } } } }`;
  const namesOf = (allowed: { name: string }[]) => allowed.map(({ name }) => name);

  test('is null for nobody', async () => {
    expect(await read(ME, {})).toEqual({ me: null });
  });

  test('tells an officer of a city its roles, and the mutations for which it has one', async () => {
    const { me } = await read(ME, {}, YALA, 'viewer');
    expect(me).toMatchObject({ id: `person of ${YALA},viewer`, roles: [YALA, 'viewer'] });
    expect(me.mayDo.cities).toContainEqual({
      name: 'submitCityPlan',
      label: { en: 'plan filed', th: 'ยื่นแผน' },
      as: [YALA],
    });
    expect(namesOf(me.mayDo.cities)).not.toContain('advanceCityStatus');
    expect(namesOf(me.mayDo.partners)).toContain('appointOfficer');
    expect(namesOf(me.mayDo.partners)).not.toContain('publishSolution');
    expect(namesOf(me.mayDo.events)).toEqual(
      expect.arrayContaining(['registerForEvent', 'enrolInCourse', 'acceptInvitation']),
    );
    expect(namesOf(me.mayDo.events)).not.toContain('createEvent');
  });

  test('tells someone with two offices by which of them it may', async () => {
    const { me } = await read(ME, {}, YALA, 'partner-officer:depa');
    expect(me.mayDo.partners).toContainEqual({ name: 'signAgreement', as: [YALA, 'partner-officer:depa'] });
    expect(me.mayDo.events).toContainEqual({ name: 'createEvent', as: ['partner-officer:depa'] });
  });

  test('tells a viewer that it may write nothing', async () => {
    const { me } = await read(ME, {}, 'viewer');
    expect(me.mayDo).toEqual({ cities: [], partners: [], events: [] });
  });

  test('tells an administrator every mutation of the network', async () => {
    const { me } = await read(ME, {}, 'network-admin');
    const { __type } = await read('{ __type(name: "Mutation") { fields { name } } }', {});
    expect(namesOf([...me.mayDo.cities, ...me.mayDo.partners, ...me.mayDo.events]).sort()).toEqual(
      namesOf(__type.fields).sort(),
    );
  });
});

describe('mayChange of a record', () => {
  const RECORDS = `{
    city(id: "th-yala") { mayChange { allowed as needs } }
    partner(id: "depa") { mayChange { allowed as needs } }
    solution(id: "traffy-fondue") { mayChange { allowed as needs } }
    cohort(id: "THAI_2020") { mayChange { allowed as needs } } }`;

  test.each<[string, string[], (string | null)[]]>([
    ['nobody', [], [null, null, null, null]],
    ['an officer of the city', [YALA], [YALA, null, null, null]],
    [
      'an officer of two organisations',
      ['partner-officer:depa', 'partner-officer:nectec'],
      [null, 'partner-officer:depa', 'partner-officer:nectec', null],
    ],
    ['an administrator', ['network-admin'], Array(4).fill('network-admin')],
  ])('tells %s by which role it may write, and what is needed otherwise', async (_who, roles, as) => {
    const { city, partner, solution, cohort } = await read(RECORDS, {}, ...roles);
    const told = [city, partner, solution, cohort].map(({ mayChange }) => mayChange);
    expect(told.map((each) => each.as)).toEqual(as);
    expect(told.map(({ allowed }) => allowed)).toEqual(as.map((role) => role !== null));
    expect(told.map(({ needs }) => needs)).toEqual([
      [YALA, 'network-admin'],
      ['partner-officer:depa', 'network-admin'],
      ['partner-officer:nectec', 'network-admin'],
      ['partner-officer:mastercard', 'network-admin'],
    ]);
  });
});

describe('what others wrote about one', () => {
  const CONCERNING = `query ($id: ID!, $since: LocalDate, $first: Int! = 50, $after: String) {
    changesConcerning(id: $id, since: $since, first: $first, after: $after) {
      items { pageInfo { hasNextPage endCursor } nodes { ... on RecordChanged { title { en } recordType recordId action office by } } } } }`;

  async function told(id: string, variables: object = {}, ...roles: string[]) {
    const { changesConcerning } = await read(CONCERNING, { id, ...variables }, ...roles);
    return changesConcerning.items;
  }
  const actionsOf = async (id: string, variables: object = {}, ...roles: string[]): Promise<string[]> =>
    (await told(id, variables, ...roles)).nodes.map(({ action }: { action: string }) => action);

  beforeAll(async () => {
    const declared = { cityId: 'th-yala', code: 'FINANCIAL_INCLUSION', basis: { en: 'Its own people say so.' } };
    await write(YALA, 'declareChallenge', declared);
    await write('partner-officer:mastercard', 'deploySolution', {
      ...{ solutionId: 'traffy-fondue', cityId: 'th-yala', stage: 'PILOT', on: '2024-01', operatorId: 'mastercard' },
    });
    await write('partner-officer:depa', 'signAgreement', {
      agreementId: 'agreement-of-yala',
      on: '2024-01',
      terms: {
        ...{ name: { en: 'An agreement' }, kind: 'MOU' },
        parties: [{ cityId: 'th-yala' }, { partnerId: 'depa' }],
      },
    });
    const { id: eventId } = await write('partner-officer:depa', 'createEvent', {
      ...{ name: { en: 'A forum' }, kind: 'MEETING', hosts: ['depa'], startsOn: '2099-01', timezone: 'Asia/Bangkok' },
    });
    await write('partner-officer:depa', 'inviteToEvent', { eventId, cityId: 'th-yala' });
    await write('network-admin', 'registerForEvent', { eventId, cityId: 'th-yala' });
  });

  test('a city reads it, the newest first, without what it wrote itself', async () => {
    expect(await actionsOf('th-yala')).toEqual(['inviteToEvent', 'signAgreement', 'deploySolution']);
    expect((await told('th-yala')).nodes.at(-1)).toMatchObject({
      recordType: 'Solution',
      recordId: 'traffy-fondue',
      office: 'partner-officer:mastercard',
      by: 'partner-officer:mastercard',
      title: { en: expect.stringContaining('put to use in a city') },
    });
  });

  test('what is closed to others is told to those whom it is about', async () => {
    for (const role of [YALA, 'network-admin'])
      expect((await actionsOf('th-yala', {}, role))[0]).toBe('registerForEvent');
    for (const role of ['city-officer:th-nan', 'viewer'])
      expect(await actionsOf('th-yala', {}, role)).not.toContain('registerForEvent');
  });

  test('an organisation reads what others did with what it owns', async () => {
    expect(await actionsOf('nectec')).toEqual(['deploySolution']);
    expect(await actionsOf('mastercard')).toEqual([]);
    expect(await actionsOf('depa')).toEqual([]);
  });

  test('a fact in one city is not told to the others that use the solution', async () => {
    const { solution } = await read(
      '{ solution(id: "traffy-fondue") { deployments(first: 5) { nodes { city { id } } } } }',
      {},
    );
    const others = solution.deployments.nodes.map(({ city }: { city: { id: string } }) => city.id);
    expect(others.length).toBeGreaterThan(1);
    for (const id of others) if (id !== 'th-yala') expect(await actionsOf(id)).toEqual([]);
  });

  test('a programme is told the memberships of cities in it, and of no other programme', async () => {
    const before = await actionsOf('city-possible');
    await write('city-officer:th-rayong', 'joinProgramme', {
      ...{ cityId: 'th-rayong', programmeId: 'city-possible', cohortId: 'THAI_2020' },
    });
    await write('city-officer:th-rayong', 'declareChallenge', {
      ...{ cityId: 'th-rayong', code: 'FINANCIAL_INCLUSION', basis: { en: 'Its own people say so.' } },
    });
    expect(await actionsOf('city-possible')).toEqual(['joinProgramme', ...before]);
    expect(await actionsOf('asean-smart-cities-network')).toEqual([]);
  });

  test('names its own argument when the day lies outside of the calendar', async () => {
    const query = '{ changesConcerning(id: "th-yala", since: "2999-01-31") { id } }';
    const { body } = await graph.gateway.query(query);
    expect(body.errors).toMatchObject([
      { message: expect.stringContaining('`since`'), extensions: { code: 'BAD_USER_INPUT', argument: 'since' } },
    ]);
  });

  test('begins with a day, and goes on by pages', async () => {
    expect(await actionsOf('th-yala', { since: '2099-01-01' })).toEqual([]);
    const first = await told('th-yala', { first: 2 });
    expect(first.pageInfo.hasNextPage).toBe(true);
    expect(await actionsOf('th-yala', { first: 2, after: first.pageInfo.endCursor })).toEqual(['deploySolution']);
  });

  describe('is a feed', () => {
    const feed = (address: string, headers: Record<string, string> = {}) =>
      fetch(`${graph.gateway.url}/feeds/changes/${address}`, {
        headers: { accept: 'application/atom+xml', ...headers },
      });
    const textsOf = (xml: string, element: string) =>
      [...xml.matchAll(new RegExp(`<${element}[^>]*>(?:<!\\[CDATA\\[)?(.*?)(?:\\]\\]>)?</${element}>`, 'gs'))].map(
        ([, text]) => text!,
      );

    test('that a program without a token reads, in the language of its choice', async () => {
      const response = await feed('th-yala?lang=th');
      expect([response.status, response.headers.get('content-type')]).toEqual([
        200,
        'application/atom+xml; charset=utf-8',
      ]);
      const xml = await response.text();
      expect(textsOf(xml, 'title')).toEqual([
        'สิ่งที่ผู้อื่นบันทึกเกี่ยวกับ th-yala',
        expect.stringContaining('เชิญเข้าร่วมกิจกรรม'),
        expect.stringContaining('ลงนามข้อตกลง'),
        expect.stringContaining('เริ่มนำไปใช้ในเมือง'),
      ]);
      expect(textsOf(xml, 'name').at(-1)).toBe('partner-officer:mastercard');
      expect(new Set(textsOf(xml, 'id')).size).toBe(4);
      expect(textsOf(await (await feed('th-yala?lang=en')).text(), 'title').at(-1)).toContain('put to use in a city');
    });

    test('with what is closed to others, for who sends a token', async () => {
      const xml = await (await feed('th-yala', bearer(await tokenOf(keys, { roles: [YALA] })))).text();
      expect(textsOf(xml, 'title')[1]).toContain('registered for an event');
    });

    test('in which markup that people wrote is text, and that stays a document whatever they wrote', async () => {
      const name = '<img src=x onerror=alert(1)> ]]> R&D';
      await write('partner-officer:depa', 'signAgreement', {
        agreementId: 'agreement-with-markup',
        why: 'Why <b>not</b>',
        terms: { name: { en: name }, kind: 'MOU', parties: [{ cityId: 'th-nan' }, { partnerId: 'depa' }] },
      });
      const token = await tokenOf(keys, { roles: ['city-officer:th-nan'] });
      const xml = await (await feed('th-nan?lang=en', bearer(token))).text();
      const [, title] = textsOf(xml, 'title');
      expect(title).toContain('&lt;img src=x onerror=alert(1)&gt; ]]&gt; R&amp;D');
      expect(xml).not.toMatch(/<img|<b>/);
    });

    test('that tells a reader when there is nothing new', async () => {
      const etag = (await feed('th-yala')).headers.get('etag')!;
      expect((await feed('th-yala', { 'if-none-match': etag })).status).toBe(304);
    });

    test.each(['th-yala?since=2099-01-01', 'depa', 'asean-smart-cities-network'])(
      'that is empty when nothing was written: %s',
      async (address) => {
        const response = await feed(address);
        expect(response.status).toBe(200);
        expect(textsOf(await response.text(), 'entry')).toEqual([]);
      },
    );

    test.each([
      ['th-nowhere', 'en', 'There is no city, partner or programme "th-nowhere".'],
      ['th-nowhere', 'th', 'ไม่มีเมือง พันธมิตร หรือโครงการ "th-nowhere"'],
      ['%01%EF%BF%BF', 'en', 'There is no city, partner or programme "\u0001\uffff".'],
    ])('that does not exist for an id that nothing has: %s, %s', async (id, language, message) => {
      const response = await feed(id, { 'accept-language': language });
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({
        errors: [{ message, extensions: { code: 'NOT_FOUND', argument: 'id' } }],
      });
    });

    test('whose wrong day is refused as the graph refuses it', async () => {
      const response = await feed('th-yala?since=tomorrow');
      expect([response.status, response.headers.get('content-type')]).toEqual([
        400,
        expect.stringContaining('application/json'),
      ]);
      expect(await response.json()).toMatchObject({
        errors: [{ extensions: { code: 'BAD_USER_INPUT', argument: 'since' } }],
      });
    });
  });

  test('is no feed while a subgraph cannot be read, but an error that names it', async () => {
    await graph.subgraphs.get('events')!.kill();
    try {
      const response = await fetch(`${graph.gateway.url}/feeds/changes/th-yala`);
      expect(response.status).toBeGreaterThanOrEqual(500);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { service: 'events' } }] });
    } finally {
      await graph.subgraphs.get('events')!.revive();
    }
  });

  test('an id that is too long is refused by its name', async () => {
    const { body } = await graph.gateway.query(CONCERNING, { id: 'x'.repeat(201) });
    expect(body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'id' } }]);
  });
});

test(
  'what these writes left fits together',
  async () => expectGraphVerified(graph, await tokenOf(keys, { roles: ['network-admin'] })),
  60_000,
);

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { cities } from '../../subgraphs/cities/index.js';
import { dayAt } from '../../subgraphs/domain/dates/calendar-day.js';
import { THAILAND } from '../../subgraphs/domain/dates/today.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { startSubgraph, type Asking, type RunningSubgraph } from '../graph.js';
import { expectVerified } from '../verify/verified.js';

let subgraph: RunningSubgraph;
beforeAll(async () => {
  subgraph = await startSubgraph(cities as unknown as Subgraph);
});
afterAll(() => subgraph?.close());

const as = (...roles: string[]): Asking => ({ caller: { id: `tester of ${roles.join()}`, roles } });
const admin = as('network-admin');

const WRITES = {
  submitCityPlan: [
    'SubmitCityPlanInput',
    'id version title { en th } kind dimensions submittedOn { value } confidence source { id title } city { id version furthestStatus lacks }',
  ],
  advanceCityStatus: [
    'AdvanceCityStatusInput',
    'id version furthestStatus statusHistory { status on { value } body { id } confidence note { en } source { id title publisher publishedOn { value } url } }',
  ],
  joinProgramme: [
    'JoinProgrammeInput',
    'id version memberships { programme { id } kind cohort { id } joinedOn { value } leftOn { value } confidence source { id } }',
  ],
  leaveProgramme: ['LeaveProgrammeInput', 'id version memberships { programme { id } leftOn { value } }'],
  declareChallenge: [
    'DeclareChallengeInput',
    'id version lacks challenges { challenge { code } basis { en } confidence source { id title } }',
  ],
  withdrawChallenge: [
    'WithdrawChallengeInput',
    'id version lacks challenges { challenge { code } } history(first: 1) { nodes { action why } }',
  ],
} as const;
type Write = keyof typeof WRITES;

const EXAMPLES: Record<Write, Record<string, unknown>> = {
  submitCityPlan: {
    cityId: 'th-mahatai',
    title: { en: 'Mahatai Smart City' },
    kind: 'LIVABLE_CITY',
    dimensions: ['ENVIRONMENT', 'LIVING'],
  },
  advanceCityStatus: { cityId: 'th-mahatai', status: 'PROMOTION_ZONE', body: 'depa' },
  joinProgramme: { cityId: 'th-mahatai', programmeId: 'delgosea' },
  leaveProgramme: { cityId: 'th-mahatai', programmeId: 'city-possible' },
  declareChallenge: { cityId: 'th-mahatai', code: 'PUBLIC_SAFETY', basis: { en: 'the council said so' } },
  withdrawChallenge: { cityId: 'th-mahatai', code: 'PUBLIC_SAFETY', why: 'the council takes it back' },
};

/** Does a write with a new key unless one is given. */
async function write(name: Write, input: Record<string, unknown>, asking: Asking = admin) {
  const [type, selection] = WRITES[name];
  const { data, errors } = await subgraph.ask(
    `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} } }`,
    { input: { idempotencyKey: randomUUID(), ...input } },
    asking,
  );
  return { done: data?.[name], error: errors?.[0] };
}

async function done(name: Write, input: Record<string, unknown>, asking?: Asking) {
  const { done: answer, error } = await write(name, input, asking);
  expect(error).toBeUndefined();
  return answer;
}

async function readCity(id: string, selection: string, asker = {}) {
  const { data, errors } = await subgraph.ask(`query ($id: ID!) { city(id: $id) { ${selection} } }`, { id }, asker);
  expect(errors).toBeUndefined();
  return data.city;
}

describe('permissions', () => {
  const callers = [
    'nobody',
    'viewer',
    'city-officer:th-mahatai',
    'city-officer:th-yala',
    'partner-officer:depa',
    'partner-officer:mastercard',
    'host:event-csco-course',
    'network-admin',
  ];
  const allowed: Record<Write, string[]> = {
    submitCityPlan: ['city-officer:th-mahatai', 'network-admin'],
    advanceCityStatus: ['partner-officer:depa', 'network-admin'],
    joinProgramme: ['city-officer:th-mahatai', 'network-admin'],
    leaveProgramme: ['city-officer:th-mahatai', 'network-admin'],
    declareChallenge: ['city-officer:th-mahatai', 'network-admin'],
    withdrawChallenge: ['city-officer:th-mahatai', 'network-admin'],
  };
  const table = Object.keys(WRITES).flatMap((name) =>
    callers.map(
      (role) =>
        [
          role,
          name as Write,
          role === 'nobody' ? 'UNAUTHENTICATED' : allowed[name as Write].includes(role) ? 'allowed' : 'FORBIDDEN',
        ] as const,
    ),
  );

  test.each(table)('%s: %s is %s', async (role, name, expected) => {
    const { error } = await write(name, EXAMPLES[name], role === 'nobody' ? {} : as(role));
    const code = error?.extensions.code;
    // Who may is past the gate, even where an earlier caller has done the same already.
    expect(code === undefined || code === 'RULE_VIOLATED' ? 'allowed' : code).toBe(expected);
    if (expected === 'allowed' && role !== 'network-admin') expect(code).toBeUndefined();
  });

  test.each(table)('%s: %s of an unknown city is NOT_FOUND for a signed-in caller', async (role, name) => {
    const { error } = await write(name, { ...EXAMPLES[name], cityId: 'th-nowhere' }, role === 'nobody' ? {} : as(role));
    expect(error.extensions).toMatchObject(
      role === 'nobody' ? { code: 'UNAUTHENTICATED' } : { code: 'NOT_FOUND', argument: 'input.cityId' },
    );
  });

  test('an officer acts only for its own body', async () => {
    const { error } = await write(
      'advanceCityStatus',
      { ...EXAMPLES.advanceCityStatus, body: 'th-smart-city-committee' },
      as('partner-officer:depa'),
    );
    expect(error.extensions).toMatchObject({ code: 'FORBIDDEN', needs: ['partner-officer:th-smart-city-committee'] });
  });

  test('an officer of one city cannot write another city in the same request', async () => {
    const both = as('city-officer:th-yala', 'viewer');
    expect(
      (await write('declareChallenge', { ...EXAMPLES.declareChallenge, cityId: 'th-nan' }, both)).error.extensions.code,
    ).toBe('FORBIDDEN');
  });
});

describe('each rule broken once', () => {
  const tomorrow = dayAt(new Date(Date.now() + 24 * 60 * 60 * 1000), THAILAND);
  const broken: Array<[string, Write, Record<string, unknown>, Record<string, unknown>]> = [
    [
      'a step is skipped',
      'advanceCityStatus',
      { cityId: 'th-phanat-nikhom', status: 'DESIGNATED', body: 'depa' },
      { code: 'RULE_VIOLATED', rule: 'STATUS_ORDER', argument: 'input.status', allowed: ['PROMOTION_ZONE'] },
    ],
    [
      'a step goes back',
      'advanceCityStatus',
      { cityId: 'th-yala', status: 'PLAN_APPROVED', body: 'depa' },
      { code: 'RULE_VIOLATED', rule: 'STATUS_ORDER', argument: 'input.status' },
    ],
    [
      'a status is given twice',
      'advanceCityStatus',
      { cityId: 'th-yala', status: 'DESIGNATED', body: 'depa' },
      { code: 'RULE_VIOLATED', rule: 'STATUS_ORDER' },
    ],
    [
      'a designation that was never given is revoked',
      'advanceCityStatus',
      { cityId: 'th-phanat-nikhom', status: 'REVOKED', body: 'depa' },
      { code: 'RULE_VIOLATED', rule: 'STATUS_ORDER' },
    ],
    [
      'a city outside Thailand becomes a candidate',
      'advanceCityStatus',
      { cityId: 'gb-london', status: 'CANDIDATE', body: 'depa' },
      { code: 'RULE_VIOLATED', rule: 'NOT_IN_THAILAND', argument: 'input.cityId' },
    ],
    [
      'a city outside Thailand files a plan',
      'submitCityPlan',
      { ...EXAMPLES.submitCityPlan, cityId: 'gb-london' },
      { code: 'RULE_VIOLATED', rule: 'NOT_IN_THAILAND', argument: 'input.cityId' },
    ],
    [
      'a step is of a month before the previous one',
      'advanceCityStatus',
      { cityId: 'th-phanat-nikhom', status: 'PROMOTION_ZONE', body: 'depa', on: '2018' },
      { code: 'RULE_VIOLATED', rule: 'DATE_BEFORE_PREVIOUS', argument: 'input.on' },
    ],
    [
      'a step is of no date',
      'advanceCityStatus',
      { cityId: 'th-phanat-nikhom', status: 'PROMOTION_ZONE', body: 'depa', on: '2020-13' },
      { code: 'BAD_USER_INPUT', argument: 'input.on' },
    ],
    [
      'a city joins in a month to come',
      'joinProgramme',
      { cityId: 'th-nan', programmeId: 'delgosea', joinedOn: '2099-01' },
      { code: 'RULE_VIOLATED', rule: 'DATE_IN_FUTURE', argument: 'input.joinedOn' },
    ],
    [
      'a plan was filed on no date',
      'submitCityPlan',
      { ...EXAMPLES.submitCityPlan, submittedOn: 'soon' },
      { code: 'BAD_USER_INPUT', argument: 'input.submittedOn' },
    ],
    [
      'a city outside the process is promoted',
      'advanceCityStatus',
      { cityId: 'th-pak-kret', status: 'PROMOTION_ZONE', body: 'depa' },
      { code: 'RULE_VIOLATED', rule: 'STATUS_ORDER', allowed: ['CANDIDATE'] },
    ],
    [
      'a status lies in the future',
      'advanceCityStatus',
      { cityId: 'th-phanat-nikhom', status: 'PROMOTION_ZONE', body: 'depa', on: tomorrow },
      { code: 'RULE_VIOLATED', rule: 'DATE_IN_FUTURE', argument: 'input.on' },
    ],
    [
      'a status is dated before the one behind it',
      'advanceCityStatus',
      { cityId: 'th-yala', status: 'RENEWED', body: 'depa', on: '2021-11-06' },
      { code: 'RULE_VIOLATED', rule: 'DATE_BEFORE_PREVIOUS', argument: 'input.on' },
    ],
    [
      'a plan without the environment is approved',
      'advanceCityStatus',
      { cityId: 'th-udon-thani', status: 'PLAN_APPROVED', body: 'depa' },
      { code: 'RULE_VIOLATED', rule: 'ENVIRONMENT_REQUIRED', argument: 'input.status' },
    ],
    [
      'the approval of a city without a plan',
      'advanceCityStatus',
      { cityId: 'th-tak', status: 'PLAN_APPROVED', body: 'depa' },
      { code: 'RULE_VIOLATED', rule: 'PLAN_REQUIRED', argument: 'input.status' },
    ],
    [
      'a status comes from a body that decides nothing',
      'advanceCityStatus',
      { cityId: 'th-yala', status: 'RENEWED', body: 'mastercard' },
      { code: 'BAD_USER_INPUT', argument: 'input.body' },
    ],
    [
      'a status of an unknown city',
      'advanceCityStatus',
      { cityId: 'th-nowhere', status: 'CANDIDATE', body: 'depa' },
      { code: 'NOT_FOUND', argument: 'input.cityId' },
    ],
    [
      'a remark without words',
      'advanceCityStatus',
      { cityId: 'th-yala', status: 'RENEWED', body: 'depa', note: { en: ' ' } },
      { code: 'BAD_USER_INPUT', argument: 'input.note.en' },
    ],
    [
      'a plan lacks the environment',
      'submitCityPlan',
      { ...EXAMPLES.submitCityPlan, dimensions: ['LIVING'] },
      { code: 'RULE_VIOLATED', rule: 'ENVIRONMENT_REQUIRED', argument: 'input.dimensions' },
    ],
    [
      'an approved plan is filed anew',
      'submitCityPlan',
      { ...EXAMPLES.submitCityPlan, cityId: 'th-yala' },
      { code: 'RULE_VIOLATED', rule: 'PLAN_ALREADY_APPROVED', argument: 'input.cityId' },
    ],
    [
      'a city that is no candidate files a plan',
      'submitCityPlan',
      { ...EXAMPLES.submitCityPlan, cityId: 'th-pak-kret' },
      { code: 'RULE_VIOLATED', rule: 'STATUS_ORDER', argument: 'input.cityId' },
    ],
    [
      'a plan is filed in the future',
      'submitCityPlan',
      { ...EXAMPLES.submitCityPlan, cityId: 'th-phanat-nikhom', submittedOn: tomorrow },
      { code: 'RULE_VIOLATED', rule: 'DATE_IN_FUTURE', argument: 'input.submittedOn' },
    ],
    [
      'a plan has no title',
      'submitCityPlan',
      { ...EXAMPLES.submitCityPlan, title: {} },
      { code: 'BAD_USER_INPUT', argument: 'input.title' },
    ],
    [
      'a plan’s title is too long',
      'submitCityPlan',
      { ...EXAMPLES.submitCityPlan, title: { th: 'ก'.repeat(201) } },
      { code: 'BAD_USER_INPUT', argument: 'input.title.th' },
    ],
    [
      'a plan that is not on file is changed',
      'submitCityPlan',
      { ...EXAMPLES.submitCityPlan, cityId: 'th-tak', expectedVersion: 1 },
      { code: 'CONFLICT', argument: 'input.expectedVersion' },
    ],
    [
      'a city joins a programme twice',
      'joinProgramme',
      { cityId: 'th-yala', programmeId: 'city-possible' },
      { code: 'RULE_VIOLATED', rule: 'ALREADY_MEMBER', argument: 'input.programmeId' },
    ],
    [
      'a city joins in the future',
      'joinProgramme',
      { cityId: 'th-nan', programmeId: 'delgosea', joinedOn: tomorrow },
      { code: 'RULE_VIOLATED', rule: 'DATE_IN_FUTURE', argument: 'input.joinedOn' },
    ],
    [
      'a cohort belongs to another programme',
      'joinProgramme',
      { cityId: 'th-nan', programmeId: 'delgosea', cohortId: 'THAI_2020' },
      { code: 'RULE_VIOLATED', rule: 'COHORT_OF_OTHER_PROGRAMME', argument: 'input.cohortId' },
    ],
    [
      'a cohort is unknown',
      'joinProgramme',
      { cityId: 'th-nan', programmeId: 'delgosea', cohortId: 'NONE' },
      { code: 'NOT_FOUND', argument: 'input.cohortId' },
    ],
    [
      'a city joins an unknown city’s place',
      'joinProgramme',
      { cityId: 'th-nowhere', programmeId: 'delgosea' },
      { code: 'NOT_FOUND', argument: 'input.cityId' },
    ],
    [
      'a city leaves what it never joined',
      'leaveProgramme',
      { cityId: 'th-nan', programmeId: 'delgosea' },
      { code: 'RULE_VIOLATED', rule: 'NOT_A_MEMBER', argument: 'input.programmeId' },
    ],
    [
      'a city leaves before it joined',
      'leaveProgramme',
      { cityId: 'th-nan', programmeId: 'city-possible', leftOn: '2019-12-31' },
      { code: 'RULE_VIOLATED', rule: 'DATE_BEFORE_PREVIOUS', argument: 'input.leftOn' },
    ],
    [
      'a city leaves in the future',
      'leaveProgramme',
      { cityId: 'th-nan', programmeId: 'city-possible', leftOn: tomorrow },
      { code: 'RULE_VIOLATED', rule: 'DATE_IN_FUTURE', argument: 'input.leftOn' },
    ],
    [
      'a challenge is declared twice',
      'declareChallenge',
      { cityId: 'th-yala', code: 'PUBLIC_SAFETY', basis: { en: 'again' } },
      { code: 'RULE_VIOLATED', rule: 'CHALLENGE_ON_FILE', argument: 'input.code' },
    ],
    [
      'a challenge is unknown',
      'declareChallenge',
      { cityId: 'th-yala', code: 'BOREDOM', basis: { en: 'so it is' } },
      { code: 'NOT_FOUND', argument: 'input.code' },
    ],
    [
      'a city’s own word is to be HIGH',
      'declareChallenge',
      { cityId: 'th-nan', code: 'PUBLIC_SAFETY', basis: { en: 'we say so' }, confidence: 'HIGH' },
      { code: 'RULE_VIOLATED', rule: 'SOURCE_REQUIRED', argument: 'input.confidence' },
    ],
    [
      'a challenge that is not on file is withdrawn',
      'withdrawChallenge',
      { cityId: 'th-mukdahan', code: 'CITIZEN_VOICE', why: 'x' },
      { code: 'RULE_VIOLATED', rule: 'CHALLENGE_NOT_ON_FILE', argument: 'input.code' },
    ],
    [
      'an unknown challenge is withdrawn',
      'withdrawChallenge',
      { cityId: 'th-yala', code: 'BOREDOM', why: 'x' },
      { code: 'NOT_FOUND', argument: 'input.code' },
    ],
    [
      'a challenge is withdrawn without a reason',
      'withdrawChallenge',
      { cityId: 'th-yala', code: 'PUBLIC_SAFETY', why: ' ' },
      { code: 'BAD_USER_INPUT', argument: 'input.why' },
    ],
    [
      'a reason is too long',
      'withdrawChallenge',
      { cityId: 'th-yala', code: 'PUBLIC_SAFETY', why: 'x'.repeat(1_001) },
      { code: 'BAD_USER_INPUT', argument: 'input.why' },
    ],
    [
      'a city was changed since its challenge was read',
      'withdrawChallenge',
      { cityId: 'th-nan', code: 'PUBLIC_SAFETY', why: 'x', expectedVersion: 99 },
      { code: 'CONFLICT', argument: 'input.expectedVersion', version: 1 },
    ],
    [
      'a challenge has no basis',
      'declareChallenge',
      { cityId: 'th-nan', code: 'PUBLIC_SAFETY', basis: { en: '' } },
      { code: 'BAD_USER_INPUT', argument: 'input.basis.en' },
    ],
    [
      'a basis is too long',
      'declareChallenge',
      { cityId: 'th-nan', code: 'PUBLIC_SAFETY', basis: { en: 'x'.repeat(5_001) } },
      { code: 'BAD_USER_INPUT', argument: 'input.basis.en' },
    ],
    [
      'a source has an address of another kind',
      'declareChallenge',
      {
        cityId: 'th-nan',
        code: 'PUBLIC_SAFETY',
        basis: { en: 'x' },
        source: { title: 'T', url: 'javascript:alert(1)' },
      },
      { code: 'BAD_USER_INPUT', argument: 'input.source.url' },
    ],
    [
      'a city was changed since it was read',
      'declareChallenge',
      { cityId: 'th-nan', code: 'PUBLIC_SAFETY', basis: { en: 'x' }, expectedVersion: 99 },
      { code: 'CONFLICT', argument: 'input.expectedVersion', version: 1 },
    ],
  ];

  test.each(broken)('%s', async (_name, name, input, extensions) => {
    const cityId = input['cityId'] as string;
    const before = await readCity(cityId, 'version');
    const english = await write(name, input, { ...admin, language: 'en' });
    const thai = await write(name, input, { ...admin, language: 'th' });
    expect(english.done).toBeNull();
    expect(english.error).toMatchObject({ path: [name], extensions });
    expect(thai.error.extensions).toEqual(english.error.extensions);
    expect(english.error.message).toMatch(/^[^\u0e00-\u0e7f]+$/);
    // A message that names an argument names the whole path of it.
    for (const { message } of [english.error, thai.error])
      for (const [, named = ''] of message.matchAll(/`([^`]+)`/g)) expect(named).toMatch(/^input\./);
    expect(thai.error.message).toMatch(/[\u0e00-\u0e7f]/);
    expect(await readCity(cityId, 'version')).toEqual(before);
  });

  test('a programme that no city has joined is entered by the administrators first', async () => {
    const input = { cityId: 'th-nan', programmeId: 'smart-city-ambassadors' };
    expect((await write('joinProgramme', input, as('city-officer:th-nan'))).error.extensions).toMatchObject({
      code: 'NOT_FOUND',
      argument: 'input.programmeId',
    });
    await done('joinProgramme', input);
    await done('joinProgramme', { ...input, cityId: 'th-yala' }, as('city-officer:th-yala'));
  });
});

describe('a city goes through the process', () => {
  const cityId = 'th-sakon-nakhon-pao';
  const officer = as(`city-officer:${cityId}`);

  test('from candidate to renewed and revoked, and its history has author, date and reason', async () => {
    const advance = (status: string, on: string, body = 'depa', more: object = {}) =>
      done('advanceCityStatus', { cityId, status, on, body, ...more }, as(`partner-officer:${body}`));
    const before = await readCity(cityId, 'version lacks');
    expect(before.lacks).toEqual(expect.arrayContaining(['PLAN', 'STATUS']));
    await advance('CANDIDATE', '2026-01-05');
    const plan = await done(
      'submitCityPlan',
      {
        cityId,
        title: { en: 'Sakon Nakhon', th: 'สกลนคร' },
        kind: 'LIVABLE_CITY',
        dimensions: ['LIVING', 'ENVIRONMENT', 'LIVING'],
        submittedOn: '2026-02-01',
      },
      officer,
    );
    expect(plan).toMatchObject({
      id: `plan-${cityId}`,
      version: 1,
      dimensions: ['LIVING', 'ENVIRONMENT'],
      kind: 'LIVABLE_CITY',
      submittedOn: { value: '2026-02-01' },
      confidence: 'MEDIUM',
      city: { furthestStatus: 'PLAN_SUBMITTED' },
    });
    expect(plan.city.lacks).not.toContain('PLAN');
    await advance('PROMOTION_ZONE', '2026-03-01');

    const refiled = await done(
      'submitCityPlan',
      {
        cityId,
        title: { en: 'Sakon Nakhon' },
        kind: 'NEW_CITY',
        dimensions: ['ENVIRONMENT'],
        submittedOn: '2026-03-15',
        expectedVersion: 1,
      },
      officer,
    );
    expect(refiled).toMatchObject({ version: 2, kind: 'NEW_CITY', city: { furthestStatus: 'PROMOTION_ZONE' } });
    expect(
      (
        await write(
          'submitCityPlan',
          { cityId, title: { en: 'x' }, kind: 'NEW_CITY', dimensions: ['ENVIRONMENT'], expectedVersion: 1 },
          officer,
        )
      ).error.extensions,
    ).toMatchObject({ code: 'CONFLICT', version: 2 });

    await advance('PLAN_APPROVED', '2026-04-01', 'th-smart-city-subcommittee', { why: 'approved in meeting 1/2569' });
    const designated = await advance('DESIGNATED', '2026-05-01', 'th-smart-city-committee', {
      note: { en: 'with the logo' },
      source: {
        title: 'Gazette',
        publisher: 'Government',
        publishedOn: '2026-05',
        url: 'https://example.org/gazette',
        lang: 'th',
      },
    });
    expect(designated.statusHistory.at(-1)).toMatchObject({
      status: 'DESIGNATED',
      on: { value: '2026-05-01' },
      body: { id: 'th-smart-city-committee' },
      confidence: 'HIGH',
      note: { en: 'with the logo' },
      source: {
        title: 'Gazette',
        publisher: 'Government',
        publishedOn: { value: '2026-05' },
        url: 'https://example.org/gazette',
      },
    });
    await advance('RENEWED', '2026-06-01');
    await advance('RENEWED', '2026-07-01');
    const revoked = await advance('REVOKED', '2026-08-01', 'depa', {
      why: 'the plan was given up',
      source: { title: 'Gazette of August' },
    });
    expect(revoked).toMatchObject({ furthestStatus: 'REVOKED', version: before.version + 9 });

    const days = { before: '2026-01-04', filed: '2026-02-28', designated: '2026-05-31', today: '2026-08-01' };
    const asOf = await readCity(
      cityId,
      Object.entries(days)
        .map(([name, on]) => `${name}: statusOn(date: "${on}") { status }`)
        .join(' '),
    );
    expect(asOf).toEqual({
      before: { status: null },
      filed: { status: 'PLAN_SUBMITTED' },
      designated: { status: 'DESIGNATED' },
      today: { status: 'REVOKED' },
    });

    const { history, plan: onFile } = await readCity(
      cityId,
      'history(first: 4) { totalCount nodes { version action by why at } pageInfo { hasNextPage } } plan { history { nodes { version action by } } }',
      officer,
    );
    expect(history).toMatchObject({ totalCount: 9, pageInfo: { hasNextPage: true } });
    expect(history.nodes.map(({ action }: { action: string }) => action)).toEqual([
      'advanceCityStatus',
      'advanceCityStatus',
      'advanceCityStatus',
      'advanceCityStatus',
    ]);
    expect(onFile.history.nodes).toEqual(
      [2, 1].map((version) => ({ version, action: 'submitCityPlan', by: officer.caller!.id })),
    );
    const all = (await readCity(cityId, 'history(first: 100) { nodes { version why at } }', officer)).history
      .nodes as Array<{
      version: number;
      why: string | null;
      at: string;
    }>;
    expect(all.map(({ version }) => version)).toEqual(
      Array.from({ length: 9 }, (_, index) => before.version + 9 - index),
    );
    expect(all.flatMap(({ why }) => why ?? [])).toEqual(['the plan was given up', 'approved in meeting 1/2569']);
    expect(Math.abs(Date.parse(all[0]!.at) - Date.now())).toBeLessThan(60_000);
  });

  test('the steps of two cities never meet, and of two officers at once one is told to read again', async () => {
    const { version } = await readCity('th-nonthaburi', 'version');
    const bodies = ['depa', 'th-smart-city-committee'];
    const answers = await Promise.all(
      bodies.map((body) =>
        write(
          'declareChallenge',
          { cityId: 'th-nonthaburi', code: 'PUBLIC_SAFETY', basis: { en: body }, expectedVersion: version },
          admin,
        ),
      ),
    );
    expect(answers.map(({ error }) => error?.extensions.code ?? 'done').sort()).toEqual(['CONFLICT', 'done']);
  });
});

describe('a city and its programmes', () => {
  const cityId = 'th-roi-et';
  const officer = as(`city-officer:${cityId}`);

  test('joins, leaves and joins again, and its membership is right on every day', async () => {
    const programmeId = 'asean-smart-cities-network';
    await done('joinProgramme', { cityId, programmeId, kind: 'PILOT', joinedOn: '2024-01-10' }, officer);
    await done('leaveProgramme', { cityId, programmeId, leftOn: '2025-02-01' }, officer);
    const again = await done('joinProgramme', { cityId, programmeId, joinedOn: '2026-03-01' }, officer);
    expect(
      again.memberships.filter(({ programme }: { programme: { id: string } }) => programme.id === programmeId),
    ).toEqual([
      {
        programme: { id: programmeId },
        kind: 'PILOT',
        cohort: null,
        joinedOn: { value: '2024-01-10' },
        leftOn: { value: '2025-02-01' },
        confidence: 'MEDIUM',
        source: { id: expect.stringMatching(/^src-citylink-th-roi-et-/) },
      },
      {
        programme: { id: programmeId },
        kind: 'MEMBER',
        cohort: null,
        joinedOn: { value: '2026-03-01' },
        leftOn: null,
        confidence: 'MEDIUM',
        source: { id: expect.stringMatching(/^src-citylink-th-roi-et-/) },
      },
    ]);

    for (const [on, kinds] of [
      ['2024-01-09', []],
      ['2024-01-10', ['PILOT']],
      ['2025-01-31', ['PILOT']],
      ['2025-02-01', []],
      ['2026-03-01', ['MEMBER']],
    ] as const) {
      const { memberships } = await readCity(cityId, `memberships(on: "${on}") { kind programme { id } }`);
      expect([
        on,
        memberships
          .filter(({ programme }: { programme: { id: string } }) => programme.id === programmeId)
          .map(({ kind }: { kind: string }) => kind),
      ]).toEqual([on, kinds]);
      const [programme] = await subgraph.entities(
        `... on Programme { members(on: "${on}", first: 100) { nodes { kind city { id } } } }`,
        [{ __typename: 'Programme', id: programmeId }],
      );
      expect([
        on,
        programme.members.nodes
          .filter(({ city }: { city: { id: string } }) => city.id === cityId)
          .map(({ kind }: { kind: string }) => kind),
      ]).toEqual([on, kinds]);
    }
  });
});

test('a city declares a challenge: MEDIUM by its own word, in the place of weaker evidence, HIGH with a source', async () => {
  const officer = as('city-officer:th-pattani');
  const inferred = (await readCity('th-pattani', 'challenges { challenge { code } confidence }')).challenges;
  expect(inferred).toContainEqual({ challenge: { code: 'PUBLIC_SAFETY' }, confidence: 'LOW' });
  const declared = await done(
    'declareChallenge',
    { cityId: 'th-pattani', code: 'PUBLIC_SAFETY', basis: { en: 'the council’s survey of 2026' } },
    officer,
  );
  expect(declared.challenges).toHaveLength(inferred.length);
  expect(declared.challenges).toContainEqual({
    challenge: { code: 'PUBLIC_SAFETY' },
    basis: { en: 'the council’s survey of 2026' },
    confidence: 'MEDIUM',
    source: { id: `src-citylink-th-pattani-${dayAt(new Date(), THAILAND)}`, title: expect.any(String) },
  });
  const sourced = await done(
    'declareChallenge',
    {
      cityId: 'th-pattani',
      code: 'PUBLIC_SAFETY',
      basis: { en: 'police report' },
      confidence: 'HIGH',
      source: { title: 'Report 2026' },
    },
    officer,
  );
  expect(sourced.challenges).toContainEqual(
    expect.objectContaining({
      confidence: 'HIGH',
      source: { id: expect.stringMatching(/^src-given-/), title: 'Report 2026' },
    }),
  );
  const [pattani] = await subgraph.entities('... on City { peerCandidates { cityId shared { code strong } } }', [
    { __typename: 'City', id: 'th-pattani' },
  ]);
  expect(pattani.peerCandidates.find(({ cityId }: { cityId: string }) => cityId === 'th-yala').shared).toContainEqual({
    code: 'PUBLIC_SAFETY',
    strong: true,
  });
});

test('a city withdraws a challenge: with the reason in its history, without it as a peer, and may declare it anew', async () => {
  const cityId = 'th-mae-moh';
  const officer = as(`city-officer:${cityId}`);
  const [before] = await subgraph.entities('... on City { version challenges { challenge { code } } }', [
    { __typename: 'City', id: cityId },
  ]);
  const codes = before.challenges.map(({ challenge }: { challenge: { code: string } }) => challenge.code);
  const input = { idempotencyKey: randomUUID(), cityId, code: codes[0], why: 'it is solved' };
  const after = await done('withdrawChallenge', input, officer);
  expect(after).toMatchObject({
    version: before.version + 1,
    lacks: expect.not.arrayContaining(['CHALLENGE']),
    challenges: codes.slice(1).map((code: string) => ({ challenge: { code } })),
    history: { nodes: [{ action: 'withdrawChallenge', why: 'it is solved' }] },
  });
  expect(await done('withdrawChallenge', input, officer)).toEqual(after);
  const { data } = await subgraph.ask(
    'query ($code: [ID!]) { cities(filter: { challenge: $code }, first: 100) { nodes { id } } }',
    { code: [codes[0]] },
  );
  expect(data.cities.nodes).not.toContainEqual({ id: cityId });
  for (const code of codes.slice(1)) await done('withdrawChallenge', { cityId, code, why: 'so is this' }, officer);
  expect(await readCity(cityId, 'challenges { basis { en } } lacks')).toEqual({
    challenges: [],
    lacks: expect.arrayContaining(['CHALLENGE']),
  });
  const again = await done('declareChallenge', { cityId, code: codes[0], basis: { en: 'it is back' } }, officer);
  expect(again).toMatchObject({
    lacks: expect.not.arrayContaining(['CHALLENGE']),
    challenges: [{ challenge: { code: codes[0] }, basis: { en: 'it is back' } }],
  });
});

test('a date of month precision is stored as such, and counts once the month is over', async () => {
  const { memberships } = await done('joinProgramme', {
    cityId: 'th-pattani',
    programmeId: 'delgosea',
    joinedOn: '2020-01',
  });
  expect(memberships.at(-1)).toMatchObject({ programme: { id: 'delgosea' }, joinedOn: { value: '2020-01' } });
  await done('advanceCityStatus', { cityId: 'th-pak-kret', status: 'CANDIDATE', body: 'depa', on: '2020-01' });
  const { submittedOn } = await done('submitCityPlan', {
    ...EXAMPLES.submitCityPlan,
    cityId: 'th-pak-kret',
    submittedOn: '2020-02',
  });
  expect(submittedOn).toEqual({ value: '2020-02' });
  const days = await readCity(
    'th-pak-kret',
    'january: statusOn(date: "2020-01-30") { status } end: statusOn(date: "2020-01-31") { status } february: statusOn(date: "2020-02-29") { status }',
  );
  expect(days).toEqual({
    january: { status: null },
    end: { status: 'CANDIDATE' },
    february: { status: 'PLAN_SUBMITTED' },
  });
});

test('the error of a step out of order has the labels of the statuses, and the next step', async () => {
  const step = { cityId: 'th-phanat-nikhom', status: 'DESIGNATED', body: 'depa' };
  const { error } = await write('advanceCityStatus', step);
  expect(error.message).toMatch(
    /^A city cannot go from “[A-Z][a-z ]+” to “Designated smart city”; next is “[A-Z][a-z ]+”\.$/,
  );
  expect(error.extensions.allowed).toEqual(['PROMOTION_ZONE']);
  expect((await write('advanceCityStatus', step, { ...admin, language: 'th' })).error.message).not.toMatch(/[A-Z]/);
});

test('what these writes left fits together', () => expectVerified(subgraph));

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { subgraphs } from '../../subgraphs/index.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { expectVerified } from '../verify/verified.js';
import { mutationOf } from '../mutation-of.js';

let partners: RunningSubgraph;
let database: mongoose.Connection;

beforeAll(async () => {
  partners = await startSubgraph(subgraphs.find(({ name }) => name === 'partners')!);
  database = await mongoose
    .createConnection(process.env['TEST_MONGODB_URI']!, { dbName: partners.databaseName })
    .asPromise();
});
afterAll(async () => {
  await database?.close();
  await partners?.close();
});

type Input = Record<string, unknown>;

const ADMIN = ['network-admin'];
/** What each write answers in these tests. */
const ANSWER: Record<string, string> = {
  registerPartner:
    'id version kind name { en th } parent { id } sources { title publisher } history { totalCount nodes { action by why version } }',
  publishSolution: 'id version owner { id } addresses { code } sources { title } history { nodes { action by } }',
  introduceSolution:
    'id stage kind on { value } from { city { id } partner { id } } to { city { id } partner { id } } occasion { id } source { title } confidence solution { version }',
  deploySolution:
    'id stage city { id } operator { id } history { stage on { value } source { title } } solution { id version }',
  moveDeploymentStage:
    'id stage history { stage on { value } note { en } confidence source { title url } } solution { version }',
  recordOutcome: 'id outcomes { metric value unit asOf { value } source { title } } shortfalls { metric shortfall }',
  signAgreement:
    'id version status statusOn { value } on { value } note { en } parties { city { id } partner { id } } history { nodes { action } }',
  reportBarrier: 'id version barriers note { en }',
  leaveOffice: 'to { value }',
  confirmDeployment: 'id',
  appointOfficer:
    'kind title { en th } from { value } to { value } city { id } person { id version name { en } } source { title }',
};

/** Writes as a caller with these roles. */
function write(
  mutation: string,
  input: Input,
  roles: readonly string[] | null = ADMIN,
  { id = 'someone', language = 'en' } = {},
) {
  return partners.ask(
    mutationOf(mutation, `{ ${ANSWER[mutation]} }`),
    { input: { idempotencyKey: randomUUID(), ...input } },
    { language, ...(roles && { caller: { id, roles } }) },
  );
}

/** Writes what must be allowed, and gives the answer. */
async function written(mutation: string, input: Input, roles: readonly string[] = ADMIN) {
  const { data, errors } = await write(mutation, input, roles);
  expect(errors).toBeUndefined();
  return data[mutation];
}

/** Writes what must be refused, and gives the error. */
async function refused(mutation: string, input: Input, roles: readonly string[] | null = ADMIN) {
  const { data, errors } = await write(mutation, input, roles);
  expect(data?.[mutation] ?? null).toBeNull();
  const { code, rule, argument } = errors[0].extensions;
  return { code, ...(rule && { rule }), ...(argument && { argument }) };
}

let fresh = 0;
const text = (en: string) => ({ en });
const newPartner = (also: Input = {}): Input => ({
  id: `test-partner-${(fresh += 1)}`,
  name: text(`Partner number ${fresh}`),
  kind: 'NGO',
  description: text('What it is.'),
  ...also,
});
const newSolution = (also: Input = {}): Input => ({
  id: `test-solution-${(fresh += 1)}`,
  ownerId: 'depa',
  name: text(`Solution number ${fresh}`),
  kind: 'SERVICE',
  description: text('What it does.'),
  addresses: ['CITIZEN_VOICE'],
  ...also,
});
const newTerms = (also: Input = {}): Input => ({
  name: text('An agreement'),
  kind: 'MOU',
  parties: [{ cityId: 'th-yala' }, { partnerId: 'depa' }],
  ...also,
});
const newAgreement = (): string => `test-agreement-${(fresh += 1)}`;

async function publish(): Promise<string> {
  return (await written('publishSolution', newSolution())).id;
}
async function deploy(also: Input = {}): Promise<string> {
  return (
    await written('deploySolution', {
      solutionId: await publish(),
      cityId: 'th-yala',
      stage: 'PILOT',
      on: '2024-05',
      operatorId: 'kmitl',
      ...also,
    })
  ).id;
}
async function sign(): Promise<string> {
  return (await written('signAgreement', { agreementId: newAgreement(), terms: newTerms() })).id;
}
let persons = 0;
const someone = (): Input => ({ personId: `test-person-${(persons += 1)}`, name: text(`Person ${persons}`) });

describe('writes', () => {
  test('the history of a record has no change of another kind of record with the same id', async () => {
    const id = `same-${randomUUID().slice(0, 8)}`;
    await written('registerPartner', newPartner({ id }));
    // As it could be written before ids were unique.
    const changes = database.collection('changes');
    const line = await changes.findOne({ of: id });
    await changes.insertOne({ ...line, _id: `other-${id}`, type: 'Solution', action: 'publishSolution' } as never);
    const { data } = await partners.ask(`{ partner(id: "${id}") { history { totalCount nodes { action } } } }`);
    expect(data).toEqual({ partner: { history: { totalCount: 1, nodes: [{ action: 'registerPartner' }] } } });
  });

  test('a partner is registered, with its word as the source and the first line of its history', async () => {
    const answer = await written(
      'registerPartner',
      newPartner({
        id: 'yala-lab',
        name: { en: 'Yala Lab', th: 'ยะลาแล็บ' },
        aliases: ['YL'],
        parentId: 'depa',
        isUnit: true,
        countryCode: 'TH',
        foundedOn: '2024',
        why: 'It joined.',
      }),
    );
    expect(answer).toMatchObject({
      ...{
        id: 'yala-lab',
        version: 1,
        kind: 'NGO',
        name: { en: 'Yala Lab', th: 'ยะลาแล็บ' },
        parent: { id: 'depa' },
        sources: [{ title: 'Recorded by citylink in Citylink', publisher: 'citylink' }],
      },
      history: { totalCount: 1, nodes: [{ action: 'registerPartner', by: 'someone', why: 'It joined.', version: 1 }] },
    });
    const { data } = await partners.ask('{ searchPartners(text: "ยะลาแล็บ") { match node { ... on Partner { id } } } }');
    expect(data.searchPartners[0]).toEqual({ match: 'EXACT', node: { id: 'yala-lab' } });
  });

  test('a solution is published, deployed, moved on and measured; its city is then told of it, and others get it suggested', async () => {
    const officer = ['partner-officer:depa'];
    const solution = await written(
      'publishSolution',
      newSolution({
        id: 'yala-voice',
        dimensions: ['GOVERNANCE'],
        coCreatedWith: ['th-yala'],
        originProgrammeId: 'depa-smart-city',
      }),
      officer,
    );
    expect(solution).toMatchObject({
      id: 'yala-voice',
      version: 1,
      owner: { id: 'depa' },
      addresses: [{ code: 'CITIZEN_VOICE' }],
      sources: [{ title: 'Recorded by depa in Citylink' }],
    });

    const deployed = await written(
      'deploySolution',
      {
        solutionId: 'yala-voice',
        cityId: 'th-yala',
        stage: 'PLANNED',
        on: '2024-01',
        operatorId: 'kmitl',
        localName: 'Voice',
        expectedVersion: 1,
      },
      officer,
    );
    expect(deployed).toMatchObject({
      id: 'deployment-yala-voice-th-yala',
      stage: 'PLANNED',
      city: { id: 'th-yala' },
      operator: { id: 'kmitl' },
      history: [{ stage: 'PLANNED', on: { value: '2024-01' } }],
      solution: { version: 2 },
    });
    await written('confirmDeployment', { deploymentId: deployed.id }, ['city-officer:th-yala']);
    const suggested = async () => {
      const [phuket] = await partners.entities(
        '... on City { suggestedSolutions(first: 50) { nodes { solution { id } points } } }',
        [
          {
            __typename: 'City',
            id: 'th-phuket',
            challengeKeys: [{ code: 'CITIZEN_VOICE', confidence: 'HIGH' }],
            peerCandidates: [],
          },
        ],
      );
      return phuket.suggestedSolutions.nodes.find(
        (node: { solution: { id: string } }) => node.solution.id === 'yala-voice',
      )?.points;
    };
    expect(await suggested()).toBeUndefined();

    const source = { title: 'Yala news', url: 'https://example.org/news', lang: 'th', publishedOn: '2024-06' };
    const moved = await written(
      'moveDeploymentStage',
      {
        deploymentId: deployed.id,
        stage: 'LIVE',
        on: '2024-06',
        note: { en: 'In all districts.' },
        confidence: 'HIGH',
        source,
      },
      ['partner-officer:kmitl'],
    );
    expect(moved).toMatchObject({
      stage: 'LIVE',
      history: [
        { stage: 'PLANNED' },
        {
          stage: 'LIVE',
          on: { value: '2024-06' },
          note: { en: 'In all districts.' },
          confidence: 'HIGH',
          source: { title: 'Yala news', url: 'https://example.org/news' },
        },
      ],
    });
    expect(await suggested()).toBe(5);

    await written(
      'recordOutcome',
      { deploymentId: deployed.id, metric: 'CARDS_PLANNED', value: 100, unit: 'CARD', asOf: '2024-06' },
      ['city-officer:th-yala'],
    );
    const measured = await written(
      'recordOutcome',
      { deploymentId: deployed.id, metric: 'CARDS_ISSUED', value: 60, unit: 'CARD', asOf: '2024-12-31' },
      ['city-officer:th-yala'],
    );
    expect(measured).toMatchObject({
      outcomes: [
        { metric: 'CARDS_PLANNED' },
        { metric: 'CARDS_ISSUED', value: 60, source: { title: 'Recorded by th-yala in Citylink' } },
      ],
      shortfalls: [{ metric: 'CARDS', shortfall: 40 }],
    });

    const [yala] = await partners.entities('... on City { deployments(stage: [LIVE]) { nodes { id } } }', [
      { __typename: 'City', id: 'th-yala' },
    ]);
    expect(yala.deployments.nodes).toContainEqual({ id: deployed.id });
    const { data } = await partners.ask(
      '{ solution(id: "yala-voice") { version history { totalCount nodes { version action by } } } }',
    );
    expect(data.solution).toMatchObject({
      version: 6,
      history: {
        totalCount: 6,
        nodes: [
          { version: 6, action: 'recordOutcome' },
          { version: 5 },
          { version: 4, action: 'moveDeploymentStage' },
          { version: 3, action: 'confirmDeployment' },
          { version: 2, action: 'deploySolution' },
          { version: 1, action: 'publishSolution' },
        ],
      },
    });

    await written('moveDeploymentStage', { deploymentId: deployed.id, stage: 'STOPPED', on: '2025' }, officer);
    expect(await suggested()).toBeUndefined();
    expect(
      (await written('deploySolution', { solutionId: 'yala-voice', cityId: 'th-yala', stage: 'LIVE' }, officer)).id,
    ).toBe('deployment-yala-voice-th-yala-2');
  });

  test('an introduction becomes a step of the spread of its solution', async () => {
    const introduced = await written(
      'introduceSolution',
      {
        solutionId: 'mastercard-city-key',
        from: { cityId: 'th-yala' },
        to: { cityId: 'th-pattani' },
        kind: 'STUDY_VISIT',
        occasionId: 'event-depa-mastercard-2020',
        on: '2025-03',
        note: { en: 'Shown.' },
      },
      ['city-officer:th-yala'],
    );
    expect(introduced).toMatchObject({
      id: 'intro-mastercard-city-key-th-yala-th-pattani',
      stage: 'INTRODUCED',
      from: { city: { id: 'th-yala' } },
      to: { city: { id: 'th-pattani' } },
      source: { title: 'Recorded by th-yala in Citylink' },
      occasion: { id: 'event-depa-mastercard-2020' },
    });
    const { data } = await partners.ask(
      '{ solution(id: "mastercard-city-key") { introductionTree { depth parentId introduction { id } } } }',
    );
    expect(data.solution.introductionTree).toContainEqual({
      depth: 3,
      parentId: 'intro-city-key-honolulu-yala',
      introduction: { id: introduced.id },
    });
  });

  test('an agreement is made by its signing, or signed after it was only intended; remarks stay beside each other', async () => {
    const id = newAgreement();
    const made = await written(
      'signAgreement',
      {
        agreementId: id,
        on: '2025-01-15',
        note: { en: 'In Yala.' },
        terms: newTerms({
          effectiveFrom: '2025',
          effectiveTo: '2027',
          programmeId: 'city-possible',
          solutionId: 'mastercard-city-key',
          occasionId: 'event-x',
        }),
      },
      ['city-officer:th-yala', 'partner-officer:depa'],
    );
    expect(made).toMatchObject({
      id,
      version: 1,
      status: 'SIGNED',
      statusOn: { value: '2025-01-15' },
      on: { value: '2025-01-15' },
      parties: [{ city: { id: 'th-yala' } }, { partner: { id: 'depa' } }],
    });

    const signed = await written(
      'signAgreement',
      { agreementId: 'agreement-khon-kaen-ait-2018', on: '2025', expectedVersion: 1 },
      ['partner-officer:cola-kku', 'city-officer:th-khon-kaen', 'partner-officer:ait-solutions'],
    );
    expect(signed).toMatchObject({
      version: 2,
      status: 'SIGNED',
      statusOn: { value: '2025' },
      on: { value: '2018-08-03' },
    });

    const reported = await written(
      'reportBarrier',
      { agreementId: id, barrier: 'DATA', note: { en: 'No sharing yet.' } },
      ['partner-officer:depa'],
    );
    expect(reported).toMatchObject({ version: 2, barriers: ['DATA'], note: { en: 'In Yala.\nNo sharing yet.' } });
  });

  test('a successor ends the offices of the officer appointed before and of those that were on file', async () => {
    const officer = ['city-officer:th-phuket'];
    const first = await written('appointOfficer', { cityId: 'th-phuket', ...someone(), from: '2025-02' }, officer);
    expect(first).toMatchObject({
      kind: 'CHIEF_SMART_CITY_OFFICER',
      title: { en: 'Chief Smart City Officer' },
      from: { value: '2025-02' },
      to: null,
      city: { id: 'th-phuket' },
    });
    const second = await written(
      'appointOfficer',
      { cityId: 'th-phuket', personId: 'pracha-asavateera', from: '2025-06-01' },
      officer,
    );
    expect(second).toMatchObject({
      person: { id: 'pracha-asavateera', version: 3 },
      from: { value: '2025-06-01' },
      to: null,
    });
    const { data } = await partners.ask(
      `{ person(id: "${first.person.id}") { offices { to { value } } history { nodes { version action } } } }`,
    );
    expect(data.person).toEqual({
      offices: [{ to: { value: '2025-06-01' } }],
      history: {
        nodes: [
          { version: 2, action: 'appointOfficer' },
          { version: 1, action: 'appointOfficer' },
        ],
      },
    });
    const third = await written('appointOfficer', { cityId: 'th-phuket', ...someone() }, officer);
    const [phuket] = await partners.entities(
      '... on City { officeHolders(kind: [CHIEF_SMART_CITY_OFFICER], first: 100) { nodes { person { id } to { value } } } }',
      [{ __typename: 'City', id: 'th-phuket' }],
    );
    const open = phuket.officeHolders.nodes
      .filter(({ to }: { to: unknown }) => to === null)
      .map(({ person }: { person: { id: string } }) => person.id);
    expect(open).toEqual([third.person.id]);
  });
});

describe('each rule broken once', () => {
  const LONG = 'x'.repeat(5_001);
  const future = `${new Date().getUTCFullYear() + 2}`;

  test.each<[string, () => Promise<Input> | Input, object]>([
    [
      'registerPartner',
      () => newPartner({ isUnit: true }),
      { code: 'RULE_VIOLATED', rule: 'UNIT_NEEDS_PARENT', argument: 'input.parentId' },
    ],
    ['registerPartner', () => newPartner({ parentId: 'nobody' }), { code: 'NOT_FOUND', argument: 'input.parentId' }],
    ['registerPartner', () => newPartner({ id: 'depa' }), { code: 'CONFLICT', argument: 'input.id' }],
    ['registerPartner', () => newPartner({ id: 'De Pa' }), { code: 'BAD_USER_INPUT', argument: 'input.id' }],
    ['registerPartner', () => newPartner({ name: {} }), { code: 'BAD_USER_INPUT', argument: 'input.name' }],
    [
      'registerPartner',
      () => newPartner({ name: text('x'.repeat(201)) }),
      { code: 'BAD_USER_INPUT', argument: 'input.name.en' },
    ],
    [
      'registerPartner',
      () => newPartner({ description: text(LONG) }),
      { code: 'BAD_USER_INPUT', argument: 'input.description.en' },
    ],
    [
      'registerPartner',
      () => newPartner({ countryCode: 'tha' }),
      { code: 'BAD_USER_INPUT', argument: 'input.countryCode' },
    ],
    [
      'registerPartner',
      () => newPartner({ foundedOn: future }),
      { code: 'RULE_VIOLATED', rule: 'DATE_IN_FUTURE', argument: 'input.foundedOn' },
    ],
    [
      'registerPartner',
      () => newPartner({ foundedOn: '2024-13' }),
      { code: 'BAD_USER_INPUT', argument: 'input.foundedOn' },
    ],
    [
      'registerPartner',
      () => newPartner({ aliases: Array(21).fill('x') }),
      { code: 'BAD_USER_INPUT', argument: 'input.aliases' },
    ],
    [
      'registerPartner',
      () => newPartner({ source: { title: 'x', url: 'javascript:alert(1)' } }),
      { code: 'BAD_USER_INPUT', argument: 'input.source.url' },
    ],
    [
      'registerPartner',
      () => newPartner({ idempotencyKey: '' }),
      { code: 'BAD_USER_INPUT', argument: 'input.idempotencyKey' },
    ],
    ['publishSolution', () => newSolution({ ownerId: 'nobody' }), { code: 'NOT_FOUND', argument: 'input.ownerId' }],
    [
      'publishSolution',
      () => newSolution({ originProgrammeId: 'nothing' }),
      { code: 'NOT_FOUND', argument: 'input.originProgrammeId' },
    ],
    ['publishSolution', () => newSolution({ id: 'traffy-fondue' }), { code: 'CONFLICT', argument: 'input.id' }],
    [
      'publishSolution',
      () => newSolution({ addresses: [] }),
      { code: 'RULE_VIOLATED', rule: 'SOLUTION_NEEDS_CHALLENGE', argument: 'input.addresses' },
    ],
    [
      'publishSolution',
      () => newSolution({ addresses: ['$where'] }),
      { code: 'BAD_USER_INPUT', argument: 'input.addresses.0' },
    ],
    [
      'publishSolution',
      () => newSolution({ coCreatedWith: ['th-yala', 'th yala'] }),
      { code: 'BAD_USER_INPUT', argument: 'input.coCreatedWith.1' },
    ],
    [
      'introduceSolution',
      () => introduction({ to: { cityId: 'th-yala' } }),
      { code: 'RULE_VIOLATED', rule: 'INTRODUCTION_TO_ITSELF', argument: 'input.to' },
    ],
    [
      'introduceSolution',
      () => introduction({ from: { cityId: 'th-yala', partnerId: 'depa' } }),
      { code: 'BAD_USER_INPUT', argument: 'input.from' },
    ],
    ['introduceSolution', () => introduction({ to: {} }), { code: 'BAD_USER_INPUT', argument: 'input.to' }],
    [
      'introduceSolution',
      () => introduction({ to: { partnerId: 'nobody' } }),
      { code: 'NOT_FOUND', argument: 'input.to.partnerId' },
    ],
    [
      'introduceSolution',
      () => introduction({ to: { cityId: 'a/b' } }),
      { code: 'BAD_USER_INPUT', argument: 'input.to.cityId' },
    ],
    [
      'introduceSolution',
      () => introduction({ stage: 'STOPPED' }),
      { code: 'RULE_VIOLATED', rule: 'STAGE_BEGINS_STOPPED', argument: 'input.stage' },
    ],
    [
      'introduceSolution',
      () => introduction({ on: future }),
      { code: 'RULE_VIOLATED', rule: 'DATE_IN_FUTURE', argument: 'input.on' },
    ],
    [
      'introduceSolution',
      () => ({ solutionId: 'nothing', from: { cityId: 'th-yala' }, to: { cityId: 'th-satun' }, kind: 'DIRECT' }),
      { code: 'NOT_FOUND', argument: 'input.solutionId' },
    ],
    [
      'introduceSolution',
      () => introduction({ confidence: 'HIGH' }),
      { code: 'RULE_VIOLATED', rule: 'SOURCE_REQUIRED', argument: 'input.confidence' },
    ],
    [
      'introduceSolution',
      () => ({
        ...introduction({ kind: 'INSPIRATION' }),
        solutionId: 'mastercard-city-key',
        from: { cityId: 'us-honolulu' },
        to: { cityId: 'th-yala' },
      }),
      { code: 'RULE_VIOLATED', rule: 'ALREADY_INTRODUCED', argument: 'input.to' },
    ],
    [
      'deploySolution',
      () => ({ solutionId: 'traffy-fondue', cityId: 'th-phuket', stage: 'LIVE' }),
      { code: 'RULE_VIOLATED', rule: 'ALREADY_DEPLOYED', argument: 'input.cityId' },
    ],
    [
      'deploySolution',
      () => ({ solutionId: 'traffy-fondue', cityId: 'th-nan', stage: 'STOPPED' }),
      { code: 'RULE_VIOLATED', rule: 'STAGE_BEGINS_STOPPED', argument: 'input.stage' },
    ],
    [
      'deploySolution',
      () => ({ solutionId: 'traffy-fondue', cityId: '../x', stage: 'LIVE' }),
      { code: 'BAD_USER_INPUT', argument: 'input.cityId' },
    ],
    [
      'deploySolution',
      () => ({ solutionId: 'traffy-fondue', cityId: 'th-nan', stage: 'LIVE', operatorId: 'nobody' }),
      { code: 'NOT_FOUND', argument: 'input.operatorId' },
    ],
    [
      'deploySolution',
      () => ({ solutionId: 'traffy-fondue', cityId: 'th-nan', stage: 'LIVE', expectedVersion: 99 }),
      { code: 'CONFLICT', argument: 'input.expectedVersion' },
    ],
    [
      'deploySolution',
      () => ({ solutionId: 'traffy-fondue', cityId: 'th-phuket', stage: 'LIVE', expectedVersion: 99 }),
      { code: 'CONFLICT', argument: 'input.expectedVersion' },
    ],
    [
      'moveDeploymentStage',
      async () => ({ deploymentId: await deploy(), stage: 'INSPIRED' }),
      { code: 'RULE_VIOLATED', rule: 'STAGE_ORDER', argument: 'input.stage' },
    ],
    [
      'moveDeploymentStage',
      async () => ({ deploymentId: await deploy(), stage: 'LIVE', on: '2024-04' }),
      { code: 'RULE_VIOLATED', rule: 'STAGE_BEFORE_HISTORY', argument: 'input.on' },
    ],
    [
      'moveDeploymentStage',
      async () => ({ deploymentId: await deploy(), stage: 'LIVE', on: future }),
      { code: 'RULE_VIOLATED', rule: 'DATE_IN_FUTURE', argument: 'input.on' },
    ],
    [
      'moveDeploymentStage',
      () => ({ deploymentId: 'nothing', stage: 'LIVE' }),
      { code: 'NOT_FOUND', argument: 'input.deploymentId' },
    ],
    [
      'moveDeploymentStage',
      async () => ({ deploymentId: await deploy(), stage: 'LIVE', note: { en: 'x'.repeat(1_001) } }),
      { code: 'BAD_USER_INPUT', argument: 'input.note.en' },
    ],
    [
      'recordOutcome',
      async () => ({ deploymentId: await deploy(), metric: 'cards issued', value: 1, unit: 'CARD' }),
      { code: 'BAD_USER_INPUT', argument: 'input.metric' },
    ],
    [
      'recordOutcome',
      async () => ({ deploymentId: await deploy(), metric: 'CARDS', value: 1, unit: 'card' }),
      { code: 'BAD_USER_INPUT', argument: 'input.unit' },
    ],
    [
      'recordOutcome',
      async () => ({ deploymentId: await deploy(), metric: 'CARDS', value: 1, unit: 'CARD', asOf: future }),
      { code: 'RULE_VIOLATED', rule: 'DATE_IN_FUTURE', argument: 'input.asOf' },
    ],
    ['signAgreement', () => ({ agreementId: newAgreement() }), { code: 'NOT_FOUND', argument: 'input.agreementId' }],
    [
      'signAgreement',
      () => ({ agreementId: 'agreement-kkts-2017', terms: newTerms() }),
      { code: 'CONFLICT', argument: 'input.agreementId' },
    ],
    [
      'signAgreement',
      () => ({ agreementId: 'agreement-kkts-2017' }),
      { code: 'RULE_VIOLATED', rule: 'AGREEMENT_NOT_OPEN', argument: 'input.agreementId' },
    ],
    [
      'signAgreement',
      () => ({ agreementId: newAgreement(), terms: newTerms({ parties: [{ cityId: 'th-yala' }] }) }),
      { code: 'RULE_VIOLATED', rule: 'TWO_PARTIES', argument: 'input.terms.parties' },
    ],
    [
      'signAgreement',
      () => ({
        agreementId: newAgreement(),
        terms: newTerms({ parties: [{ cityId: 'th-yala' }, { cityId: 'th-yala' }] }),
      }),
      { code: 'RULE_VIOLATED', rule: 'TWO_PARTIES', argument: 'input.terms.parties' },
    ],
    [
      'signAgreement',
      () => ({
        agreementId: newAgreement(),
        terms: newTerms({ parties: [{ cityId: 'th-yala' }, { partnerId: 'nobody' }] }),
      }),
      { code: 'NOT_FOUND', argument: 'input.terms.parties.1.partnerId' },
    ],
    [
      'signAgreement',
      () => ({ agreementId: newAgreement(), terms: newTerms({ parties: Array(51).fill({ cityId: 'th-yala' }) }) }),
      { code: 'BAD_USER_INPUT', argument: 'input.terms.parties' },
    ],
    [
      'signAgreement',
      () => ({ agreementId: newAgreement(), terms: newTerms({ effectiveFrom: '2025', effectiveTo: '2024-12' }) }),
      { code: 'RULE_VIOLATED', rule: 'ENDS_BEFORE_IT_BEGINS', argument: 'input.terms.effectiveTo' },
    ],
    [
      'signAgreement',
      () => ({ agreementId: newAgreement(), terms: newTerms({ solutionId: 'nothing' }) }),
      { code: 'NOT_FOUND', argument: 'input.terms.solutionId' },
    ],
    [
      'signAgreement',
      () => ({ agreementId: newAgreement(), terms: newTerms(), on: future }),
      { code: 'RULE_VIOLATED', rule: 'DATE_IN_FUTURE', argument: 'input.on' },
    ],
    [
      'reportBarrier',
      () => ({ agreementId: 'agreement-kkts-2017', barrier: 'FUNDING' }),
      { code: 'RULE_VIOLATED', rule: 'BARRIER_ALREADY_REPORTED', argument: 'input.barrier' },
    ],
    [
      'reportBarrier',
      () => ({ agreementId: 'nothing', barrier: 'FUNDING' }),
      { code: 'NOT_FOUND', argument: 'input.agreementId' },
    ],
    [
      'signAgreement',
      () => ({ agreementId: 'agreement-khon-kaen-land-2019', on: '2019-08' }),
      { code: 'RULE_VIOLATED', rule: 'SIGNED_BEFORE_AGREEMENT', argument: 'input.on' },
    ],
    [
      'recordOutcome',
      async () => ({ deploymentId: await deploy(), metric: 'CARDS_ISSUED', value: -5, unit: 'CARD' }),
      { code: 'BAD_USER_INPUT', argument: 'input.value' },
    ],
    ...['XX', 'ZZ', 'EU', 'UK', 'th'].map((countryCode): [string, () => Input, object] => [
      'registerPartner',
      () => newPartner({ countryCode }),
      { code: 'BAD_USER_INPUT', argument: 'input.countryCode' },
    ]),
    [
      'appointOfficer',
      () => ({ cityId: 'th-nan', personId: 'nobody' }),
      { code: 'NOT_FOUND', argument: 'input.personId' },
    ],
    [
      'appointOfficer',
      () => ({ cityId: 'th-nan', personId: 'miguel-gamino', name: text('Someone else') }),
      { code: 'CONFLICT', argument: 'input.personId' },
    ],
    [
      'appointOfficer',
      () => ({ cityId: 'th-nan', ...someone(), from: future }),
      { code: 'RULE_VIOLATED', rule: 'DATE_IN_FUTURE', argument: 'input.from' },
    ],
    [
      'appointOfficer',
      async () => ({ ...(await appointed('th-nan')), from: '2023-12' }),
      { code: 'RULE_VIOLATED', rule: 'APPOINTED_BEFORE_PREDECESSOR', argument: 'input.from' },
    ],
    [
      'appointOfficer',
      async () => ({ ...(await appointed('th-tak', false, '2024-06-15')), from: '2024' }),
      { code: 'RULE_VIOLATED', rule: 'APPOINTED_BEFORE_PREDECESSOR', argument: 'input.from' },
    ],
    [
      'appointOfficer',
      async () => ({ cityId: 'th-satun', personId: (await appointed('th-satun', true)).personId }),
      { code: 'RULE_VIOLATED', rule: 'ALREADY_IN_OFFICE', argument: 'input.personId' },
    ],
  ])('%s %#', async (mutation, input, expected) => {
    expect(await refused(mutation, await input())).toEqual(expected);
  });

  function introduction(also: Input): Input {
    return {
      solutionId: 'traffy-fondue',
      from: { cityId: 'th-yala' },
      to: { cityId: 'th-pattani' },
      kind: 'DIRECT',
      ...also,
    };
  }

  /** Appoints someone since 2024, and gives the next appointment, or the same one again. */
  async function appointed(cityId: string, again = false, from = '2024'): Promise<Input> {
    const person = someone();
    await written('appointOfficer', { cityId, ...person, from });
    return again ? person : { cityId, ...someone() };
  }

  test('errors have the labels of stages and statuses, not the codes', async () => {
    const stopped = { deploymentId: await deploy({ stage: 'PILOT' }), stage: 'STOPPED' };
    await written('moveDeploymentStage', stopped);
    const texts = await Promise.all(
      ['en', 'th'].flatMap((language) => [
        write('moveDeploymentStage', { ...stopped, stage: 'LIVE' }, ADMIN, { language }),
        write('signAgreement', { agreementId: 'agreement-kkts-2017' }, ADMIN, { language }),
      ]),
    );
    expect(texts.map(({ errors }) => errors[0].message)).toEqual([
      'A deployment cannot move from “Stopped” to “Live”.',
      'The status of the agreement is “Delayed”: it cannot be signed again.',
      'การนำไปใช้ไม่สามารถเปลี่ยนจากขั้น “ยุติแล้ว” ไปเป็น “ใช้งานจริง” ได้',
      'ข้อตกลงมีสถานะ “ล่าช้า” จึงลงนามซ้ำไม่ได้',
    ]);
  });

  test('errors are in Thai for callers who read Thai', async () => {
    const { errors } = await write('registerPartner', newPartner({ isUnit: true }), ADMIN, { language: 'th' });
    expect(errors[0].message).toBe('หน่วยงานย่อยต้องสังกัดองค์กร โปรดระบุใน `input.parentId`');
  });

  test('a refused write stores nothing, and its key may be used again', async () => {
    const input: Input = { ...newPartner(), idempotencyKey: randomUUID() };
    await refused('registerPartner', { ...input, parentId: 'nobody' });
    expect(await written('registerPartner', input)).toMatchObject({
      id: input['id'],
      version: 1,
      history: { totalCount: 1 },
    });
  });
});

describe('permissions', () => {
  const OWNER = 'partner-officer:depa';
  const OPERATOR = 'partner-officer:kmitl';
  const CITY = 'city-officer:th-yala';
  const OTHERS = [
    null,
    'viewer',
    'host:event-csco-course',
    'city-officer:th-nan',
    'partner-officer:mastercard',
    'partner-officer',
    'city-officer',
    'partner-officer:th-yala',
    'city-officer:depa',
  ];
  let fromYear = 1950;
  const ROLES = [...OTHERS, 'network-admin', OWNER, OPERATOR, CITY];

  const WRITES: Record<string, { allowed: string[]; input: () => Promise<Input> | Input }> = {
    registerPartner: { allowed: [], input: () => newPartner() },
    publishSolution: { allowed: [OWNER], input: () => newSolution() },
    introduceSolution: {
      allowed: [OWNER, CITY],
      input: async () => ({
        solutionId: await publish(),
        from: { cityId: 'th-yala' },
        to: { cityId: 'th-satun' },
        kind: 'DIRECT',
      }),
    },
    deploySolution: {
      allowed: [OWNER, OPERATOR, CITY],
      input: async () => ({ solutionId: await publish(), cityId: 'th-yala', stage: 'LIVE', operatorId: 'kmitl' }),
    },
    moveDeploymentStage: {
      allowed: [OWNER, OPERATOR, CITY],
      input: async () => ({ deploymentId: await deploy(), stage: 'LIVE' }),
    },
    recordOutcome: {
      allowed: [OWNER, OPERATOR, CITY],
      input: async () => ({ deploymentId: await deploy(), metric: 'CARDS', value: 1, unit: 'CARD' }),
    },
    signAgreement: { allowed: [OWNER, CITY], input: () => ({ agreementId: newAgreement(), terms: newTerms() }) },
    reportBarrier: { allowed: [OWNER, CITY], input: async () => ({ agreementId: await sign(), barrier: 'DATA' }) },
    appointOfficer: {
      allowed: [CITY],
      input: () => ({ cityId: 'th-yala', ...someone(), from: `${(fromYear += 1)}` }),
    },
    leaveOffice: {
      allowed: [CITY],
      input: async () => {
        const { personId, name } = someone();
        await written('appointOfficer', { cityId: 'th-yala', personId, name, from: `${(fromYear += 1)}` });
        return { cityId: 'th-yala', personId };
      },
    },
  };

  test.each(Object.keys(WRITES).flatMap((mutation) => ROLES.map((role) => [mutation, role] as const)))(
    '%s by %s',
    async (mutation, role) => {
      const { allowed, input } = WRITES[mutation]!;
      const given = await input();
      const mayWrite = role === 'network-admin' || allowed.includes(role!);
      const before = await counts();
      const { data, errors } = await write(mutation, given, role === null ? null : [role]);
      expect(errors?.[0].extensions.code ?? 'done').toBe(
        mayWrite ? 'done' : role === null ? 'UNAUTHENTICATED' : 'FORBIDDEN',
      );
      expect(data?.[mutation] != null).toBe(mayWrite);
      if (!mayWrite) expect(await counts()).toEqual(before);
    },
  );

  test('an introducing partner may record it, and one that is introduced to may not', async () => {
    const input = {
      solutionId: 'mastercard-city-key',
      from: { partnerId: 'kmitl' },
      to: { partnerId: 'nectec' },
      kind: 'VENDOR',
    };
    expect(await refused('introduceSolution', input, ['partner-officer:nectec'])).toEqual({ code: 'FORBIDDEN' });
    expect(await written('introduceSolution', input, [OPERATOR])).toMatchObject({
      from: { partner: { id: 'kmitl' } },
      to: { partner: { id: 'nectec' } },
    });
  });

  test.each([
    ['publishSolution', () => newSolution({ ownerId: 'nobody' }), 'input.ownerId'],
    [
      'introduceSolution',
      () => ({ solutionId: 'nothing', from: { cityId: 'th-yala' }, to: { cityId: 'th-satun' }, kind: 'DIRECT' }),
      'input.solutionId',
    ],
    ['moveDeploymentStage', () => ({ deploymentId: 'nothing', stage: 'LIVE' }), 'input.deploymentId'],
    [
      'signAgreement',
      () => ({
        agreementId: newAgreement(),
        terms: newTerms({ parties: [{ cityId: 'th-yala' }, { partnerId: 'nobody' }] }),
      }),
      'input.terms.parties.1.partnerId',
    ],
    ['signAgreement', () => ({ agreementId: 'nothing' }), 'input.agreementId'],
    ['reportBarrier', () => ({ agreementId: 'nothing', barrier: 'DATA' }), 'input.agreementId'],
  ] as const)('%s of an unknown record is NOT_FOUND for every signed-in caller', async (mutation, input, argument) => {
    for (const role of ['viewer', 'partner-officer:mastercard', 'network-admin'])
      expect(await refused(mutation, input(), [role])).toEqual({ code: 'NOT_FOUND', argument });
  });

  test('errors before signing in do not show what exists', async () => {
    for (const [mutation, input] of [
      ['moveDeploymentStage', { deploymentId: 'nothing', stage: 'LIVE' }],
      ['reportBarrier', { agreementId: 'nothing', barrier: 'DATA' }],
      ['signAgreement', { agreementId: 'nothing' }],
    ] as const) {
      expect(await refused(mutation, input, null)).toEqual({ code: 'UNAUTHENTICATED' });
    }
  });

  async function counts() {
    const names = ['partners', 'people', 'solutions', 'agreements', 'changes', 'answeredWrites'];
    return Promise.all(names.map((name) => database.collection(name).countDocuments()));
  }
});

describe('concurrent writes', () => {
  /** How many transactions were done, and how many met another and began again, since the commands were forgotten. */
  function transactions() {
    const count = (name: string) => partners.commands.filter((command) => command === name).length;
    return { done: count('commitTransaction'), again: count('abortTransaction') };
  }

  test('the same key gives the first result and no second effect, also concurrently', async () => {
    const input: Input = { ...newPartner(), idempotencyKey: randomUUID() };
    const answers = await Promise.all(Array.from({ length: 8 }, () => write('registerPartner', input)));
    for (const { data, errors } of answers)
      expect([errors, data.registerPartner.id, data.registerPartner.version]).toEqual([undefined, input['id'], 1]);
    expect(await database.collection('changes').countDocuments({ of: input['id'] as string })).toBe(1);
  });

  test('of ten concurrent moves of one deployment one succeeds, and the others get the error that it is there already', async () => {
    const deploymentId = await deploy();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => write('moveDeploymentStage', { deploymentId, stage: 'LIVE' })),
    );
    const codes = answers.map(({ errors }) => errors?.[0].extensions.rule ?? 'done').sort();
    expect(codes).toEqual([...Array(9).fill('STAGE_ORDER'), 'done']);
  });

  test('of two who change the version they both read, one loses with CONFLICT', async () => {
    const deploymentId = await deploy();
    const outcome = (value: number) =>
      write('recordOutcome', { deploymentId, metric: 'CARDS', value, unit: 'CARD', expectedVersion: 2 });
    const answers = await Promise.all([outcome(1), outcome(2)]);
    expect(answers.map(({ errors }) => errors?.[0].extensions.code ?? 'done').sort()).toEqual(['CONFLICT', 'done']);
  });

  test('twenty concurrent introductions of one solution are queued: each transaction runs once', async () => {
    const solutionId = await publish();
    partners.forget();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        write('introduceSolution', {
          solutionId,
          from: { partnerId: 'depa' },
          to: { cityId: `th-city-${at}` },
          kind: 'DIRECT',
        }),
      ),
    );
    expect(answers.map(({ errors }) => errors)).toEqual(Array(20).fill(undefined));
    expect(transactions()).toEqual({ done: 20, again: 0 });
    const { data } = await partners.ask(`{ solution(id: "${solutionId}") { version introductions { totalCount } } }`);
    expect(data.solution).toEqual({ version: 21, introductions: { totalCount: 20 } });
  });

  test('two concurrent appointments to each other’s city do not deadlock', async () => {
    const [one, other] = [someone(), someone()];
    await written('appointOfficer', { cityId: 'th-surin', ...one, from: '2025-01-01' });
    await written('appointOfficer', { cityId: 'th-loei', ...other, from: '2025-01-01' });
    partners.forget();
    const swapped = [
      ['th-surin', other],
      ['th-loei', one],
    ] as const;
    const answers = await Promise.all(
      swapped.map(([cityId, { personId }]) =>
        write('appointOfficer', { cityId, personId: personId as string, from: '2025-02-01' }),
      ),
    );
    expect(answers.map(({ errors }) => errors)).toEqual([undefined, undefined]);
    expect(transactions()).toEqual({ done: 2, again: 0 });
  });

  test('a unique index prevents a second officer of a city', async () => {
    await written('appointOfficer', { cityId: 'th-krabi', ...someone() });
    await expect(
      database
        .collection<{ _id: string }>('people')
        .updateOne({ _id: 'miguel-gamino' }, { $push: { officerOf: 'th-krabi' } } as never),
    ).rejects.toThrow('E11000');
  });
});

test('deployments are found by their ids, and officers by their city, through an index', async () => {
  const plan = async (collection: string, filter: object) =>
    JSON.stringify(
      (await database.collection(collection).find(filter).explain('queryPlanner'))['queryPlanner'].winningPlan,
    );
  expect(await plan('solutions', { 'deployments.id': 'deployment-traffy-phuket' })).toContain('deployments.id_1');
  expect(await plan('people', { officerOf: 'th-yala' })).toContain('officerOf_1');
});

test('a write returns the version to send with the next one', async () => {
  const id = await deploy();
  const { data } = await partners.ask(
    '{ solutions(first: 100) { nodes { id version deployments(first: 100) { nodes { id version } } introductions(first: 100) { nodes { version } } } } people(first: 100) { nodes { version offices { version } } } }',
  );
  for (const { version, deployments, introductions } of data.solutions.nodes)
    expect(
      [...deployments.nodes, ...introductions.nodes].every((held: { version: number }) => held.version === version),
    ).toBe(true);
  for (const { version, offices } of data.people.nodes)
    expect(offices.every((held: { version: number }) => held.version === version)).toBe(true);
  const deployment = data.solutions.nodes
    .flatMap(({ deployments }: { deployments: { nodes: { id: string }[] } }) => deployments.nodes)
    .find((held: { id: string }) => held.id === id);
  expect(
    await written('moveDeploymentStage', { deploymentId: id, stage: 'LIVE', expectedVersion: deployment.version }),
  ).toMatchObject({ stage: 'LIVE', solution: { version: 3 } });
  expect(
    await refused('moveDeploymentStage', { deploymentId: id, stage: 'SCALED', expectedVersion: deployment.version }),
  ).toEqual({ code: 'CONFLICT', argument: 'input.expectedVersion' });
});

test('what these writes left fits together', () => expectVerified(partners));

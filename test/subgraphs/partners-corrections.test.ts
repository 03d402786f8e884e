import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startWritingPartners, type Input, type Json, type WritingPartners } from './writing-partners.js';
import { expectVerified } from '../verify/verified.js';

let graph: WritingPartners;

beforeAll(async () => void (graph = await startWritingPartners()));
afterAll(() => graph?.close());

const YALA = ['city-officer:th-yala'];
const OWNER = ['partner-officer:depa'];
const OPERATOR = ['partner-officer:kmitl'];
const why = 'It was written wrongly.';

let fresh = 0;
async function newSolution(): Promise<string> {
  const id = `new-solution-${(fresh += 1)}`;
  const said = { name: { en: `Solution ${fresh}` }, description: { en: 'What it does.' } };
  const input = { id, ownerId: 'depa', kind: 'SERVICE', addresses: ['CITIZEN_VOICE'], ...said };
  await graph.written('publishSolution', input, 'id', OWNER);
  return id;
}
async function deployed(also: Input = {}): Promise<string> {
  const input = { solutionId: await newSolution(), cityId: 'th-yala', stage: 'PILOT', on: '2024-05', ...also };
  return (await graph.written('deploySolution', { operatorId: 'kmitl', ...input }, 'id')).id;
}
/** How many deployments stand at a stage. */
async function countAt(stage: string): Promise<number> {
  const { solutionStats } = await graph.read('{ solutionStats(groupBy: DEPLOYMENT_STAGE) { key count } }');
  return solutionStats.find(({ key }: { key: string }) => key === stage).count;
}

describe('a deployment', () => {
  const DEPLOYMENT =
    'stage note { en } localName operator { id } operatorStanding { state by } history { stage on { value } }';

  test('has its last stage and the day of it corrected; statistics and timeline follow', async () => {
    const deploymentId = await deployed();
    await graph.written('moveDeploymentStage', { deploymentId, stage: 'SCALED', on: '2025-01' }, 'id');
    const before = [await countAt('SCALED'), await countAt('LIVE')] as const;
    const changed = await graph.written(
      'changeDeployment',
      { deploymentId, stage: 'LIVE', on: '2024-12', why },
      DEPLOYMENT,
      YALA,
    );
    expect(changed).toMatchObject({
      stage: 'LIVE',
      history: [
        { stage: 'PILOT', on: { value: '2024-05' } },
        { stage: 'LIVE', on: { value: '2024-12' } },
      ],
    });
    expect([await countAt('SCALED'), await countAt('LIVE')]).toEqual([before[0] - 1, before[1] + 1]);
    const moments = await graph.database
      .collection('moments')
      .find({ _id: { $regex: deploymentId } } as never)
      .toArray();
    expect(moments.map(({ on }) => on).sort()).toEqual(['2024-05', '2024-12']);
    expect(await graph.refused('changeDeployment', { deploymentId, on: '2024-04', why }, YALA)).toMatchObject({
      rule: 'STAGE_BEFORE_HISTORY',
    });
    expect(await graph.refused('changeDeployment', { deploymentId, stage: 'INSPIRED', why }, YALA)).toMatchObject({
      rule: 'STAGE_ORDER',
    });
  });

  test('changes its operator by the word of the city or the owner; the operator takes itself out only', async () => {
    const deploymentId = await deployed();
    const change = (also: Input) => ({ deploymentId, why, ...also });
    expect(await graph.refused('changeDeployment', change({ operatorId: 'nectec' }), OPERATOR)).toEqual({
      code: 'FORBIDDEN',
      argument: 'input.operatorId',
    });
    const nectec = await graph.written('changeDeployment', change({ operatorId: 'nectec' }), DEPLOYMENT, YALA);
    expect(nectec).toMatchObject({
      ...{ operator: { id: 'nectec' }, operatorStanding: { state: 'CONFIRMED', by: 'city-officer:th-yala' } },
    });
    expect(await graph.refused('changeDeployment', change({ note: { en: 'Ours.' } }), OPERATOR)).toEqual({
      code: 'FORBIDDEN',
    });
    const none = await graph.written(
      'changeDeployment',
      change({ operatorId: null, note: { en: 'Nobody runs it.' }, localName: 'Voice' }),
      DEPLOYMENT,
      ['partner-officer:nectec'],
    );
    expect(none).toMatchObject({
      ...{ operator: null, operatorStanding: null, note: { en: 'Nobody runs it.' }, localName: 'Voice' },
    });
  });
});

describe('an outcome', () => {
  const OUTCOMES = 'outcomes { id metric value unit asOf { value } } shortfalls { shortfall }';

  test('is corrected and taken back by its id, and shortfalls follow', async () => {
    const deploymentId = await deployed();
    const record = (metric: string, value: number) =>
      graph.written('recordOutcome', { deploymentId, metric, value, unit: 'CARD', asOf: '2025' }, OUTCOMES, YALA);
    await record('CARDS_PLANNED', 100);
    const { outcomes } = await record('CARDS_ISSUED', 60);
    const [planned, issued] = outcomes.map(({ id }: { id: string }) => id);
    const changed = await graph.written(
      'changeOutcome',
      { deploymentId, outcomeId: issued, value: 90, asOf: '2025-06', why },
      OUTCOMES,
      YALA,
    );
    expect(changed).toMatchObject({
      outcomes: [{ id: planned }, { id: issued, value: 90, unit: 'CARD', asOf: { value: '2025-06' } }],
      shortfalls: [{ shortfall: 10 }],
    });
    const left = await graph.written('withdrawOutcome', { deploymentId, outcomeId: planned, why }, OUTCOMES, YALA);
    expect(left).toMatchObject({ outcomes: [{ id: issued }], shortfalls: [] });
    expect(await graph.refused('withdrawOutcome', { deploymentId, outcomeId: planned, why }, YALA)).toEqual({
      code: 'NOT_FOUND',
      argument: 'input.outcomeId',
    });
    // No later outcome has the id of one that was taken back.
    const again = await record('CARDS_PLANNED', 200);
    expect(new Set([planned, ...again.outcomes.map(({ id }: { id: string }) => id)]).size).toBe(3);
  });

  test('that was on file before outcomes had ids is corrected too', async () => {
    const { solutions } = await graph.read(
      '{ solutions(first: 100) { nodes { deployments { nodes { id outcomes { id value metric } } } } } }',
    );
    const deployments = solutions.nodes.flatMap((node: Json) => node.deployments.nodes);
    const { id: deploymentId, outcomes } = deployments.find((deployment: Json) => deployment.outcomes.length > 1);
    const last = outcomes.at(-1);
    const changed = await graph.written(
      'changeOutcome',
      { deploymentId, outcomeId: last.id, value: last.value + 1, why },
      'outcomes { id value metric }',
    );
    expect(changed.outcomes).toEqual([...outcomes.slice(0, -1), { ...last, value: last.value + 1 }]);
  });
});

describe('an introduction', () => {
  const INTRODUCTION = 'stage kind on { value } standing { state by }';

  test('is corrected by whoever wrote it; a stage beyond INTRODUCED waits for the receiver', async () => {
    const input = { solutionId: await newSolution(), from: { cityId: 'th-yala' }, to: { cityId: 'th-nan' } };
    const also = { kind: 'DIRECT', on: '2024' };
    const { id } = await graph.written('introduceSolution', { ...input, ...also }, 'id', YALA);
    const change = (fields: Input, roles: string[]) =>
      graph.written('changeIntroduction', { introductionId: id, why, ...fields }, INTRODUCTION, roles);
    expect(await change({ kind: 'STUDY_VISIT', on: '2023-02' }, YALA)).toMatchObject({
      ...{ kind: 'STUDY_VISIT', on: { value: '2023-02' }, standing: { state: 'CONFIRMED' } },
    });
    expect(await change({ stage: 'LIVE' }, YALA)).toMatchObject({
      ...{ stage: 'LIVE', standing: { state: 'CLAIMED', by: 'city-officer:th-yala' } },
    });
    await graph.written('confirmIntroduction', { introductionId: id }, INTRODUCTION, ['city-officer:th-nan']);
    expect(await change({ stage: 'SCALED' }, ['city-officer:th-nan'])).toMatchObject({
      ...{ stage: 'SCALED', standing: { state: 'CONFIRMED' } },
    });
    expect(
      await graph.refused('changeIntroduction', { introductionId: id, why, on: '2020' }, ['city-officer:th-tak']),
    ).toEqual({ code: 'FORBIDDEN' });
  });
});

describe('an appointment', () => {
  const cityId = 'th-phuket';
  const officer = [`city-officer:${cityId}`];
  const open = async () => {
    const { officeHolders } = await graph.ofCity(
      cityId,
      'officeHolders(kind: [CHIEF_SMART_CITY_OFFICER], first: 100) { nodes { person { id } from { value } to { value } } }',
    );
    return officeHolders.nodes as { person: { id: string }; from: unknown; to: { value: string } | null }[];
  };

  test('has its day corrected and is taken back; those whose office ended with it hold it again', async () => {
    const before = await open();
    const personId = 'somebody-new';
    const appointing = { cityId, personId, name: { en: 'Somebody New' }, from: '2025-02-01' };
    await graph.written('appointOfficer', appointing, 'officeVersion', officer);
    await graph.written('changeAppointment', { cityId, personId, from: '2025-03-01', why }, 'id', officer);
    const corrected = await open();
    expect(corrected.filter(({ to }) => to?.value === '2025-03-01')).toHaveLength(before.length);
    expect(corrected.filter(({ to }) => to === null)).toMatchObject([
      { person: { id: personId }, from: { value: '2025-03-01' } },
    ]);
    const withdrawing = { cityId, personId, why };
    expect(await graph.refused('withdrawAppointment', withdrawing, ['city-officer:th-nan'])).toEqual({
      code: 'FORBIDDEN',
    });
    await graph.written('withdrawAppointment', withdrawing, 'offices { kind }', officer);
    expect(await open()).toEqual(before);
    expect(await graph.refused('withdrawAppointment', withdrawing, officer)).toMatchObject({ rule: 'NOT_APPOINTED' });
    // The office is free for another appointment.
    await graph.written('appointOfficer', { cityId, personId: 'pracha-asavateera' }, 'officeVersion', officer);
  });
});

describe('a partner, a solution and a programme', () => {
  const source = { title: 'The gazette' };

  test('a partner corrects what is on file of it: an absent language stays, null takes out, and it is found by its new name', async () => {
    const depa = ['partner-officer:depa'];
    const { partner } = await graph.read('{ partner(id: "depa") { name { en th } countryCode description { th } } }');
    const change = (also: Input) => ({ partnerId: 'depa', why, ...also });
    const changed = await graph.written(
      'changePartner',
      change({ name: { en: 'Agency of Quiet Data' }, description: { en: null }, foundedOn: '2017-01' }),
      'name { en th } countryCode description { en th } foundedOn { value }',
      depa,
    );
    expect(changed).toEqual({
      name: { en: 'Agency of Quiet Data', th: partner.name.th },
      countryCode: partner.countryCode,
      description: { en: null, th: partner.description.th },
      foundedOn: { value: '2017-01' },
    });
    const { searchPartners } = await graph.read(
      '{ searchPartners(text: "Agency of Quiet Data") { match node { ... on Partner { id } } } }',
    );
    expect(searchPartners[0]).toEqual({ match: 'EXACT', node: { id: 'depa' } });
    expect(await graph.refused('changePartner', change({ closedOn: '2016' }), depa)).toEqual({
      code: 'RULE_VIOLATED',
      rule: 'ENDS_BEFORE_IT_BEGINS',
      argument: 'input.closedOn',
    });
    expect(await graph.refused('changePartner', change({ kind: 'NGO' }), OPERATOR)).toEqual({ code: 'FORBIDDEN' });
    const unit = { partnerId: 'nectec', parentId: 'depa', isUnit: true, why };
    expect(await graph.written('changePartner', unit, 'isUnit parent { id }')).toEqual({
      ...{ isUnit: true, parent: { id: 'depa' } },
    });
    for (const [more, rule] of [
      [{ parentId: 'nectec' }, 'BELOW_ITSELF'],
      [{ parentId: 'depa' }, 'BELOW_ITSELF'],
      [{ isUnit: true, parentId: null }, 'UNIT_NEEDS_PARENT'],
    ] as const)
      expect(await graph.refused('changePartner', { partnerId: 'depa', why, ...more })).toEqual({
        ...{ code: 'RULE_VIOLATED', rule, argument: 'input.parentId' },
      });
  });

  test('a solution is corrected by its owner, and keeps a challenge at least', async () => {
    const solutionId = await newSolution();
    const change = (also: Input) => ({ solutionId, why, ...also });
    expect(
      await graph.written(
        'changeSolution',
        change({ addresses: ['PUBLIC_SAFETY'], dimensions: ['LIVING'], kind: 'PLATFORM', aliases: ['Quiet voice'] }),
        'version kind aliases addresses { code } dimensions',
        OWNER,
      ),
    ).toEqual({
      ...{ version: 2, kind: 'PLATFORM', aliases: ['Quiet voice'] },
      addresses: [{ code: 'PUBLIC_SAFETY' }],
      dimensions: ['LIVING'],
    });
    expect(await graph.refused('changeSolution', change({ addresses: [] }), OWNER)).toMatchObject({
      rule: 'SOLUTION_NEEDS_CHALLENGE',
    });
    expect(await graph.refused('changeSolution', change({ kind: 'SERVICE' }), OPERATOR)).toEqual({ code: 'FORBIDDEN' });
    const made = { originProgrammeId: 'city-possible', coCreatedWith: ['th-yala'] };
    expect(
      await graph.written('changeSolution', change(made), 'originProgramme { id } coCreatedWith { id }', OWNER),
    ).toEqual({ originProgramme: { id: 'city-possible' }, coCreatedWith: [{ id: 'th-yala' }] });
    const owner = change({ ownerId: 'nectec' });
    expect(await graph.refused('changeSolution', owner, OWNER)).toEqual({
      ...{ code: 'FORBIDDEN', argument: 'input.ownerId' },
    });
    expect(await graph.written('changeSolution', owner, 'owner { id }')).toEqual({ owner: { id: 'nectec' } });
  });

  test('an administrator registers a programme, its owner corrects it too, and nobody else', async () => {
    const input = {
      ...{ id: 'quiet-cities', name: { en: 'Quiet cities' }, kind: 'CITY_NETWORK', description: { en: 'Less noise.' } },
      ...{ ownerId: 'depa', startedOn: '2024-02', source },
    };
    expect(await graph.refused('registerProgramme', input, OWNER)).toEqual({ code: 'FORBIDDEN' });
    expect(await graph.written('registerProgramme', input, 'id version owner { id }')).toEqual({
      ...{ id: 'quiet-cities', version: 1, owner: { id: 'depa' } },
    });
    expect(await graph.refused('registerProgramme', { ...input, id: 'quiet-cities-2' })).toMatchObject({
      rule: 'SIMILAR_NAME',
    });
    const change = { programmeId: 'quiet-cities', source, why };
    await graph.written('changeProgramme', { ...change, startedOn: '2024-01' }, 'id', OWNER);
    await graph.written('changeProgramme', { ...change, startedOn: '2024-02' }, 'id', OWNER);
    expect(await graph.refused('changeProgramme', { ...change, ownerId: 'nectec' }, OWNER)).toEqual({
      ...{ code: 'FORBIDDEN', argument: 'input.ownerId' },
    });
    expect(await graph.refused('changeProgramme', change, OPERATOR)).toEqual({ code: 'FORBIDDEN' });
    expect(
      await graph.written(
        'changeProgramme',
        { ...change, endedOn: '2025-01', ownerId: null, name: { th: 'เมืองเงียบ' } },
        'version name { en th } owner { id } endedOn { value } history(first: 1) { nodes { action } }',
      ),
    ).toEqual({
      ...{ version: 4, name: { en: 'Quiet cities', th: 'เมืองเงียบ' }, owner: null, endedOn: { value: '2025-01' } },
      history: { nodes: [{ action: 'changeProgramme' }] },
    });
    expect(await graph.refused('changeProgramme', { ...change, endedOn: '2023' })).toMatchObject({
      rule: 'ENDS_BEFORE_IT_BEGINS',
    });
  });
});

test('what these writes left fits together', () => expectVerified(graph.partners));

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startWritingPartners, type Input, type Json, type WritingPartners } from './writing-partners.js';
import { expectVerified } from '../verify/verified.js';

let graph: WritingPartners;

beforeAll(async () => void (graph = await startWritingPartners()));
afterAll(() => graph?.close());

const OWNER = ['partner-officer:depa'];
const OPERATOR = ['partner-officer:kmitl'];
const cityOf = (id: string) => [`city-officer:${id}`];
const FORBIDDEN = { code: 'FORBIDDEN' };
const FACT = 'id standing { state by why at } operatorStanding { state by }';

let fresh = 0;
async function newSolution(): Promise<string> {
  const id = `new-solution-${(fresh += 1)}`;
  const said = { name: { en: `Solution ${fresh}` }, description: { en: 'What it does.' } };
  const input = { id, ownerId: 'depa', kind: 'SERVICE', addresses: ['CITIZEN_VOICE'], ...said };
  await graph.written('publishSolution', input, 'id', OWNER);
  return id;
}
async function deployed(roles: string[], also: Input = {}) {
  const input = { solutionId: await newSolution(), cityId: 'th-yala', stage: 'LIVE', on: '2024', ...also };
  return graph.written('deploySolution', input, `${FACT} solution { id }`, roles);
}

/** What counts of a solution: its deployments, how many solutions stand at LIVE, and whether others get it suggested. */
async function counted(solutionId: string) {
  const { solution, solutionStats } = await graph.read(
    `{ solution(id: "${solutionId}") { deployments { nodes { id } } } solutionStats(groupBy: DEPLOYMENT_STAGE) { key count } }`,
  );
  const live = solutionStats.find(({ key }: { key: string }) => key === 'LIVE').count as number;
  const { suggestedSolutions } = await graph.ofCity(
    'th-phuket',
    'suggestedSolutions(first: 50) { nodes { solution { id } } }',
    { challengeKeys: [{ code: 'CITIZEN_VOICE', confidence: 'HIGH' }], peerCandidates: [] },
  );
  const suggested = suggestedSolutions.nodes.some((node: Json) => node.solution.id === solutionId);
  return { deployments: solution.deployments.nodes.map(({ id }: { id: string }) => id), live, suggested };
}

describe('a deployment', () => {
  test('that the city writes is confirmed at once', async () => {
    const { id, standing, solution } = await deployed(cityOf('th-yala'));
    expect(standing).toMatchObject({ state: 'CONFIRMED', by: 'city-officer:th-yala' });
    expect(await counted(solution.id)).toMatchObject({ deployments: [id], suggested: true });
  });

  test('is not confirmed by its writer, also not by taking back a dispute of their own', async () => {
    const { id, solution } = await deployed(OWNER);
    await graph.written('disputeDeployment', { deploymentId: id, why: 'not yet' }, FACT, OWNER);
    const again = await graph.written('confirmDeployment', { deploymentId: id }, FACT, OWNER);
    expect(again.standing).toMatchObject({ state: 'CLAIMED', by: OWNER[0] });
    expect(await counted(solution.id)).toMatchObject({ deployments: [], suggested: false });
    await graph.written('confirmDeployment', { deploymentId: id }, FACT, cityOf('th-yala'));
    expect(await counted(solution.id)).toMatchObject({ deployments: [id], suggested: true });
  });

  test('keeps its operator when a former writer wants it out', async () => {
    const { id } = await deployed(OPERATOR, { operatorId: 'kmitl' });
    await graph.written('confirmDeployment', { deploymentId: id }, FACT, cityOf('th-yala'));
    await graph.written(
      'changeDeployment',
      { deploymentId: id, operatorId: 'depa', why: 'x' },
      FACT,
      cityOf('th-yala'),
    );
    expect(
      await graph.refused('changeDeployment', { deploymentId: id, operatorId: null, why: 'x' }, OPERATOR),
    ).toMatchObject(FORBIDDEN);
  });

  test('that the owner writes is a claim that counts nowhere, until the city confirms it', async () => {
    const before = await counted('traffy-fondue');
    const { id, standing, solution } = await deployed(OWNER);
    expect(standing).toMatchObject({ state: 'CLAIMED', by: 'partner-officer:depa' });
    expect(await counted(solution.id)).toEqual({ deployments: [], live: before.live, suggested: false });
    const listed = async (includeClaims: boolean) => {
      const { deployments } = await graph.ofCity(
        'th-yala',
        `deployments(first: 100, includeClaims: ${includeClaims}) { totalCount nodes { id standing { state } } }`,
      );
      expect(deployments.totalCount).toBe(deployments.nodes.length);
      return deployments.nodes.filter((node: { id: string }) => node.id === id);
    };
    expect(await listed(false)).toEqual([]);
    expect(await listed(true)).toEqual([{ id, standing: { state: 'CLAIMED' } }]);

    expect(await graph.refused('confirmDeployment', { deploymentId: id }, OWNER)).toEqual(FORBIDDEN);
    expect(await graph.refused('confirmDeployment', { deploymentId: id }, cityOf('th-nan'))).toEqual(FORBIDDEN);
    const confirmed = await graph.written('confirmDeployment', { deploymentId: id }, FACT, cityOf('th-yala'));
    expect(confirmed.standing).toMatchObject({ state: 'CONFIRMED', by: 'city-officer:th-yala', why: null });
    expect(await counted(solution.id)).toEqual({ deployments: [id], live: before.live + 1, suggested: true });
    expect(await listed(false)).toEqual([{ id, standing: { state: 'CONFIRMED' } }]);
    expect(await graph.refused('confirmDeployment', { deploymentId: id }, cityOf('th-yala'))).toMatchObject({
      rule: 'STANDING_ORDER',
    });
  });

  test('that the city disputes counts no more, and only the city confirms it again', async () => {
    const { id, solution } = await deployed(['network-admin']);
    expect(await counted(solution.id)).toMatchObject({ deployments: [id], suggested: true });
    const disputing = { deploymentId: id, why: 'It never ran here.' };
    const disputed = await graph.written('disputeDeployment', disputing, FACT, cityOf('th-yala'));
    expect(disputed.standing).toMatchObject({
      ...{ state: 'DISPUTED', by: 'city-officer:th-yala', why: 'It never ran here.' },
    });
    expect(await counted(solution.id)).toMatchObject({ deployments: [], suggested: false });
    expect(await graph.refused('confirmDeployment', { deploymentId: id }, OWNER)).toEqual(FORBIDDEN);
    await graph.written('confirmDeployment', { deploymentId: id }, FACT, cityOf('th-yala'));
    expect(await counted(solution.id)).toMatchObject({ deployments: [id], suggested: true });
  });

  test('that was taken back is in no list, cannot change any more, and may be written anew', async () => {
    const { id, solution } = await deployed(OWNER);
    const withdrawing = { deploymentId: id, why: 'The wrong city.' };
    expect(await graph.refused('withdrawDeployment', withdrawing, OPERATOR)).toEqual(FORBIDDEN);
    await graph.written('withdrawDeployment', withdrawing, FACT, OWNER);
    const { solution: read } = await graph.read(
      `{ solution(id: "${solution.id}") { deployments(includeClaims: true) { totalCount } history { nodes { action } } } }`,
    );
    expect(read.deployments.totalCount).toBe(0);
    expect(read.history.nodes.map(({ action }: { action: string }) => action)).toEqual([
      'withdrawDeployment',
      'deploySolution',
      'publishSolution',
    ]);
    expect(await graph.refused('moveDeploymentStage', { deploymentId: id, stage: 'SCALED' }, OWNER)).toEqual({
      code: 'RULE_VIOLATED',
      rule: 'WITHDRAWN',
      argument: 'input.deploymentId',
    });
    const again = { solutionId: solution.id, cityId: 'th-yala', stage: 'PILOT' };
    expect((await graph.written('deploySolution', again, FACT, OWNER)).id).toBe(`${id}-2`);
  });

  test('is claimed once by one party; a claim of another one does not keep the city from writing its own', async () => {
    const { id, solution } = await deployed(OWNER);
    const again = { solutionId: solution.id, cityId: 'th-yala', stage: 'PILOT' };
    expect(await graph.refused('deploySolution', again, OWNER)).toMatchObject({ rule: 'ALREADY_CLAIMED' });
    await graph.written('deploySolution', again, FACT, cityOf('th-yala'));
    expect(await graph.refused('confirmDeployment', { deploymentId: id }, cityOf('th-yala'))).toEqual({
      code: 'RULE_VIOLATED',
      rule: 'ALREADY_DEPLOYED',
      argument: 'input.deploymentId',
    });
  });
});

test('one party has at most 20 open claims in the solution of another one; what is taken back makes room', async () => {
  const solutionId = await newSolution();
  const claim = (cityId: string) => ({ solutionId, cityId, stage: 'PILOT', on: '2024', operatorId: 'kmitl' });
  const city = (at: number) => `th-claimed-${at}`;
  for (let at = 1; at <= 20; at += 1) await graph.written('deploySolution', claim(city(at)), 'id', OPERATOR);
  expect(await graph.refused('deploySolution', claim(city(21)), OPERATOR)).toEqual({
    ...{ code: 'RULE_VIOLATED', rule: 'TOO_MANY_CLAIMS', argument: 'input.solutionId' },
  });
  await graph.written('deploySolution', claim(city(21)), 'id', cityOf(city(21)));
  const deploymentId = `deployment-${solutionId}-${city(1)}`;
  await graph.written('withdrawDeployment', { deploymentId, why: 'By mistake.' }, 'id', OPERATOR);
  await graph.written('deploySolution', claim(city(22)), 'id', OPERATOR);
});

describe('the operator of a deployment', () => {
  test('that made itself one has a claim, and gets rights when the owner or the city confirms it', async () => {
    for (const roles of [OWNER, cityOf('th-yala')]) {
      const { id, standing, operatorStanding, solution } = await deployed(OPERATOR, { operatorId: 'kmitl' });
      expect([standing.state, operatorStanding]).toEqual([
        'CLAIMED',
        { state: 'CLAIMED', by: 'partner-officer:kmitl' },
      ]);
      expect(await counted(solution.id)).toMatchObject({ deployments: [] });
      const { partner } = await graph.read(
        '{ partner(id: "kmitl") { operatedDeployments(first: 100) { nodes { id } } claims: operatedDeployments(first: 100, includeClaims: true) { nodes { id } } } }',
      );
      expect(partner.operatedDeployments.nodes).not.toContainEqual({ id });
      expect(partner.claims.nodes).toContainEqual({ id });
      const confirmed = await graph.written('confirmDeployment', { deploymentId: id }, FACT, roles);
      expect(confirmed.operatorStanding).toEqual({ state: 'CONFIRMED', by: roles[0] });
      await graph.written('moveDeploymentStage', { deploymentId: id, stage: 'SCALED' }, 'id', OPERATOR);
    }
  });

  test('whose claim is disputed has no rights any more', async () => {
    const { id } = await deployed(OPERATOR, { operatorId: 'kmitl' });
    await graph.written('moveDeploymentStage', { deploymentId: id, stage: 'SCALED' }, 'id', OPERATOR);
    await graph.written('disputeDeployment', { deploymentId: id, why: 'Unknown here.' }, 'id', OWNER);
    expect(
      await graph.refused('recordOutcome', { deploymentId: id, metric: 'CARDS', value: 1, unit: 'CARD' }, OPERATOR),
    ).toEqual(FORBIDDEN);
  });

  test('that the owner names has rights before the city confirms the deployment', async () => {
    const { id, standing, operatorStanding } = await deployed(OWNER, { operatorId: 'kmitl' });
    expect([standing.state, operatorStanding.state]).toEqual(['CLAIMED', 'CONFIRMED']);
    await graph.written('moveDeploymentStage', { deploymentId: id, stage: 'SCALED' }, 'id', OPERATOR);
  });
});

describe('a chain of introductions from Yala to Nan to Tak, of which one is disputed', () => {
  const INTRODUCTION = 'id standing { state by why }';
  const tree = async (solutionId: string) =>
    (
      await graph.read(
        `{ solution(id: "${solutionId}") { introductionTree { depth parentId introduction { id } } introductions { totalCount } all: introductions(includeClaims: true) { nodes { id standing { state } } } } }`,
      )
    ).solution;
  const brought = (solutionId: string, from: string, to: string, on: string, stage: string): Input => ({
    ...{ solutionId, from: { cityId: from }, to: { cityId: to }, kind: 'STUDY_VISIT', on, stage },
  });

  test('is told as far as it is agreed: tree, lists and the partners of a city follow', async () => {
    const solutionId = await newSolution();
    const introduce = (input: Input, roles: string[]) => graph.written('introduceSolution', input, INTRODUCTION, roles);
    const first = await introduce(brought(solutionId, 'th-yala', 'th-nan', '2022', 'INTRODUCED'), cityOf('th-yala'));
    expect(first.standing.state).toBe('CONFIRMED');
    // What became of it in Tak is for Tak to say.
    const second = await introduce(brought(solutionId, 'th-nan', 'th-tak', '2023', 'LIVE'), cityOf('th-nan'));
    expect(second.standing).toEqual({ state: 'CLAIMED', by: 'city-officer:th-nan', why: null });
    const one = { depth: 1, parentId: null, introduction: { id: first.id } };
    const two = { depth: 2, parentId: first.id, introduction: { id: second.id } };
    expect(await tree(solutionId)).toMatchObject({ introductionTree: [one], introductions: { totalCount: 1 } });

    const inTak = { introductionId: second.id };
    expect(await graph.refused('confirmIntroduction', inTak, cityOf('th-nan'))).toEqual(FORBIDDEN);
    await graph.written('confirmIntroduction', inTak, INTRODUCTION, cityOf('th-tak'));
    expect((await tree(solutionId)).introductionTree).toEqual([one, two]);
    const third = await introduce(brought(solutionId, 'th-tak', 'th-loei', '2024', 'INTRODUCED'), cityOf('th-tak'));
    const three = { depth: 3, parentId: second.id, introduction: { id: third.id } };
    expect((await tree(solutionId)).introductionTree).toEqual([one, two, three]);

    const disputed = await graph.written(
      'disputeIntroduction',
      { ...inTak, why: 'We only saw it.' },
      INTRODUCTION,
      cityOf('th-tak'),
    );
    expect(disputed.standing).toEqual({ state: 'DISPUTED', by: 'city-officer:th-tak', why: 'We only saw it.' });
    // Tak is now where a spread of its own begins.
    expect(await tree(solutionId)).toMatchObject({
      introductionTree: [one, { ...three, depth: 1, parentId: null }],
      introductions: { totalCount: 2 },
      all: {
        nodes: [
          { id: first.id, standing: { state: 'CONFIRMED' } },
          { id: third.id, standing: { state: 'CONFIRMED' } },
          { id: second.id, standing: { state: 'DISPUTED' } },
        ],
      },
    });
    const received = async (includeClaims: boolean) =>
      (
        await graph.ofCity(
          'th-tak',
          `introductionsReceived(first: 100, includeClaims: ${includeClaims}) { nodes { id } }`,
        )
      ).introductionsReceived.nodes;
    expect(await received(false)).not.toContainEqual({ id: second.id });
    expect(await received(true)).toContainEqual({ id: second.id });

    await graph.written('confirmIntroduction', inTak, INTRODUCTION, cityOf('th-tak'));
    await graph.written('withdrawIntroduction', { ...inTak, why: 'Doubled.' }, INTRODUCTION, cityOf('th-nan'));
    expect((await tree(solutionId)).all.nodes).toHaveLength(2);
  });

  test('a partner that brought a solution to a city which disputes it does not work with the city', async () => {
    const solutionId = await newSolution();
    const input = { solutionId, from: { partnerId: 'nectec' }, to: { cityId: 'th-loei' }, kind: 'VENDOR', on: '2024' };
    const { id } = await graph.written('introduceSolution', input, 'id', ['partner-officer:nectec']);
    const partnersOfCity = async () =>
      (
        await graph.ofCity('th-loei', 'partners(first: 100, direct: true) { nodes { partner { id } } }')
      ).partners.nodes.map((node: Json) => node.partner.id);
    expect(await partnersOfCity()).toContain('nectec');
    const why = 'Nobody came.';
    await graph.written('disputeIntroduction', { introductionId: id, why }, 'id', cityOf('th-loei'));
    expect(await partnersOfCity()).not.toContain('nectec');
  });
});

test('what these writes left fits together', () => expectVerified(graph.partners));

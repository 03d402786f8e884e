import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { subgraphs } from '../../subgraphs/index.js';
import { introductionSteps } from '../../subgraphs/partners/solution/introduction/introduction-steps.js';
import type { StoredIntroduction } from '../../subgraphs/partners/solution/solution.model.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { startWritingPartners, type Input, type WritingPartners } from './writing-partners.js';
import { expectVerified } from '../verify/verified.js';

let graph: WritingPartners;
let events: RunningSubgraph;

beforeAll(async () => {
  events = await startSubgraph(subgraphs.find(({ name }) => name === 'events')!);
  graph = await startWritingPartners({ events: events.url });
});
afterAll(async () => {
  await graph?.close();
  await events?.close();
});

/** It began on 2020-01-24. */
const FORUM = 'event-depa-mastercard-2020';
let fresh = 0;
async function newSolution(): Promise<string> {
  const id = `new-solution-${(fresh += 1)}`;
  const said = { name: { en: `Solution ${fresh}` }, description: { en: 'What it does.' } };
  const input = { id, ownerId: 'depa', kind: 'SERVICE', addresses: ['CITIZEN_VOICE'], ...said };
  await graph.written('publishSolution', input, 'id');
  return id;
}
const introduction = (solutionId: string, from: string, to: string, on: string, also: Input = {}): Input => ({
  ...{ solutionId, from: { cityId: from }, to: { cityId: to }, kind: 'DIRECT', on },
  ...also,
});
const agreement = (on: string, terms: Input): Input => ({
  agreementId: `new-agreement-${(fresh += 1)}`,
  on,
  terms: { name: { en: 'Terms' }, kind: 'MOU', parties: [{ cityId: 'th-yala' }, { partnerId: 'depa' }], ...terms },
});

test('an introduction at an event that began after its day is refused, and one on a day of the event is accepted', async () => {
  const solutionId = await newSolution();
  const at = (on: string) => introduction(solutionId, 'th-yala', 'th-nan', on, { occasionId: FORUM });
  for (const on of ['2019-12-31', '2019-12', '2019'])
    expect(await graph.refused('introduceSolution', at(on))).toEqual({
      code: 'RULE_VIOLATED',
      rule: 'OCCASION_AFTER_FACT',
      argument: 'input.occasionId',
    });
  expect(await graph.written('introduceSolution', at('2020-01'), 'occasion { id }')).toEqual({
    occasion: { id: FORUM },
  });
});

test('an agreement that was made at an event which began after its day is refused', async () => {
  expect(await graph.refused('signAgreement', agreement('2019-06', { occasionId: FORUM }))).toEqual({
    code: 'RULE_VIOLATED',
    rule: 'OCCASION_AFTER_FACT',
    argument: 'input.terms.occasionId',
  });
  expect(await graph.written('signAgreement', agreement('2020-02', { occasionId: FORUM }), 'status')).toBeTruthy();
});

test('an event that nobody knows is refused, and the event is asked for in one request', async () => {
  const solutionId = await newSolution();
  events.forget();
  expect(
    await graph.refused(
      'introduceSolution',
      introduction(solutionId, 'th-yala', 'th-nan', '2021', { occasionId: 'no-event' }),
    ),
  ).toEqual({ code: 'NOT_FOUND', argument: 'input.occasionId' });
  expect(events.fetches).toHaveLength(1);
});

test('a write is not lost because the events do not respond: the day of the occasion is not checked then', async () => {
  const solutionId = await newSolution();
  await events.kill();
  try {
    const at = introduction(solutionId, 'th-yala', 'th-nan', '2019', { occasionId: FORUM });
    expect(await graph.written('introduceSolution', at, 'on { value }')).toEqual({ on: { value: '2019' } });
  } finally {
    await events.revive();
  }
});

test('a new agreement that ended before it was signed is refused', async () => {
  expect(await graph.refused('signAgreement', agreement('2025-03-02', { effectiveTo: '2025-02' }))).toEqual({
    code: 'RULE_VIOLATED',
    rule: 'ENDED_BEFORE_SIGNED',
    argument: 'input.terms.effectiveTo',
  });
  expect(await graph.written('signAgreement', agreement('2025-03-02', { effectiveTo: '2025' }), 'id')).toBeTruthy();
});

test('a solution is not passed on before it was received', async () => {
  const solutionId = await newSolution();
  const introduce = (from: string, to: string, on: string) => introduction(solutionId, from, to, on);
  await graph.written('introduceSolution', introduce('th-yala', 'th-nan', '2023-05'), 'id');
  expect(await graph.refused('introduceSolution', introduce('th-nan', 'th-tak', '2023-04-30'))).toEqual({
    code: 'RULE_VIOLATED',
    rule: 'PASSED_ON_BEFORE_RECEIVED',
    argument: 'input.on',
  });
  await graph.written('introduceSolution', introduce('th-nan', 'th-tak', '2023'), 'id');
  expect(await graph.refused('introduceSolution', introduce('th-krabi', 'th-yala', '2024'))).toEqual({
    code: 'RULE_VIOLATED',
    rule: 'RECEIVED_AFTER_PASSED_ON',
    argument: 'input.on',
  });
  await graph.written('introduceSolution', introduce('th-krabi', 'th-yala', '2022'), 'id');
});

test('who uses a solution in the own city before it was introduced there may have passed it on then', async () => {
  const solutionId = await newSolution();
  await graph.written('deploySolution', { solutionId, cityId: 'th-nan', stage: 'LIVE', on: '2020' }, 'id');
  await graph.written('introduceSolution', introduction(solutionId, 'th-yala', 'th-nan', '2023'), 'id');
  await graph.written('introduceSolution', introduction(solutionId, 'th-nan', 'th-tak', '2021'), 'id');
});

test('the owner of a solution brings it to others on any day, whoever brings it back', async () => {
  const solutionId = await newSolution();
  const from = { from: { partnerId: 'depa' } };
  await graph.written('introduceSolution', introduction(solutionId, '', 'th-nan', '2020', from), 'id');
  const back = introduction(solutionId, 'th-nan', '', '2023', { to: { partnerId: 'depa' } });
  await graph.written('introduceSolution', back, 'id');
  await graph.written('introduceSolution', introduction(solutionId, '', 'th-tak', '2021', from), 'id');
});

test('a city and a partner with one id are two in the spread of a solution', () => {
  const party = (cityId: string | null, partnerId: string | null) => ({ cityId, partnerId });
  const step = (id: string, from: object, to: { cityId: string | null; partnerId: string | null }) =>
    ({ id, from, toCityId: to.cityId, toPartnerId: to.partnerId }) as StoredIntroduction;
  const [city, partner] = [party('same', null), party(null, 'same')];
  const steps = introductionSteps(
    [step('to-the-city', party('first', null), city), step('by-the-partner', partner, party('last', null))],
    5,
  );
  expect(steps.map(({ depth, introduction: { id } }) => [depth, id])).toEqual([
    [1, 'to-the-city'],
    [1, 'by-the-partner'],
  ]);
});

test('another day of an introduction or an agreement must agree with the event that it has on file', async () => {
  const solutionId = await newSolution();
  const at = introduction(solutionId, 'th-yala', 'th-nan', '2020-01', { occasionId: FORUM });
  const { id: introductionId } = await graph.written('introduceSolution', at, 'id');
  const signed = agreement('2020-02', { occasionId: FORUM });
  await graph.written('signAgreement', signed, 'status');
  const why = 'A slip of the pen.';
  const wrong = { code: 'RULE_VIOLATED', rule: 'OCCASION_AFTER_FACT', argument: 'input.on' };
  const { agreementId } = signed;
  expect(await graph.refused('changeIntroduction', { introductionId, on: '2019-12', why })).toEqual(wrong);
  expect(await graph.refused('changeAgreement', { agreementId, on: '2019-12', why })).toEqual(wrong);
  await graph.written('changeIntroduction', { introductionId, on: '2020-03', why }, 'id');
  await graph.written('changeIntroduction', { introductionId, on: '2019-12', occasionId: null, why }, 'id');
  await graph.written('changeAgreement', { agreementId, on: '2020-03', why }, 'id');
});

test('what these writes left fits together', () => expectVerified(graph.partners));

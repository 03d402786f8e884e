import type { RunningGraph } from '../graph.js';
import type { Samples } from './generate-value.js';

/**
 * Values by which a part of random writes is done, and the rest refused for one of many reasons. A round of each
 * course and a few events to come are written for it.
 *
 * @param live the keys of what there is, by type
 * @param headers of who may write everything
 */
export async function readWriteSamples(
  graph: RunningGraph,
  live: Samples,
  headers: Record<string, string>,
): Promise<Samples> {
  const { Partner = [], City = [], Challenge = [], Agreement = [], Event = [], Programme = [] } = live;
  const { solutions, events } = await graph.read(
    '{ solutions(first: 30) { nodes { deployments(first: 2) { nodes { id } } } } events(first: 5, filter: { kind: COURSE }) { nodes { id } } }',
  );
  const deployments = (solutions.nodes as { deployments: { nodes: { id: string }[] } }[]).flatMap(
    ({ deployments: { nodes } }) => nodes.map(({ id }) => id),
  );
  const courses = (events.nodes as { id: string }[]).map(({ id }) => id);
  const written = async (query: string, input: object) =>
    (await graph.gateway.query(query, { input }, headers)).body.data?.done;
  const opened = await Promise.all(
    courses.map((eventId) =>
      written('mutation ($input: OpenCourseRoundInput!) { done: openCourseRound(input: $input) { rounds { id } } }', {
        idempotencyKey: eventId,
        eventId,
        startsOn: '2031-01-15',
      }),
    ),
  );
  const announced = await Promise.all(
    [1, 2, 3, 4].map((nth) =>
      written('mutation ($input: CreateEventInput!) { done: createEvent(input: $input) { id } }', {
        idempotencyKey: `announced-${nth}`,
        name: { en: `To come ${nth}` },
        kind: 'CONFERENCE',
        hosts: [Partner[nth]],
        startsOn: '2031-03-01',
        capacity: 2,
      }),
    ),
  );
  const coming = announced.map((event) => event?.id).filter((id) => id !== undefined);
  const past = ['2024-05-01', '2025-06', '2026'];
  const thai = City.filter((id) => String(id).startsWith('th-'));
  return {
    ...live,
    LocalizedTextInput: [{ en: 'Made up', th: 'สมมติ' }, { en: 'Of one language' }],
    PartyInput: [
      ...City.slice(0, 3).map((cityId) => ({ cityId })),
      ...Partner.slice(0, 3).map((partnerId) => ({ partnerId })),
    ],
    Deployment: deployments,
    eventId: [...coming, ...coming, ...Event.slice(0, 4)],
    roundId: opened.flatMap((course) => (course?.rounds ?? []) as { id: string }[]).map(({ id }) => id),
    'OpenCourseRoundInput.eventId': courses,
    'SubmitCityPlanInput.cityId': thai,
    'AdvanceCityStatusInput.cityId': thai,
    expectedVersion: [1, 1, 2],
    why: ['It was decided.'],
    basis: [{ en: 'What a survey found.', th: 'ผลสำรวจ' }],
    body: ['depa', 'th-smart-city-committee'],
    hosts: Partner,
    ownerId: Partner,
    operatorId: Partner,
    parentId: Partner,
    addresses: Challenge,
    'DeclareChallengeInput.code': Challenge,
    'WithdrawChallengeInput.code': Challenge,
    coCreatedWith: City,
    venueCityId: City,
    originProgrammeId: Programme,
    occasionId: Event,
    'SignAgreementInput.agreementId': [...Agreement, 'made-up-agreement'],
    on: ['2024-05-01', '2025-06-30'], // Fields take whole days under this name.
    joinedOn: past,
    'AppointOfficerInput.from': past,
    leftOn: ['2026-01-31'],
    submittedOn: past,
    publishedOn: past,
    foundedOn: past,
    'RecordOutcomeInput.asOf': past,
    graduatedOn: past,
    startsOn: ['2031-03-01'],
    endsOn: ['2031-03-02'],
    url: ['https://example.org/read'],
    'SourceInput.lang': ['th', 'en'],
    languages: ['th', 'en'],
    timezone: ['Asia/Bangkok'],
    countryCode: ['TH'],
    capacity: [1, 20],
    metric: ['CARDS_ISSUED'],
    unit: ['CARDS'],
  };
}

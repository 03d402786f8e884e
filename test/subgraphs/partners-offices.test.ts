import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startWritingPartners, type Input, type WritingPartners } from './writing-partners.js';
import { expectVerified } from '../verify/verified.js';

let graph: WritingPartners;

beforeAll(async () => void (graph = await startWritingPartners()));
afterAll(() => graph?.close());

const OFFICE = 'from { value } to { value } officeVersion person { id version }';
let persons = 0;
const someone = () => ({ personId: `new-person-${(persons += 1)}`, name: { en: `Person ${persons}` } });

/** The open offices of the Chief Smart City Officer of a city, and the version of the office. */
async function officeOf(cityId: string) {
  const { officeVersion, officeHolders } = await graph.ofCity(
    cityId,
    'officeVersion officeHolders(kind: [CHIEF_SMART_CITY_OFFICER], first: 100) { nodes { person { id } to { value } } }',
  );
  const open = (officeHolders.nodes as { person: { id: string }; to: unknown }[]).filter(({ to }) => to === null);
  return { version: officeVersion as number, holders: open.map(({ person }) => person.id) };
}

test.each([
  { cityId: 'th-rayong', before: 1 },
  { cityId: 'th-khon-kaen', before: 1 },
  { cityId: 'th-phuket', before: 3 },
  { cityId: 'th-bangkok', before: 3 },
])(
  'appointing the officer of $cityId ends on that day the offices of all $before who hold it by the sources',
  async ({ cityId, before }) => {
    const { holders, version } = await officeOf(cityId);
    expect([holders.length, version]).toEqual([before, 1]);
    const person = someone();
    const office = await graph.written('appointOfficer', { cityId, ...person, from: '2025-02-03' }, OFFICE, [
      `city-officer:${cityId}`,
    ]);
    expect(office).toEqual({
      from: { value: '2025-02-03' },
      to: null,
      officeVersion: 2,
      person: { id: person.personId, version: 1 },
    });
    expect(await officeOf(cityId)).toEqual({ holders: [person.personId], version: 2 });
    const { people } = await graph.read(
      `{ people(filter: { ids: ${JSON.stringify(holders)} }) { nodes { version history { nodes { action } } offices { kind to { value } city { id } } } } }`,
    );
    expect(people.nodes).toHaveLength(before);
    for (const { version, history, offices } of people.nodes) {
      expect([version, history.nodes]).toEqual([2, [{ action: 'appointOfficer' }]]);
      for (const { kind, to, city } of offices)
        expect(to).toEqual(kind === 'CHIEF_SMART_CITY_OFFICER' && city?.id === cityId ? { value: '2025-02-03' } : null);
    }
  },
);

test('someone whom the sources show in office can be appointed: one office ends and the other begins', async () => {
  const cityId = 'th-amata-chonburi';
  const { holders } = await officeOf(cityId);
  expect(holders).toHaveLength(3);
  await graph.written('appointOfficer', { cityId, personId: holders[1], from: '2025-01' }, OFFICE);
  expect(await officeOf(cityId)).toEqual({ holders: [holders[1]], version: 2 });
  expect(await graph.refused('appointOfficer', { cityId, personId: holders[1] })).toEqual({
    code: 'RULE_VIOLATED',
    rule: 'ALREADY_IN_OFFICE',
    argument: 'input.personId',
  });
});

test.each([
  { told: 'without a version', also: {} },
  { told: 'with the version they all read', also: { expectedVersion: 1 } },
])('of six appointments at once $told, one is made and five lose with CONFLICT', async ({ told, also }) => {
  const cityId = told === 'without a version' ? 'th-chumphon' : 'th-ranong';
  const inputs: Input[] = Array.from({ length: 6 }, () => ({ cityId, ...someone(), ...also }));
  const answers = await Promise.all(inputs.map((input) => graph.write('appointOfficer', input, OFFICE)));
  expect(answers.map(({ errors }) => errors?.[0]!.extensions['code'] ?? 'done').sort()).toEqual([
    ...Array(5).fill('CONFLICT'),
    'done',
  ]);
  const winner = inputs.find((_, at) => answers[at]!.errors === undefined)!['personId'];
  expect(await officeOf(cityId)).toEqual({ holders: [winner], version: 2 });
  const { people } = await graph.read(`{ people(filter: { city: "${cityId}" }) { totalCount } }`);
  expect(people.totalCount).toBe(1);
});

test('who has read the office may follow on the same day, and who has read an older version of it may not', async () => {
  const cityId = 'th-krabi';
  await graph.written('appointOfficer', { cityId, ...someone(), from: '2025-03-01' }, OFFICE);
  const second = someone();
  expect(
    await graph.written('appointOfficer', { cityId, ...second, from: '2025-03-01', expectedVersion: 2 }, OFFICE),
  ).toMatchObject({ officeVersion: 3 });
  expect(await graph.refused('appointOfficer', { cityId, ...someone(), expectedVersion: 2 })).toEqual({
    code: 'CONFLICT',
    argument: 'input.expectedVersion',
  });
  expect((await officeOf(cityId)).holders).toEqual([second.personId]);
});

test('an officer leaves the office without a successor, and the next one may follow', async () => {
  const cityId = 'th-satun';
  const officer = ['city-officer:th-satun'];
  const person = someone();
  await graph.written('appointOfficer', { cityId, ...person, from: '2024-06' }, OFFICE, officer);
  const leaving = { cityId, personId: person.personId };
  expect(await graph.refused('leaveOffice', { ...leaving, on: '2024-05' }, officer)).toEqual({
    code: 'RULE_VIOLATED',
    rule: 'LEFT_BEFORE_OFFICE',
    argument: 'input.on',
  });
  expect(await graph.refused('leaveOffice', { ...leaving, expectedVersion: 1 }, officer)).toMatchObject({
    code: 'CONFLICT',
  });
  expect(await graph.refused('leaveOffice', leaving, ['city-officer:th-yala'])).toEqual({ code: 'FORBIDDEN' });
  expect(
    await graph.written('leaveOffice', { ...leaving, on: '2025-01-31', expectedVersion: 2 }, OFFICE, officer),
  ).toEqual({
    from: { value: '2024-06' },
    to: { value: '2025-01-31' },
    officeVersion: 3,
    person: { id: person.personId, version: 2 },
  });
  expect(await officeOf(cityId)).toEqual({ holders: [], version: 3 });
  expect(await graph.refused('leaveOffice', leaving, officer)).toEqual({
    code: 'RULE_VIOLATED',
    rule: 'NOT_IN_OFFICE',
    argument: 'input.personId',
  });
  await graph.written('appointOfficer', { cityId, ...someone() }, OFFICE, officer);
  expect((await officeOf(cityId)).holders).toHaveLength(1);
});

test('who holds the office by the sources may leave it too', async () => {
  const { holders } = await officeOf('th-chiang-mai');
  await graph.written('leaveOffice', { cityId: 'th-chiang-mai', personId: holders[0], on: '2025' }, OFFICE);
  expect(await officeOf('th-chiang-mai')).toEqual({ holders: [], version: 2 });
});

test('an appointment that is moved or withdrawn changes the office of whom it ended, not of who had left on that day', async () => {
  const cityId = 'th-tak';
  const why = 'By mistake.';
  const [left, ended, appointed] = [someone(), someone(), someone()];
  const appoint = (person: Input, from: string) => graph.written('appointOfficer', { cityId, ...person, from }, OFFICE);
  const endOf = async ({ personId }: { personId: string }) => {
    const { person } = await graph.read(`{ person(id: "${personId}") { offices { to { value } } } }`);
    return person.offices.at(-1).to?.value ?? null;
  };
  await appoint(left, '2023');
  await graph.written('leaveOffice', { cityId, personId: left.personId, on: '2024-06-01' }, OFFICE);
  await appoint(ended, '2024-06-01');
  await graph.written('withdrawAppointment', { cityId, personId: ended.personId, why }, 'id');
  expect(await endOf(left)).toBe('2024-06-01');
  expect((await officeOf(cityId)).holders).toEqual([]);
  const { personId } = ended;
  await graph.written('appointOfficer', { cityId, personId, from: '2024-06-01' }, OFFICE);
  await appoint(appointed, '2024-07-01');
  const moved = { cityId, personId: appointed.personId, from: '2024-08-01', why };
  await graph.written('changeAppointment', moved, 'id');
  expect([await endOf(left), await endOf(ended)]).toEqual(['2024-06-01', '2024-08-01']);
  await graph.written('withdrawAppointment', { cityId, personId: appointed.personId, why }, 'id');
  expect([await endOf(left), (await officeOf(cityId)).holders]).toEqual(['2024-06-01', [personId]]);
});

test('what these writes left fits together', () => expectVerified(graph.partners));

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startSubgraphs, type RunningSubgraph } from '../graph.js';
import { expectVerified } from '../verify/verified.js';
import { mutationOf } from '../mutation-of.js';

let running: Record<string, RunningSubgraph>;

beforeAll(async () => {
  running = Object.fromEntries((await startSubgraphs()).map((subgraph) => [subgraph.name, subgraph]));
});
afterAll(() => Promise.all(Object.values(running ?? {}).map((subgraph) => subgraph.close())));

const ADMIN = 'network-admin';
const why = 'It was written by mistake.';
const source = { title: 'Gazette' };

async function write(mutation: string, input: object, role = ADMIN, selection = '__typename', language = 'en') {
  const subgraph = /City|Cohort|Challenge|joinProgramme|Membership/.test(mutation)
    ? 'cities'
    : /Event/.test(mutation)
      ? 'events'
      : 'partners';
  const { data, errors } = await running[subgraph]!.ask(
    mutationOf(mutation, `{ ${selection} }`),
    { input: { idempotencyKey: randomUUID(), ...input } },
    { caller: { id: `one of ${role}`, roles: [role] }, language },
  );
  return { done: data?.[mutation], error: errors?.[0] };
}

async function done(mutation: string, input: object, role?: string, selection?: string) {
  const { done: result, error } = await write(mutation, input, role, selection);
  expect(error).toBeUndefined();
  return result;
}

async function refused(mutation: string, input: object, role?: string) {
  const { code, rule, argument, by } = (await write(mutation, input, role)).error!.extensions as Record<string, string>;
  return { code, ...(rule && { rule }), ...(argument && { argument }), ...(by && { by }) };
}

async function read(subgraph: string, query: string) {
  const { data, errors } = await running[subgraph]!.ask(query);
  expect(errors).toBeUndefined();
  return data;
}

let fresh = 0;
const text = (en: string) => ({ en });
async function newPartner(): Promise<string> {
  const id = `mistaken-partner-${(fresh += 1)}`;
  const words = { name: text(`Qzx${fresh} Wvu${fresh}`), description: text('What it is.') };
  await done('registerPartner', { id, kind: 'NGO', ...words });
  return id;
}
async function newSolution(ownerId: string): Promise<string> {
  const id = `mistaken-solution-${(fresh += 1)}`;
  const words = { name: text(`Jkl${fresh} Bnm${fresh}`), description: text('What it does.') };
  await done('publishSolution', { id, ownerId, kind: 'SERVICE', addresses: ['CITIZEN_VOICE'], ...words });
  return id;
}

const SHOWN = 'id version standing { state by why } history { nodes { action fields { path before after } } }';

describe('a partner', () => {
  test('that was withdrawn is read by its id with history and mark, counts nowhere, and is restored as it was', async () => {
    const partnerId = await newPartner();
    const officer = `partner-officer:${partnerId}`;
    const lists = async () => {
      const { partners, searchPartners, partnerStats } = await read(
        'partners',
        `{ partners(first: 1) { totalCount } searchPartners(text: "Qzx${fresh}") { __typename } partnerStats(groupBy: KIND) { key count } }`,
      );
      const ngos = partnerStats.find(({ key }: { key: string }) => key === 'NGO').count;
      return { partners: partners.totalCount, found: searchPartners.length, ngos };
    };
    const before = await lists();
    expect(before.found).toBe(1);
    expect(await refused('withdrawPartner', { partnerId, why }, 'partner-officer:depa')).toEqual({ code: 'FORBIDDEN' });
    expect(await refused('withdrawPartner', { partnerId, why, expectedVersion: 7 }, officer)).toMatchObject({
      code: 'CONFLICT',
    });
    await done('withdrawPartner', { partnerId, why }, officer);
    expect(await lists()).toEqual({ partners: before.partners - 1, found: 0, ngos: before.ngos - 1 });
    expect((await read('partners', `{ partner(id: "${partnerId}") { ${SHOWN} } }`)).partner).toEqual({
      id: partnerId,
      version: 2,
      standing: { state: 'WITHDRAWN', by: officer, why },
      history: {
        nodes: [
          {
            action: 'withdrawPartner',
            fields: [{ path: 'standing', before: 'CONFIRMED', after: 'WITHDRAWN' }],
          },
          expect.objectContaining({ action: 'registerPartner' }),
        ],
      },
    });
    const withdrawn = { code: 'RULE_VIOLATED', rule: 'WITHDRAWN' };
    expect(await refused('changePartner', { partnerId, kind: 'CORPORATE', why }, officer)).toEqual({
      ...withdrawn,
      argument: 'input.partnerId',
    });
    expect(await refused('withdrawPartner', { partnerId, why }, officer)).toMatchObject(withdrawn);
    const event = { name: text('Forum'), kind: 'CONFERENCE', hosts: [partnerId], startsOn: '2099-03' };
    expect(await refused('createEvent', event)).toEqual({ ...withdrawn, argument: 'input.hosts.0' });
    expect(await refused('registerPartner', { ...partnerOf(partnerId), evenIfSimilar: true })).toEqual({
      code: 'CONFLICT',
      argument: 'input.id',
    });
    await done('restorePartner', { partnerId, why: 'It is there after all.' });
    expect(await lists()).toEqual(before);
    const { partner } = await read('partners', `{ partner(id: "${partnerId}") { ${SHOWN} } }`);
    expect(partner).toMatchObject({ version: 3, standing: { state: 'CONFIRMED', by: null } });
    expect(partner.history.nodes[0]).toEqual({
      action: 'restorePartner',
      fields: [{ path: 'standing', before: 'WITHDRAWN', after: 'CONFIRMED' }],
    });
    expect(await refused('restorePartner', { partnerId, why })).toMatchObject({ rule: 'STANDING_ORDER' });
    expect(await refused('restorePartner', { partnerId: 'nobody', why })).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('is not withdrawn while an agreement of it is open or it owns a solution; both languages say why', async () => {
    const partnerId = await newPartner();
    const officer = `partner-officer:${partnerId}`;
    const solutionId = await newSolution(partnerId);
    const inUse = { code: 'RULE_VIOLATED', rule: 'IN_USE', argument: 'input.partnerId' };
    expect(await refused('withdrawPartner', { partnerId, why }, officer)).toEqual({ ...inUse, by: solutionId });
    await done('withdrawSolution', { solutionId, why }, officer);
    const agreementId = `mistaken-agreement-${fresh}`;
    const terms = { name: text(`Pact ${fresh}`), kind: 'MOU', parties: [{ partnerId }, { cityId: 'th-yala' }] };
    await done('signAgreement', { agreementId, terms }, officer);
    expect(await refused('withdrawPartner', { partnerId, why }, officer)).toEqual({ ...inUse, by: agreementId });
    const { error } = await write('withdrawPartner', { partnerId, why }, officer, '__typename', 'th');
    expect(error!.message).toContain('ยังต้องใช้ข้อมูลนี้');
  });
});

const partnerOf = (id: string) => ({ id, name: text(`Qzx${id}`), kind: 'NGO', description: text('What it is.') });

test('an agreement is withdrawn by who wrote it while nobody else has signed it, and by an administrator', async () => {
  const agreementId = 'mistaken-agreement';
  const [yala, depa] = ['city-officer:th-yala', 'partner-officer:depa'];
  const terms = { name: text('Mistaken pact'), kind: 'MOU', parties: [{ cityId: 'th-yala' }, { partnerId: 'depa' }] };
  const counts = () =>
    read('partners', '{ agreements(first: 1) { totalCount } searchPartners(text: "Mistaken pact") { __typename } }');
  await done('signAgreement', { agreementId, terms }, yala);
  const before = await counts();
  expect(await refused('withdrawAgreement', { agreementId, why }, depa)).toEqual({ code: 'FORBIDDEN' });
  await done('withdrawAgreement', { agreementId, why }, yala);
  expect(await counts()).toEqual({
    agreements: { totalCount: before.agreements.totalCount - 1 },
    searchPartners: [],
  });
  expect(await refused('signAgreement', { agreementId }, depa)).toMatchObject({ rule: 'WITHDRAWN' });
  await done('restoreAgreement', { agreementId, why }, yala);
  expect(await counts()).toEqual(before);
  await done('signAgreement', { agreementId }, depa);
  expect(await refused('withdrawAgreement', { agreementId, why }, yala)).toEqual({
    ...{ code: 'RULE_VIOLATED', rule: 'IN_USE', argument: 'input.agreementId', by: 'depa' },
  });
  const references = { programmeId: 'city-possible', solutionId: 'traffy-fondue' };
  const changed = await done(
    'changeAgreement',
    { agreementId, ...references, why },
    ADMIN,
    'programme { id } solution { id }',
  );
  expect(changed).toEqual({ programme: { id: 'city-possible' }, solution: { id: 'traffy-fondue' } });
  await done('withdrawAgreement', { agreementId, why });
});

test('a solution is not withdrawn while a city uses it; then its moments and proof go with it and come back', async () => {
  const solutionId = await newSolution('depa');
  const deployment = { solutionId, cityId: 'th-yala', stage: 'LIVE', on: '2024-01' };
  const { id: deploymentId } = await done('deploySolution', deployment, ADMIN, 'id');
  expect(await refused('withdrawSolution', { solutionId, why }, 'partner-officer:depa')).toEqual({
    ...{ code: 'RULE_VIOLATED', rule: 'IN_USE', argument: 'input.solutionId', by: deploymentId },
  });
  const count = async () =>
    (await read('partners', '{ solutionStats(groupBy: DEPLOYMENT_STAGE) { key count } }')).solutionStats.find(
      ({ key }: { key: string }) => key === 'STOPPED',
    )?.count ?? 0;
  await done('moveDeploymentStage', { deploymentId, stage: 'STOPPED', on: '2024-02' }, 'city-officer:th-yala');
  const before = await count();
  await done('withdrawSolution', { solutionId, why }, 'partner-officer:depa');
  expect(await count()).toBe(before - 1);
  expect(await refused('deploySolution', { ...deployment, cityId: 'th-nan' })).toMatchObject({ rule: 'WITHDRAWN' });
  await done('restoreSolution', { solutionId, why }, 'partner-officer:depa');
  expect(await count()).toBe(before);
  await done('withdrawSolution', { solutionId, why });
  // Its own party does not put back what an administrator took away.
  expect(await refused('restoreSolution', { solutionId, why }, 'partner-officer:depa')).toEqual({ code: 'FORBIDDEN' });
  await done('restoreSolution', { solutionId, why });
});

test('a programme is not withdrawn while a city belongs to it, and no city joins a withdrawn one', async () => {
  expect(await refused('withdrawProgramme', { programmeId: 'city-possible', why })).toMatchObject({ rule: 'IN_USE' });
  const programmeId = 'mistaken-programme';
  const words = { name: text('Ghj Fds'), description: text('What it is.') };
  await done('registerProgramme', { id: programmeId, kind: 'POLICY', source, ...words });
  expect(await refused('withdrawProgramme', { programmeId, why }, 'partner-officer:depa')).toEqual({
    code: 'FORBIDDEN',
  });
  await done('withdrawProgramme', { programmeId, why });
  expect(await refused('joinProgramme', { cityId: 'th-nan', programmeId, joinedOn: '2024' })).toEqual({
    ...{ code: 'RULE_VIOLATED', rule: 'WITHDRAWN', argument: 'input.programmeId' },
  });
  await done('restoreProgramme', { programmeId, why });
  await done('joinProgramme', { cityId: 'th-nan', programmeId, joinedOn: '2024' });
  expect(await refused('withdrawProgramme', { programmeId, why })).toMatchObject({ rule: 'IN_USE', by: 'th-nan' });
});

test('a challenge is withdrawn while no city declares it, and no city declares a withdrawn one', async () => {
  const code = 'MISTAKEN';
  const words = { name: text('Mistaken'), description: text('A mistake.') };
  await done('registerChallenge', { code, dimensions: ['LIVING'], source, ...words });
  await done('withdrawChallengeCode', { code, why });
  const { challenge, challenges } = await read(
    'cities',
    `{ challenge(code: "${code}") { standing { state } } challenges(first: 100) { nodes { code } } }`,
  );
  expect(challenge.standing.state).toBe('WITHDRAWN');
  expect(challenges.nodes).not.toContainEqual({ code });
  const declared = { cityId: 'th-nan', code, basis: { en: 'People say so.' } };
  expect(await refused('declareChallenge', declared, 'city-officer:th-nan')).toMatchObject({ rule: 'WITHDRAWN' });
  await done('restoreChallengeCode', { code, why });
  await done('declareChallenge', declared, 'city-officer:th-nan');
  expect(await refused('withdrawChallengeCode', { code, why })).toEqual({
    ...{ code: 'RULE_VIOLATED', rule: 'IN_USE', argument: 'input.code', by: 'th-nan' },
  });
});

test('a cohort with cities and a city with a status are not withdrawn; those that were registered by mistake are', async () => {
  expect(await refused('withdrawCohort', { cohortId: 'THAI_2020', why }, 'partner-officer:mastercard')).toMatchObject({
    rule: 'IN_USE',
  });
  const cohort = { id: 'MISTAKEN_2024', programmeId: 'city-possible', name: text('Mistaken'), source };
  await done('registerCohort', cohort);
  await done('withdrawCohort', { cohortId: cohort.id, why }, 'partner-officer:mastercard');
  await done('restoreCohort', { cohortId: cohort.id, why }, 'partner-officer:mastercard');
  expect(await refused('withdrawCity', { cityId: 'th-yala', why })).toMatchObject({ rule: 'IN_USE' });
  const city = { id: 'th-mistaken', name: text('Mistaken'), countryCode: 'TH', region: 'SOUTH', kind: 'NEW_TOWN' };
  await done('registerCity', { ...city, source });
  await done('withdrawCity', { cityId: city.id, why });
  expect(await refused('registerCity', { ...city, source })).toMatchObject({ code: 'CONFLICT' });
  await done('restoreCity', { cityId: city.id, why });
  const { searchCities } = await read('cities', '{ searchCities(text: "Mistaken") { city { id } } }');
  expect(searchCities).toContainEqual({ city: { id: city.id } });
});

describe('what a withdrawn record needs', () => {
  const withdrawn = { code: 'RULE_VIOLATED', rule: 'WITHDRAWN' };

  test('keeps a solution, a unit, an agreement and a programme from being restored before it', async () => {
    const partnerId = await newPartner();
    const solutionId = await newSolution(partnerId);
    const unitId = await newPartner();
    await done('changePartner', { partnerId: unitId, parentId: partnerId, why });
    const agreementId = `needing-agreement-${fresh}`;
    const terms = { name: text(`Pact ${fresh}`), kind: 'MOU', parties: [{ partnerId }, { cityId: 'th-yala' }] };
    await done('signAgreement', { agreementId, terms });
    const programmeId = `needing-programme-${fresh}`;
    const words = { name: text(`Ghj${fresh} Fds${fresh}`), description: text('What it is.') };
    await done('registerProgramme', { id: programmeId, kind: 'POLICY', ownerId: partnerId, source, ...words });
    const inputs = [
      ['Solution', { solutionId }],
      ['Partner', { partnerId: unitId }],
      ['Agreement', { agreementId }],
      ['Programme', { programmeId }],
    ] as const;
    for (const [kind, input] of inputs) await done(`withdraw${kind}`, { ...input, why });
    await done('withdrawPartner', { partnerId, why });
    for (const [kind, input] of inputs)
      expect(await refused(`restore${kind}`, { ...input, why })).toEqual({
        ...withdrawn,
        argument: `input.${Object.keys(input)[0]}`,
      });
    await done('restorePartner', { partnerId, why });
    for (const [kind, input] of inputs) await done(`restore${kind}`, { ...input, why });
  });

  test('keeps what was over from becoming open again', async () => {
    const partnerId = await newPartner();
    const agreementId = `ended-agreement-${fresh}`;
    const terms = { name: text(`Pact ${fresh}`), kind: 'MOU', parties: [{ partnerId }, { cityId: 'th-yala' }] };
    await done('signAgreement', { agreementId, on: '2024-01', terms });
    await done('changeAgreement', { agreementId, status: 'ENDED', why });
    const deployment = { solutionId: 'traffy-fondue', cityId: 'th-nan', operatorId: partnerId };
    const { id: deploymentId } = await done(
      'deploySolution',
      { ...deployment, stage: 'LIVE', on: '2024-01' },
      ADMIN,
      'id',
    );
    await done('moveDeploymentStage', { deploymentId, stage: 'STOPPED', on: '2024-02' });
    await done('withdrawPartner', { partnerId, why });
    expect(await refused('changeAgreement', { agreementId, status: 'SIGNED', why })).toEqual({
      ...withdrawn,
      argument: 'input.status',
    });
    expect(await refused('changeDeployment', { deploymentId, stage: 'SCALED', why })).toEqual({
      ...withdrawn,
      argument: 'input.stage',
    });
    await done('restorePartner', { partnerId, why });
  });

  test('keeps a programme while it has a cohort or a solution came out of it, and a cohort waits for it', async () => {
    const programmeId = 'needed-programme';
    const words = { name: text('Zxc Mnb'), description: text('What it is.') };
    await done('registerProgramme', { id: programmeId, kind: 'POLICY', source, ...words });
    const cohortId = 'NEEDING_2024';
    await done('registerCohort', { id: cohortId, programmeId, name: text('Needing'), source });
    const inUse = { code: 'RULE_VIOLATED', rule: 'IN_USE', argument: 'input.programmeId' };
    expect(await refused('withdrawProgramme', { programmeId, why })).toEqual({ ...inUse, by: cohortId });
    await done('withdrawCohort', { cohortId, why });
    const solutionId = await newSolution('depa');
    await done('changeSolution', { solutionId, originProgrammeId: programmeId, why });
    expect(await refused('withdrawProgramme', { programmeId, why })).toEqual({ ...inUse, by: solutionId });
    await done('changeSolution', { solutionId, originProgrammeId: null, why });
    await done('withdrawProgramme', { programmeId, why });
    expect(await refused('restoreCohort', { cohortId, why })).toEqual({ ...withdrawn, argument: 'input.cohortId' });
  });

  test('is never withdrawn by one write while another one that comes at once names it', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const partnerId = await newPartner();
        const agreementId = `racing-agreement-${partnerId}`;
        const terms = { name: text(`Race ${partnerId}`), kind: 'MOU', parties: [{ partnerId }, { cityId: 'th-yala' }] };
        const answers = await Promise.all([
          write('withdrawPartner', { partnerId, why }),
          write('signAgreement', { agreementId, terms }),
        ]);
        return answers.filter(({ error }) => error === undefined).length;
      }),
    );
    expect(outcomes).toEqual(outcomes.map(() => 1));
  });

  test('is named by many writes at once', async () => {
    const code = 'NAMED_BY_MANY';
    const words = { name: text('Named by many'), description: text('A challenge.') };
    await done('registerChallenge', { code, dimensions: ['LIVING'], source, ...words });
    const { cities } = await read('cities', '{ cities(first: 40) { nodes { id } } }');
    const answers = await Promise.all(
      cities.nodes.map(({ id: cityId }: { id: string }) =>
        write('declareChallenge', { cityId, code, basis: { en: 'Said so.' } }),
      ),
    );
    expect(answers.flatMap(({ error }) => error ?? [])).toEqual([]);
  });
});

test('a city is not restored while a challenge that it declares is withdrawn', async () => {
  const [cityId, code] = ['th-declaring', 'DECLARED_BY_MISTAKE'];
  const town = { countryCode: 'TH', region: 'SOUTH', kind: 'NEW_TOWN' };
  await done('registerCity', { id: cityId, name: text('Declaring'), ...town, source });
  const words = { name: text('Declared'), description: text('A mistake.') };
  await done('registerChallenge', { code, dimensions: ['LIVING'], source, ...words });
  await done('declareChallenge', { cityId, code, basis: { en: 'People say so.' } });
  await done('withdrawCity', { cityId, why });
  await done('withdrawChallengeCode', { code, why });
  expect(await refused('restoreCity', { cityId, why })).toMatchObject({ rule: 'WITHDRAWN', argument: 'input.cityId' });
  await done('restoreChallengeCode', { code, why });
  await done('restoreCity', { cityId, why });
});

test('a cohort and a city of which only withdrawn claims, statuses and plans are left are withdrawn', async () => {
  const [cohortId, cityId, programmeId] = ['STRUCK_OUT_2024', 'th-struck-out', 'city-possible'];
  const [city, owner, depa] = [`city-officer:${cityId}`, 'partner-officer:mastercard', 'partner-officer:depa'];
  await done('registerCohort', { id: cohortId, programmeId, name: text('Struck out'), source });
  const town = { countryCode: 'TH', region: 'SOUTH', kind: 'NEW_TOWN' };
  await done('registerCity', { id: cityId, name: text('Struck out'), ...town, source });
  const joined = { cityId, programmeId, cohortId, joinedOn: '2024' };
  const { memberships } = await done('joinProgramme', joined, city, 'memberships(includeClaims: true) { id }');
  expect(await refused('withdrawCohort', { cohortId, why }, owner)).toMatchObject({ rule: 'IN_USE', by: cityId });
  expect(await refused('withdrawCity', { cityId, why })).toMatchObject({ rule: 'IN_USE', by: memberships[0].id });
  await done('withdrawMembership', { cityId, membershipId: memberships[0].id, why }, city);
  await done('withdrawCohort', { cohortId, why }, owner);
  await done('advanceCityStatus', { cityId, status: 'CANDIDATE', on: '2024-01', body: 'depa', source }, depa);
  const plan = { cityId, title: text('A plan'), kind: 'NEW_CITY', dimensions: ['ENVIRONMENT'], source };
  const { id: planId } = await done('submitCityPlan', plan, city, 'id');
  await done('withdrawCityPlan', { planId, why }, city);
  const { city: onFile } = await read('cities', `{ city(id: "${cityId}") { statusHistory { id } } }`);
  for (const { id: entryId } of onFile.statusHistory) await done('withdrawCityStatus', { cityId, entryId, why }, depa);
  await done('withdrawCity', { cityId, why });
});

test.each(['cities', 'partners'])('what these writes left in %s fits together', (name) =>
  expectVerified(running[name]!),
);

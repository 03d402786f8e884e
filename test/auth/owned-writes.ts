/** The city whose records the writes below are about. */
export const CITY = 'th-phitsanulok';

/** A write that is good, and the role of whom it is for, beside the network's administrators. */
export interface OwnedWrite {
  owner: string;
  /** Without an idempotency key. */
  input: Readonly<Record<string, unknown>>;
}

/** What must be on file before the writes can be done. */
export interface Prepared {
  eventId: string;
  roundId: string;
  /** A round that was called off. */
  cancelledRoundId: string;
  /** An event that was held. */
  heldEventId: string;
  deploymentId: string;
  agreementId: string;
}

const EVENT = { kind: 'COURSE', hosts: ['depa'], startsOn: '2024-01', endsOn: '2099-06', timezone: 'Asia/Bangkok' };
const JOINED = `membership-${CITY}-1`;
const PERSON = 'pongsak-yingchoncharoen';
const source = {
  title: 'A paper',
  publisher: 'Its publisher',
  publishedOn: '2024-01',
  url: 'https://example.org/paper',
  lang: 'th',
};
const told = { source, why: 'It was decided.' };
const noted = { ...told, note: 'A remark.' };

/**
 * Puts on file what the writes need.
 *
 * @param write does a mutation as an administrator and gives the field of its answer that is named
 */
export async function prepareOwned(
  write: (mutation: string, input: object, select: string) => Promise<string>,
): Promise<Prepared> {
  // So that its owner can confirm it.
  await write('disputeMembership', { cityId: CITY, membershipId: JOINED, why: 'It is not on our list.' }, 'id');
  const eventId = await write('createEvent', { name: { en: 'A course' }, ...EVENT }, 'id');
  await write('openCourseRound', { eventId, startsOn: '2024-01', endsOn: '2099-01' }, 'id');
  const roundId = `${eventId}-round-1`;
  // It has begun, so that people graduate, and has not ended, so that people are enrolled.
  await write('enrolInCourse', { roundId, personId: PERSON, cityId: CITY }, 'id');
  await write('openCourseRound', { eventId, startsOn: '2099-04' }, 'id');
  const cancelledRoundId = `${eventId}-round-2`;
  await write('cancelCourseRound', { roundId: cancelledRoundId, why: 'Nobody comes.' }, 'id');
  const heldEventId = await write(
    'createEvent',
    { name: { en: 'A meeting' }, ...EVENT, kind: 'MEETING', endsOn: '2024-01' },
    'id',
  );
  await write('changeEvent', { eventId: heldEventId, status: 'HELD' }, 'id');
  for (const who of [{ cityId: CITY }, { partnerId: 'depa' }])
    await write('registerForEvent', { eventId, ...who }, 'id');
  const deploymentId = await write(
    'deploySolution',
    { solutionId: 'traffy-fondue', cityId: CITY, stage: 'PILOT', on: '2024-01' },
    'id',
  );
  const agreementId = await write(
    'signAgreement',
    {
      agreementId: 'agreement-of-phitsanulok',
      terms: { name: { en: 'An agreement' }, kind: 'MOU', parties: [{ cityId: CITY }, { partnerId: 'depa' }] },
    },
    'id',
  );
  return { eventId, roundId, cancelledRoundId, heldEventId, deploymentId, agreementId };
}

/** One write for each mutation, each with everything that it can be told. */
export function ownedWrites({
  eventId,
  roundId,
  cancelledRoundId,
  heldEventId,
  deploymentId,
  agreementId,
}: Prepared): Record<string, OwnedWrite> {
  const [city, depa] = [`city-officer:${CITY}`, 'partner-officer:depa'];
  return {
    advanceCityStatus: {
      owner: depa,
      input: { cityId: CITY, status: 'PROMOTION_ZONE', on: '2024-01', body: 'depa', ...noted },
    },
    declareChallenge: {
      owner: city,
      input: { cityId: CITY, code: 'PUBLIC_SAFETY', basis: 'Its people say so.', ...told },
    },
    withdrawChallenge: {
      owner: city,
      input: { cityId: CITY, code: 'LOCAL_ECONOMY_AND_TOURISM', why: 'It is solved.' },
    },
    changeCityStatus: {
      owner: depa,
      input: { cityId: CITY, entryId: `status-${CITY}-2`, status: 'PLAN_SUBMITTED', on: '2019-12', ...noted },
    },
    withdrawCityStatus: {
      owner: depa,
      input: { cityId: CITY, entryId: `status-${CITY}-1`, why: 'It never was.' },
    },
    changeCityPlan: {
      owner: city,
      input: {
        planId: `plan-${CITY}`,
        title: { en: 'Its plan', th: 'แผนของเมือง' },
        kind: 'NEW_CITY',
        dimensions: ['ENVIRONMENT', 'LIVING'],
        submittedOn: '2019-12',
        ...told,
      },
    },
    withdrawCityPlan: {
      owner: 'city-officer:th-phanat-nikhom',
      input: { planId: 'plan-th-phanat-nikhom', why: 'It never was.' },
    },
    changeCity: {
      owner: 'network-admin',
      input: {
        cityId: CITY,
        name: { en: 'Phitsanulok', th: 'พิษณุโลก' },
        population: { value: 70_000, asOf: '2024' },
        dimensions: ['LIVING'],
        leader: { personId: PERSON, office: 'Mayor', since: '2023', asOf: '2024' },
        ...told,
      },
    },
    registerCity: {
      owner: 'network-admin',
      input: {
        id: 'th-new-town',
        name: { en: 'New Town', th: 'เมืองใหม่' },
        aliases: ['Newtown'],
        countryCode: 'TH',
        provinceCode: 'TH-95',
        region: 'SOUTH',
        kind: 'NEW_TOWN',
        location: { lat: 6.5, lon: 101.3 },
        population: { value: 5_000, asOf: '2024' },
        ...noted,
      },
    },
    registerCohort: {
      owner: 'network-admin',
      input: {
        id: 'NEW_2024',
        programmeId: 'city-possible',
        name: { en: 'The new ones', th: 'กลุ่มใหม่' },
        joinedOn: '2024-01',
        sponsorPartnerId: 'depa',
        statedSize: 5,
        ...noted,
      },
    },
    registerChallenge: {
      owner: 'network-admin',
      input: {
        code: 'NOISE',
        name: { en: 'Noise', th: 'เสียงรบกวน' },
        description: { en: 'It is too loud.', th: 'เสียงดังเกินไป' },
        dimensions: ['LIVING'],
        ...told,
      },
    },
    joinProgramme: {
      owner: city,
      input: { cityId: CITY, programmeId: 'asean-smart-cities-network', joinedOn: '2024', ...noted },
    },
    leaveProgramme: {
      owner: city,
      input: { cityId: CITY, programmeId: 'depa-smart-city', leftOn: '2024-01-01', why: 'It is over.' },
    },
    confirmMembership: {
      owner: 'partner-officer:mastercard',
      input: { cityId: CITY, membershipId: JOINED, why: 'It is on our list.' },
    },
    changeMembership: {
      owner: city,
      input: {
        cityId: CITY,
        membershipId: JOINED,
        kind: 'MEMBER',
        cohortId: 'THAI_2020',
        joinedOn: '2020-01-20',
        leftOn: '2024-01-01',
        ...noted,
      },
    },
    disputeMembership: {
      owner: depa,
      input: { cityId: CITY, membershipId: `membership-${CITY}-2`, why: 'It is not on our list.' },
    },
    withdrawMembership: {
      owner: city,
      input: { cityId: CITY, membershipId: `membership-${CITY}-2`, why: 'It never was.' },
    },
    submitCityPlan: {
      owner: city,
      input: {
        cityId: CITY,
        title: { en: 'A plan', th: 'แผน' },
        kind: 'LIVABLE_CITY',
        dimensions: ['ENVIRONMENT'],
        submittedOn: '2024',
        ...told,
      },
    },
    createEvent: {
      owner: depa,
      input: {
        name: { en: 'A forum', th: 'เวที' },
        ...EVENT,
        format: 'ONSITE',
        languages: ['th'],
        venueCityId: CITY,
        venueText: 'A hall',
        programmeId: 'city-possible',
        capacity: 10,
        description: { en: 'What it is about', th: 'เรื่อง' },
        why: 'It is time.',
      },
    },
    changeEvent: {
      owner: depa,
      input: {
        eventId,
        name: { en: 'Another name', th: 'ชื่อใหม่' },
        status: 'CONFIRMED',
        format: 'ONLINE',
        languages: ['en'],
        startsOn: '2024-01',
        endsOn: '2099-07',
        timezone: 'Asia/Tokyo',
        venueCityId: 'th-nan',
        venueText: 'A hall',
        programmeId: 'city-possible',
        capacity: 10,
        description: { en: 'What it is about', th: 'เรื่อง' },
        why: 'It is time.',
      },
    },
    cancelEvent: { owner: depa, input: { eventId, why: 'Nobody comes.' } },
    recordAttendance: {
      owner: depa,
      input: {
        eventId: heldEventId,
        cityIds: [CITY],
        partnerIds: ['depa'],
        people: 10,
        note: 'At the door.',
        why: 'They were counted.',
      },
    },
    inviteToEvent: { owner: depa, input: { eventId, cityId: 'th-nan', message: 'Do come.', why: 'They should.' } },
    registerForEvent: {
      owner: 'partner-officer:mastercard',
      input: { eventId, partnerId: 'mastercard', why: 'They come.' },
    },
    withdrawFromEvent: { owner: city, input: { eventId, cityId: CITY, why: 'They stay.' } },
    openCourseRound: {
      owner: depa,
      input: { eventId, startsOn: '2099-05-01', endsOn: '2099-05-02', capacity: 10, why: 'Many asked.' },
    },
    changeCourseRound: {
      owner: depa,
      input: { roundId, startsOn: '2024-02', endsOn: '2099-02', capacity: 10, why: 'A typing error.' },
    },
    cancelCourseRound: { owner: depa, input: { roundId, why: 'Nobody comes.' } },
    restoreCourseRound: { owner: depa, input: { roundId: cancelledRoundId, why: 'A mistake.' } },
    withdrawFromCourse: { owner: city, input: { roundId, personId: PERSON, why: 'No time.' } },
    enrolInCourse: { owner: city, input: { roundId, personId: 'gerald-sun', cityId: CITY, why: 'To learn.' } },
    graduateFromCourse: { owner: depa, input: { roundId, personId: PERSON, graduatedOn: '2024-02', why: 'Passed.' } },
    appointOfficer: {
      owner: city,
      input: {
        cityId: CITY,
        personId: 'someone-new',
        name: { en: 'Someone new', th: 'คนใหม่' },
        from: '2024-01',
        ...told,
      },
    },
    deploySolution: {
      owner: city,
      input: {
        solutionId: 'mastercard-city-key',
        cityId: CITY,
        stage: 'PILOT',
        on: '2024-01',
        operatorId: 'mastercard',
        localName: 'The key',
        ...noted,
      },
    },
    introduceSolution: {
      owner: city,
      input: {
        solutionId: 'traffy-fondue',
        from: { cityId: CITY },
        to: { cityId: 'th-nan' },
        kind: 'STUDY_VISIT',
        occasionId: eventId,
        on: '2024-01',
        ...noted,
      },
    },
    moveDeploymentStage: { owner: city, input: { deploymentId, stage: 'LIVE', on: '2024-02', ...noted } },
    publishSolution: {
      owner: depa,
      input: {
        id: 'a-new-solution',
        ownerId: 'depa',
        name: { en: 'A solution', th: 'ทางออก' },
        aliases: ['Another name'],
        kind: 'SERVICE',
        description: { en: 'What it does', th: 'ทำอะไร' },
        addresses: ['PUBLIC_SAFETY'],
        originProgrammeId: 'city-possible',
        coCreatedWith: [CITY],
        ...told,
      },
    },
    recordOutcome: {
      owner: city,
      input: {
        deploymentId,
        metric: 'CARDS_ISSUED',
        value: 1.5,
        unit: 'CARD',
        asOf: '2024-02',
        conflictGroup: 'cards',
        ...noted,
      },
    },
    registerPartner: {
      owner: 'network-admin',
      input: {
        id: 'a-new-partner',
        name: { en: 'A partner', th: 'พันธมิตร' },
        aliases: ['Another name'],
        kind: 'NGO',
        description: { en: 'What it is', th: 'คือ' },
        countryCode: 'TH',
        parentId: 'depa',
        foundedOn: '2020',
        ...told,
      },
    },
    reportBarrier: { owner: city, input: { agreementId, barrier: 'FUNDING', ...noted } },
    signAgreement: {
      owner: city,
      input: {
        agreementId: 'a-new-agreement',
        terms: {
          name: { en: 'An agreement', th: 'ข้อตกลง' },
          kind: 'MOU',
          parties: [{ cityId: CITY }, { partnerId: 'depa' }],
          programmeId: 'city-possible',
          solutionId: 'traffy-fondue',
          occasionId: eventId,
          effectiveFrom: '2024',
          effectiveTo: '2025',
        },
        on: '2024-01',
        ...noted,
      },
    },
  };
}

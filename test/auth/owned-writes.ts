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
  /** A round that nobody is in, and one that was called off. */
  openRoundId: string;
  cancelledRoundId: string;
  /** An event that was held. */
  heldEventId: string;
  /** An event that depa and NECTEC host, and Mastercard declined to. */
  sharedEventId: string;
  /** Invitations of the city and of a person that were not answered. */
  invitationId: string;
  otherInvitationId: string;
  deploymentId: string;
  agreementId: string;
}

const EVENT = { kind: 'COURSE', hosts: ['depa'], startsOn: '2024-01', endsOn: '2099-06', timezone: 'Asia/Bangkok' };
const JOINED = `membership-${CITY}-1`;
const PERSON = 'pongsak-yingchoncharoen';
/** An event that took place before what is written of it here. */
const FORUM = 'event-depa-mastercard-2020';
/** Whose appointment in another city is corrected. */
const APPOINTED = 'officer-of-phang-nga';
/** Who holds the office of Chief Smart City Officer of the city. */
const OFFICER = 'officer-of-phitsanulok';
/** The cities with a deployment and an introduction each, of which one is confirmed, disputed, withdrawn and corrected. */
const FACTS_IN = { confirmed: 'th-satun', disputed: 'th-krabi', withdrawn: 'th-tak', corrected: 'th-phang-nga' };
const deploymentIn = (cityId: string) => `deployment-traffy-fondue-${cityId}`;
const introductionTo = (cityId: string) => `intro-traffy-fondue-${CITY}-${cityId}`;
/** Persons in the round: one who finished it, one whose enrolment is disputed, and two who are enrolled. */
const [GRADUATE, DISPUTED, GUEST, LEAVER] = [
  'julian-loh',
  'passakon-prathombutr',
  'miguel-gamino',
  'nuttapon-nimmanphatcharin',
];
/** Records that were registered by mistake: one of each kind to withdraw, and one that was withdrawn. */
const MISTAKEN = ['mistaken', 'withdrawn'] as const;
const codeOf = (which: string) => `CODE_${which.toUpperCase()}`;
const cityOf = (which: string) => `th-${which}-town`;
const source = {
  title: 'A paper',
  publisher: 'Its publisher',
  publishedOn: '2024-01',
  url: 'https://example.org/paper',
  lang: 'th',
};
const webLinks = [{ url: 'https://example.org/page', title: { en: 'A page', th: 'หน้าเว็บ' } }];
const told = { source, why: 'It was decided.' };
const noted = { ...told, note: { th: 'หมายเหตุ', en: 'A remark.' } };

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
  await write('openCourseRound', { eventId, startsOn: '2099-05' }, 'id');
  const [cancelledRoundId, openRoundId] = [`${eventId}-round-2`, `${eventId}-round-3`];
  await write('cancelCourseRound', { roundId: cancelledRoundId, why: 'Nobody comes.' }, 'id');
  const heldEventId = await write(
    'createEvent',
    { name: { en: 'A meeting' }, ...EVENT, kind: 'MEETING', endsOn: '2024-01' },
    'id',
  );
  await write('changeEvent', { eventId: heldEventId, status: 'HELD' }, 'id');
  const sharedEventId = await write(
    'createEvent',
    { name: { en: 'A shared meeting' }, ...EVENT, kind: 'MEETING', hosts: ['depa', 'nectec', 'mastercard'] },
    'id',
  );
  await write('declineHost', { eventId: sharedEventId, partnerId: 'mastercard', why: 'No time.' }, 'id');
  const invitationId = await write('inviteToEvent', { eventId, cityId: CITY }, 'id');
  const otherInvitationId = await write('inviteToEvent', { eventId, personId: GUEST }, 'id');
  for (const personId of [GRADUATE, DISPUTED, GUEST, LEAVER])
    await write('enrolInCourse', { roundId, personId, cityId: CITY }, 'id');
  await write('graduateFromCourse', { roundId, personId: GRADUATE, graduatedOn: '2024-02' }, 'id');
  await write('disputeEnrolment', { roundId, personId: DISPUTED, why: 'Not of the city.' }, 'id');
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
      on: '2024-01',
      terms: { name: { en: 'An agreement' }, kind: 'MOU', parties: [{ cityId: CITY }, { partnerId: 'depa' }] },
    },
    'id',
  );
  await write('reportBarrier', { agreementId, barrier: 'DATA' }, 'id');
  for (const value of [1, 2])
    await write('recordOutcome', { deploymentId, metric: 'CARDS', value, unit: 'CARD', asOf: '2024-01' }, 'id');
  await write(
    'appointOfficer',
    { cityId: CITY, personId: OFFICER, name: { en: 'An officer' }, from: '2023' },
    'officeVersion',
  );
  await write(
    'appointOfficer',
    { cityId: FACTS_IN.corrected, personId: APPOINTED, name: { en: 'Another officer' }, from: '2023' },
    'officeVersion',
  );
  // Each standing is given to a fact of its own: those who confirm these are administrators, who disputed them.
  for (const cityId of Object.values(FACTS_IN)) {
    await write('deploySolution', { solutionId: 'traffy-fondue', cityId, stage: 'PILOT', on: '2024-01' }, 'id');
    const between = { from: { cityId: CITY }, to: { cityId } };
    await write('introduceSolution', { solutionId: 'traffy-fondue', ...between, kind: 'DIRECT', on: '2024-02' }, 'id');
  }
  const why = 'It is not so.';
  await write('disputeDeployment', { deploymentId: deploymentIn(FACTS_IN.confirmed), why }, 'id');
  await write('disputeIntroduction', { introductionId: introductionTo(FACTS_IN.confirmed), why }, 'id');
  for (const which of MISTAKEN) {
    const named = { name: { en: `The ${which} one` }, source };
    const described = { ...named, description: { en: 'What it is.' } };
    const town = { countryCode: 'TH', provinceCode: 'TH-95', region: 'SOUTH', kind: 'NEW_TOWN' };
    await write('registerCity', { id: cityOf(which), ...named, ...town }, 'id');
    await write(
      'registerCohort',
      { id: `COHORT_${which.toUpperCase()}`, programmeId: 'city-possible', ...named },
      'id',
    );
    await write('registerChallenge', { code: codeOf(which), ...described, dimensions: ['LIVING'] }, 'id');
    await write('registerPartner', { id: `partner-${which}`, kind: 'NGO', evenIfSimilar: true, ...described }, 'id');
    const owned = { ownerId: 'depa', evenIfSimilar: true, ...described };
    await write(
      'publishSolution',
      { id: `solution-${which}`, kind: 'SERVICE', addresses: ['PUBLIC_SAFETY'], ...owned },
      'id',
    );
    await write('registerProgramme', { id: `programme-${which}`, kind: 'POLICY', ...owned }, 'id');
    const terms = { name: named.name, kind: 'MOU', parties: [{ cityId: CITY }, { partnerId: 'depa' }] };
    await write('signAgreement', { agreementId: `agreement-${which}`, terms }, 'id');
  }
  for (const [mutation, input] of Object.entries(ofMistaken('withdraw', 'withdrawn')))
    await write(mutation, input, mutation === 'withdrawChallengeCode' ? 'code' : 'id');
  return {
    eventId,
    roundId,
    openRoundId,
    cancelledRoundId,
    heldEventId,
    sharedEventId,
    invitationId,
    otherInvitationId,
    deploymentId,
    agreementId,
  };
}

/** What withdraws or restores each of the records that were registered by mistake, by the mutation. */
function ofMistaken(verb: 'withdraw' | 'restore', which: (typeof MISTAKEN)[number]): Record<string, object> {
  const why = 'By mistake.';
  return {
    [`${verb}City`]: { cityId: cityOf(which), why },
    [`${verb}Cohort`]: { cohortId: `COHORT_${which.toUpperCase()}`, why },
    [`${verb}ChallengeCode`]: { code: codeOf(which), why },
    [`${verb}Partner`]: { partnerId: `partner-${which}`, why },
    [`${verb}Solution`]: { solutionId: `solution-${which}`, why },
    [`${verb}Programme`]: { programmeId: `programme-${which}`, why },
    [`${verb}Agreement`]: { agreementId: `agreement-${which}`, why },
  };
}

/** One write for each mutation, each with everything that it can be told. */
export function ownedWrites({
  eventId,
  roundId,
  openRoundId,
  cancelledRoundId,
  heldEventId,
  sharedEventId,
  invitationId,
  otherInvitationId,
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
      input: { cityId: CITY, code: 'PUBLIC_SAFETY', basis: { th: 'ประชาชนบอก', en: 'Its people say so.' }, ...told },
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
        webLinks,
        cityId: CITY,
        name: { en: 'Phitsanulok', th: 'พิษณุโลก' },
        population: { value: 70_000, asOf: '2024' },
        dimensions: ['LIVING'],
        leader: { personId: PERSON, office: { th: 'นายกเทศมนตรี', en: 'Mayor' }, since: '2023', asOf: '2024' },
        aliases: ['Its other name'],
        countryCode: 'TH',
        provinceCode: 'TH-65',
        region: 'NORTH',
        kind: 'NEW_TOWN',
        location: { lat: 16.8, lon: 100.3 },
        observations: [{ code: 'AIR', value: 2, unit: 'RANK', asOf: '2024' }],
        successorIds: ['th-nan'],
        note: { th: 'หมายเหตุ', en: 'A remark.' },
        ...told,
      },
    },
    registerCity: {
      owner: 'network-admin',
      input: {
        webLinks,
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
    changeCohort: {
      owner: 'partner-officer:mastercard',
      input: {
        cohortId: 'THAI_2020',
        name: { en: 'The Thai cities', th: 'เมืองไทย' },
        joinedOn: '2020-01',
        sponsorPartnerId: 'depa',
        statedSize: 28,
        ...noted,
      },
    },
    changeChallenge: {
      owner: 'network-admin',
      input: {
        code: 'PUBLIC_SAFETY',
        name: { en: 'Safety', th: 'ความปลอดภัย' },
        description: { en: 'It is not safe.', th: 'ไม่ปลอดภัย' },
        dimensions: ['LIVING'],
        indicators: [
          { standard: 'SDG_11', code: '11.7', level: 'INDICATOR', name: { th: 'พื้นที่สาธารณะ', en: 'Public space' } },
        ],
        ...told,
      },
    },
    registerChallenge: {
      owner: 'network-admin',
      input: {
        code: 'NOISE',
        name: { en: 'Noise', th: 'เสียงรบกวน' },
        description: { en: 'It is too loud.', th: 'เสียงดังเกินไป' },
        dimensions: ['LIVING'],
        indicators: [{ standard: 'SDG_11', code: '11.6', level: 'INDICATOR', name: { th: 'พื้นที่สาธารณะ', en: 'Noise' } }],
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
        webLinks,
        name: { en: 'A forum', th: 'เวที' },
        ...EVENT,
        format: 'ONSITE',
        languages: ['th'],
        venueCityId: CITY,
        venueText: { th: 'ศาลากลาง', en: 'A hall' },
        programmeId: 'city-possible',
        capacity: 10,
        description: { en: 'What it is about', th: 'เรื่อง' },
        why: 'It is time.',
      },
    },
    changeEvent: {
      owner: depa,
      input: {
        webLinks,
        eventId,
        name: { en: 'Another name', th: 'ชื่อใหม่' },
        kind: 'COURSE',
        hosts: ['depa'],
        status: 'CONFIRMED',
        format: 'ONLINE',
        languages: ['en'],
        startsOn: '2024-01',
        endsOn: '2099-07',
        timezone: 'Asia/Tokyo',
        venueCityId: 'th-nan',
        venueText: { th: 'ศาลากลาง', en: 'A hall' },
        programmeId: 'city-possible',
        capacity: 10,
        description: { en: 'What it is about', th: 'เรื่อง' },
        why: 'It is time.',
      },
    },
    cancelEvent: { owner: depa, input: { eventId, why: 'Nobody comes.' } },
    confirmHost: {
      owner: 'partner-officer:mastercard',
      input: { eventId: sharedEventId, partnerId: 'mastercard', why: 'There is time.' },
    },
    declineHost: { owner: depa, input: { eventId: sharedEventId, partnerId: 'depa', why: 'No time.' } },
    changeInvitation: {
      owner: depa,
      input: { invitationId, role: 'SPEAKER', message: 'Do speak.', why: 'They should speak.' },
    },
    declineInvitation: { owner: city, input: { invitationId, why: 'They stay.' } },
    acceptInvitation: { owner: city, input: { invitationId, why: 'They come.' } },
    withdrawInvitation: { owner: depa, input: { invitationId: otherInvitationId, why: 'A mistake.' } },
    confirmEnrolment: { owner: depa, input: { roundId, personId: DISPUTED, why: 'Of the city after all.' } },
    disputeEnrolment: { owner: depa, input: { roundId, personId: GUEST, why: 'Not of the city.' } },
    changeEnrolment: {
      owner: depa,
      input: { roundId, personId: GRADUATE, cityId: 'th-nan', graduatedOn: '2024-03', why: 'A mistake.' },
    },
    recordAttendance: {
      owner: depa,
      input: {
        eventId: heldEventId,
        cityIds: [CITY],
        partnerIds: ['depa'],
        people: 10,
        note: { th: 'ที่ประตู', en: 'At the door.' },
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
    recordPastCourseRound: {
      owner: depa,
      input: { eventId, startsOn: '2024-01-02', endsOn: '2024-01-03', capacity: 10, why: 'Its report tells it.' },
    },
    changeCourseRound: {
      owner: depa,
      input: { roundId, startsOn: '2024-02', endsOn: '2099-02', capacity: 10, why: 'A typing error.' },
    },
    cancelCourseRound: { owner: depa, input: { roundId: openRoundId, why: 'Nobody comes.' } },
    restoreCourseRound: { owner: depa, input: { roundId: cancelledRoundId, why: 'A mistake.' } },
    withdrawFromCourse: { owner: city, input: { roundId, personId: LEAVER, why: 'No time.' } },
    enrolInCourse: { owner: city, input: { roundId, personId: 'gerald-sun', cityId: CITY, why: 'To learn.' } },
    graduateFromCourse: { owner: depa, input: { roundId, personId: PERSON, graduatedOn: '2024-02', why: 'Passed.' } },
    confirmDeployment: {
      owner: 'network-admin',
      input: { deploymentId: deploymentIn(FACTS_IN.confirmed), why: 'It is so.' },
    },
    disputeDeployment: {
      owner: `city-officer:${FACTS_IN.disputed}`,
      input: { deploymentId: deploymentIn(FACTS_IN.disputed), why: 'It is not so.' },
    },
    withdrawDeployment: {
      owner: 'network-admin',
      input: { deploymentId: deploymentIn(FACTS_IN.withdrawn), why: 'By mistake.' },
    },
    confirmIntroduction: {
      owner: 'network-admin',
      input: { introductionId: introductionTo(FACTS_IN.confirmed), why: 'It is so.' },
    },
    disputeIntroduction: {
      owner: `city-officer:${FACTS_IN.disputed}`,
      input: { introductionId: introductionTo(FACTS_IN.disputed), why: 'It is not so.' },
    },
    withdrawIntroduction: {
      owner: 'network-admin',
      input: { introductionId: introductionTo(FACTS_IN.withdrawn), why: 'By mistake.' },
    },
    leaveOffice: { owner: city, input: { cityId: CITY, personId: OFFICER, on: '2024-01', ...told } },
    appointOfficer: {
      owner: city,
      input: {
        webLinks,
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
        occasionId: FORUM,
        on: '2024-01',
        ...noted,
      },
    },
    moveDeploymentStage: { owner: city, input: { deploymentId, stage: 'LIVE', on: '2024-02', ...noted } },
    publishSolution: {
      owner: depa,
      input: {
        webLinks,
        id: 'a-new-solution',
        ownerId: 'depa',
        name: { en: 'A solution', th: 'โซลูชัน' },
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
        webLinks,
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
          occasionId: FORUM,
          effectiveFrom: '2024',
          effectiveTo: '2025',
        },
        on: '2024-01',
        ...noted,
      },
    },
    liftBarrier: { owner: city, input: { agreementId, barrier: 'DATA', why: 'It is there.' } },
    changeAgreement: {
      owner: city,
      input: {
        agreementId,
        name: { en: 'The agreement', th: 'ข้อตกลงฉบับแก้ไข' },
        kind: 'MOU',
        on: '2024-02',
        effectiveFrom: '2024-02',
        effectiveTo: '2025-06',
        note: { th: 'หมายเหตุอื่น', en: 'Another remark.' },
        programmeId: 'city-possible',
        solutionId: 'traffy-fondue',
        occasionId: FORUM,
        why: 'It was written wrongly.',
      },
    },
    withdrawSignature: { owner: city, input: { agreementId, why: 'By mistake.' } },
    endAgreement: { owner: city, input: { agreementId, on: '2025-01', why: 'It is done.' } },
    changeDeployment: {
      owner: city,
      input: {
        deploymentId,
        stage: 'SCALED',
        on: '2024-03',
        operatorId: 'nectec',
        localName: 'The voice',
        note: { th: 'หมายเหตุอื่น', en: 'Another remark.' },
        why: 'It was written wrongly.',
      },
    },
    changeOutcome: {
      owner: city,
      input: {
        deploymentId,
        outcomeId: `${deploymentId}-outcome-1`,
        metric: 'CARDS_PLANNED',
        value: 3.5,
        unit: 'CARD',
        asOf: '2024-02',
        note: { th: 'หมายเหตุอื่น', en: 'Another remark.' },
        why: 'It was written wrongly.',
      },
    },
    withdrawOutcome: {
      owner: city,
      input: { deploymentId, outcomeId: `${deploymentId}-outcome-2`, why: 'By mistake.' },
    },
    changeIntroduction: {
      owner: `city-officer:${FACTS_IN.corrected}`,
      input: {
        introductionId: introductionTo(FACTS_IN.corrected),
        kind: 'VENDOR',
        stage: 'LIVE',
        occasionId: FORUM,
        on: '2024-03',
        note: { th: 'หมายเหตุอื่น', en: 'Another remark.' },
        why: 'It was written wrongly.',
      },
    },
    changeAppointment: {
      owner: `city-officer:${FACTS_IN.corrected}`,
      input: {
        webLinks,
        cityId: FACTS_IN.corrected,
        personId: APPOINTED,
        from: '2023-05',
        why: 'It was written wrongly.',
      },
    },
    withdrawAppointment: {
      owner: `city-officer:${FACTS_IN.corrected}`,
      input: { cityId: FACTS_IN.corrected, personId: APPOINTED, why: 'By mistake.' },
    },
    changePartner: {
      owner: depa,
      input: {
        webLinks,
        partnerId: 'depa',
        name: { en: 'The agency', th: 'สำนักงาน' },
        aliases: ['Its other name'],
        kind: 'NGO',
        description: { en: 'What it is now', th: 'คือ' },
        countryCode: 'TH',
        foundedOn: '2017',
        closedOn: '2024',
        parentId: 'nectec',
        isUnit: true,
        evenIfSimilar: true,
        barriersTackled: ['DATA'],
        why: 'It was written wrongly.',
      },
    },
    changeSolution: {
      owner: 'partner-officer:mastercard',
      input: {
        webLinks,
        solutionId: 'mastercard-city-key',
        name: { en: 'The key of the city', th: 'กุญแจเมือง' },
        originProgrammeId: 'city-possible',
        coCreatedWith: [CITY],
        evenIfSimilar: true,
        aliases: ['Its other name'],
        kind: 'SERVICE',
        description: { en: 'What it does now', th: 'ทำ' },
        addresses: ['PUBLIC_SAFETY'],
        why: 'It was written wrongly.',
      },
    },
    registerProgramme: {
      owner: 'network-admin',
      input: {
        webLinks,
        id: 'a-new-programme',
        name: { en: 'A quiet programme', th: 'โครงการเงียบ' },
        aliases: ['Its other name'],
        kind: 'POLICY',
        description: { en: 'What it is', th: 'คือ' },
        ownerId: 'depa',
        startedOn: '2020',
        ...told,
      },
    },
    changeProgramme: {
      owner: 'network-admin',
      input: {
        webLinks,
        programmeId: 'delgosea',
        name: { en: 'The programme', th: 'โครงการ' },
        aliases: ['Its other name'],
        evenIfSimilar: true,
        kind: 'POLICY',
        description: { en: 'What it is', th: 'คือ' },
        ownerId: 'depa',
        startedOn: '2010',
        endedOn: '2024',
        ...told,
      },
    },
    ...Object.fromEntries(
      Object.entries({ ...ofMistaken('withdraw', 'mistaken'), ...ofMistaken('restore', 'withdrawn') }).map(
        ([mutation, input]) => [mutation, { owner: ownerOfMistaken(mutation), input }],
      ),
    ),
  };
}

function ownerOfMistaken(mutation: string): string {
  // Administrators withdrew what is restored.
  if (mutation.startsWith('restore')) return 'network-admin';
  if (mutation.endsWith('Cohort')) return 'partner-officer:mastercard';
  if (mutation.endsWith('Solution')) return 'partner-officer:depa';
  return mutation === 'withdrawPartner' ? 'partner-officer:partner-mistaken' : 'network-admin';
}

import mongoose from 'mongoose';
import type { RunningSubgraph } from '../graph.js';

/** The parents that long lists hang on, by type: records of the data files. */
export const PARENTS: Readonly<Record<string, Record<string, string>>> = {
  City: { id: 'th-yala' },
  Province: { code: 'TH-95' },
  Cohort: { id: 'THAI_2020' },
  Challenge: { code: 'PUBLIC_SAFETY' },
  CityPlan: { id: 'plan-th-yala' },
  Partner: { id: 'depa' },
  Programme: { id: 'city-possible' },
  Person: { id: 'pongsak-yingchoncharoen' },
  Event: { id: 'event-csco-course' },
  Solution: { id: 'mastercard-city-key' },
  Agreement: { id: 'agreement-kkts-2017' },
};

const idOf = (type: string): string => Object.values(PARENTS[type]!)[0]!;
const [city, partner, programme, person, event, solution, challenge] = [
  'City',
  'Partner',
  'Programme',
  'Person',
  'Event',
  'Solution',
  'Challenge',
].map(idOf) as [string, string, string, string, string, string, string];

/** Adds to a list of every invented record, each element with an id of its own. */
const push = (list: string, element: object) => ({ [list]: { $concatArrays: [`$${list}`, [element]] } });
const ownId = { $concat: ['$_id', '-crowd'] };

/** What invented records are made to name beside what they name already. */
const NAMED: Readonly<Record<string, Record<string, object>>> = {
  cities: {
    cities: {
      provinceCode: { $literal: idOf('Province') },
      ...push('memberships', {
        programmeId: programme,
        kind: 'MEMBER',
        cohortId: idOf('Cohort'),
        joinedOn: '2020',
        leftOn: null,
      }),
      ...push('challenges', { code: challenge, basis: { en: 'x', th: null }, confidence: 'LOW' }),
    },
  },
  partners: {
    partners: { parentId: { $literal: partner }, ...push('roles', { programmeId: programme, role: 'SUPPORTER' }) },
    solutions: {
      ownerPartnerId: { $literal: partner },
      originProgrammeId: { $literal: programme },
      ...push('deployments', {
        id: ownId,
        cityId: city,
        stage: 'LIVE',
        operatorPartnerId: partner,
        history: [],
        outcomes: [],
      }),
      ...push('introductions', {
        id: ownId,
        from: { cityId: city, partnerId: partner },
        toCityId: city,
        toPartnerId: partner,
        occasionEventId: event,
      }),
      addresses: { $setUnion: ['$addresses', [challenge]] },
    },
    agreements: {
      ...push('parties', { cityId: city, partnerId: partner }),
      programmeId: { $literal: programme },
      solutionId: { $literal: solution },
      occasionEventId: { $literal: event },
    },
    people: push('offices', { organisationId: partner, cityId: city, office: { en: 'x', th: null }, kind: 'OTHER' }),
  },
  events: {
    events: {
      cityIds: { $setUnion: ['$cityIds', [city]] },
      partnerIds: { $setUnion: ['$partnerIds', [partner]] },
      hosts: { $setUnion: ['$hosts', [partner]] },
      solutionsShown: { $setUnion: ['$solutionsShown', [solution]] },
      programmeId: { $literal: programme },
      ...push('participations', {
        cityId: null,
        partnerId: null,
        personId: person,
        role: 'SPEAKER',
        confidence: 'LOW',
        note: null,
      }),
      ...push('sessions', {
        id: ownId,
        title: { en: 'x', th: null },
        titleOrigin: 'SOURCE',
        on: null,
        challenges: [challenge],
        speakers: [],
      }),
    },
  },
};

/** Records of collections that are not invented, by a number. */
const MADE: Readonly<Record<string, Record<string, (at: number) => object>>> = {
  cities: { cohorts: () => ({ programmeId: programme, name: { en: 'x', th: null } }) },
  partners: {
    programmes: (at) => ({
      ownerPartnerId: partner,
      name: { en: `x${at}`, th: `x${at}` },
      shownName: { en: `x${at}`, th: `x${at}` },
      claims: [
        {
          id: `claim-crowd-${at}`,
          aboutCityId: city,
          aboutPartnerId: partner,
          speakerPersonId: person,
          speakerPartnerId: partner,
          confidence: 'LOW',
        },
      ],
      targets: [],
      sources: [],
    }),
  },
  events: {
    registrations: (at) => ({
      eventId: event,
      cityId: city,
      partnerId: partner,
      status: 'CONFIRMED',
      place: at,
      registeredAt: new Date(0),
      withdrawnAt: null,
      version: 1,
    }),
    invitations: () => ({
      eventId: event,
      cityId: city,
      partnerId: partner,
      personId: person,
      role: 'SPEAKER',
      message: null,
      invitedAt: new Date(0),
      version: 1,
    }),
    enrolments: () => ({
      eventId: event,
      roundId: 'round-crowd',
      personId: person,
      cityId: city,
      enrolledAt: new Date(0),
      graduatedOn: '2020-01-01',
      version: 1,
    }),
  },
};

/** Makes every list that hangs on one of {@link PARENTS} as long as the invented records are many, or `made` long. */
export async function crowd(subgraph: RunningSubgraph, made: number): Promise<void> {
  const connection = await mongoose
    .createConnection(process.env['TEST_MONGODB_URI']!, { dbName: subgraph.databaseName })
    .asPromise();
  const database = connection.db!;
  const numbers = Array.from({ length: made }, (_, at) => at + 1);
  for (const [collection, named] of Object.entries(NAMED[subgraph.name]!)) {
    const invented = database.collection<{ _id: string }>(collection);
    const [last] = await invented
      .find({ _id: /^invented-/ })
      .sort({ _id: 1 })
      .skip(2 * made)
      .limit(1)
      .toArray();
    await invented.updateMany({ _id: { $regex: /^invented-/, ...(last && { $lt: last._id }) } }, [{ $set: named }]);
  }
  for (const [collection, make] of Object.entries(MADE[subgraph.name]!)) {
    await database
      .collection<{ _id: string }>(collection)
      .insertMany(numbers.map((at) => ({ _id: `crowd-${String(at).padStart(6, '0')}`, ...make(at) })));
  }
  const changes = Object.entries(PARENTS).flatMap(([type, key]) =>
    numbers.map((at) => ({
      _id: `${type}-${Object.values(key)[0]}-${at}`,
      of: Object.values(key)[0],
      type,
      version: at,
      action: 'x',
      by: 'x',
      why: null,
      at: new Date(at),
      concerns: [],
      name: null,
    })),
  );
  await database.collection('changes').insertMany(changes as never);
  if (subgraph.name === 'events')
    await database.collection<{ _id: string }>('events').updateOne(
      { _id: event },
      {
        $set: {
          rounds: [
            {
              id: 'round-crowd',
              number: 1,
              startsOn: '2020',
              endsOn: null,
              capacity: null,
              enrolled: made,
              graduated: made,
            },
          ] as never,
        },
      },
    );
  await connection.close();
}

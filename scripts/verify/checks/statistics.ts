import { compare, type Check, type Finding } from '../check.js';
import type {
  ReadAgreement,
  ReadBucket,
  ReadCharts,
  ReadCity,
  ReadEvent,
  ReadPartner,
  ReadSolution,
} from '../verified-graph.js';
import { confirmed, current, isConfirmed } from './counts.js';

/** By group, the values of a record; each counts once. Records that have none count where the key is `NONE`. */
type Groups<T> = Record<string, (record: T) => ReadonlyArray<string | null | undefined>>;

/** The key of the bar of records without a value. */
const NONE = 'NONE';
/** The key of the bar that has all groups beyond `first`. */
const REST = 'REST';

const CITIES: Groups<ReadCity> = {
  ALL: () => ['ALL'],
  REGION: ({ region }) => [region],
  PROVINCE: ({ province }) => [province?.code],
  COUNTRY: ({ countryCode }) => [countryCode],
  KIND: ({ kind }) => [kind],
  LIST_GROUP: ({ listGroup }) => [listGroup],
  FURTHEST_STATUS: ({ furthestStatus }) => [furthestStatus],
  DIMENSION: ({ dimensions }) => dimensions.map(({ dimension }) => dimension),
  CHALLENGE: ({ challenges }) => challenges.map(({ challenge }) => challenge?.code),
  PROGRAMME: (city) => current(city).map(({ programme }) => programme?.id),
  COHORT: (city) => confirmed(city).flatMap(({ cohort }) => cohort?.id ?? []),
  LACK: ({ lacks }) => lacks,
};

const PARTNERS: Groups<ReadPartner> = {
  KIND: ({ kind }) => [kind],
  COUNTRY: ({ countryCode }) => [countryCode],
  PROGRAMME: ({ roles }) => roles.map(({ programme }) => programme?.id),
  ROLE: ({ roles }) => roles.map(({ role }) => role),
  BARRIER: ({ barriersTackled }) => barriersTackled,
};

const SOLUTIONS: Groups<ReadSolution> = {
  KIND: ({ kind }) => [kind],
  DIMENSION: ({ dimensions }) => dimensions,
  CHALLENGE: ({ addresses }) => addresses.map(({ code }) => code),
  STAGE: ({ deployments }) => deployments.nodes.filter(isConfirmed).map(({ stage }) => stage),
};

const AGREEMENTS: Groups<ReadAgreement> = {
  ALL: () => ['ALL'],
  KIND: ({ kind }) => [kind],
  STATUS: ({ status }) => [status],
  BARRIER: ({ barriers }) => barriers,
};

const EVENTS: Groups<ReadEvent> = {
  ALL: () => ['ALL'],
  KIND: ({ kind }) => [kind],
  FORMAT: ({ format }) => [format],
  STATUS: ({ status }) => [status],
  PROGRAMME: ({ programme }) => [programme?.id],
  HOST: ({ hosts }) => hosts.map((host) => host?.id),
  VENUE_CITY: ({ venue }) => [venue?.city?.id],
  LANGUAGE: ({ languages }) => languages ?? [],
  CHALLENGE: ({ sessions }) =>
    (sessions?.nodes ?? []).flatMap(({ challenges }) => (challenges ?? []).map((challenge) => challenge?.code)),
};

/** Each chart has the numbers that counting the list by hand gives. */
export const statisticsChecks: readonly Check[] = [
  {
    name: '`cityStats` counts the cities of the list',
    needs: ['cities', 'cityCharts'],
    find: ({ cities = [], cityCharts = {} }) => compareCharts('cityStats', cities, CITIES, cityCharts),
  },
  {
    name: '`partnerStats` counts the partners of the list',
    needs: ['partners', 'partnerCharts'],
    find: ({ partners = [], partnerCharts = {} }) => compareCharts('partnerStats', partners, PARTNERS, partnerCharts),
  },
  {
    name: '`solutionStats` counts the solutions and deployments of the list',
    needs: ['solutions', 'solutionCharts'],
    find: ({ solutions = [], solutionCharts = {} }) => [
      ...compareCharts('solutionStats', solutions, SOLUTIONS, solutionCharts),
      ...compareBars(
        'solutionStats',
        'DEPLOYMENT_STAGE',
        solutions.flatMap(({ deployments }) => deployments.nodes.filter(isConfirmed).map(({ stage }) => stage)),
        solutionCharts['DEPLOYMENT_STAGE'] ?? [],
      ),
    ],
  },
  {
    name: '`agreementStats` counts the agreements of the list',
    needs: ['agreements', 'agreementCharts'],
    find: ({ agreements = [], agreementCharts = {} }) => [
      ...compareCharts('agreementStats', agreements, AGREEMENTS, agreementCharts),
      ...compareBars(
        'agreementStats',
        'YEAR',
        agreements.map(({ on }) => on?.earliest.slice(0, 4) ?? NONE),
        agreementCharts['YEAR'] ?? [],
      ),
    ],
  },
  {
    name: '`eventStats` counts the events of the list',
    needs: ['events', 'eventCharts'],
    find: ({ events = [], eventCharts = {} }) => compareCharts('eventStats', events, EVENTS, eventCharts),
  },
];

function compareCharts<T>(
  field: string,
  records: readonly T[],
  groups: Groups<T>,
  charts: ReadCharts,
): Array<Omit<Finding, 'check'>> {
  return Object.entries(groups).flatMap(([group, valuesOf]) => {
    const keys = records.flatMap((record) => {
      const values = [...new Set(valuesOf(record).map((value) => value ?? NONE))];
      return values.length === 0 ? [NONE] : values;
    });
    return compareBars(field, group, keys, charts[group] ?? []);
  });
}

function compareBars(
  field: string,
  group: string,
  keys: readonly string[],
  bars: readonly ReadBucket[],
): Array<Omit<Finding, 'check'>> {
  const told = new Map<string, number>();
  for (const { key, count } of bars) told.set(key, (told.get(key) ?? 0) + count);
  const counted = new Map<string, number>();
  for (const key of keys) {
    const bar = told.has(REST) && !told.has(key) ? REST : key;
    counted.set(bar, (counted.get(bar) ?? 0) + 1);
  }
  return [...new Set([...counted.keys(), ...told.keys()])].flatMap((key) =>
    compare(
      { kind: field, id: group },
      `${key === NONE ? 'without a value' : key}:`,
      told.get(key) ?? 0,
      counted.get(key) ?? 0,
    ),
  );
}

const SPAN = '{ earliest latest }';
const BY_ID = '{ __typename id }';
const PARTY = `{ city ${BY_ID} partner ${BY_ID} }`;
/** A page inside of a record; what does not fit is read later, from another `$offset`. */
const paged = (field: string, nodes: string, more = '') =>
  `${field}(first: $inner, offset: $offset${more}) { totalCount pageInfo { hasNextPage } nodes { ${nodes} } }`;
const CHANGE = 'id version at by office action';
const HISTORY = paged('history', CHANGE);
/** The history of what stands in a page itself. */
const SHORT_HISTORY = `history(first: 4) { totalCount nodes { ${CHANGE} } }`;

/** How a list of the graph is read. */
export interface ListSelection {
  /** The field of the query that gives one of the records, and the argument that names it. */
  one: string;
  key: 'id' | 'code';
  /** Records of a page: as many as the gateway's limit of cost allows. */
  pageSize: number;
  fields: string;
}

/** The lists of the graph, by their fields of the query. Fields that a schema has not are left out. */
export const LISTS = {
  cities: {
    one: 'city',
    key: 'id',
    pageSize: 25,
    fields: `version furthestStatus listGroup region kind countryCode lacks province { __typename code }
      dimensions { dimension plan ${BY_ID} } challenges { challenge { __typename code } }
      statusHistory { id status confidence conflictGroup on ${SPAN} body ${BY_ID} }
      memberships(includeClaims: true) { id standing { state by } joinedOn ${SPAN} leftOn ${SPAN} programme ${BY_ID} cohort ${BY_ID} }
      plans ${BY_ID} leader { person ${BY_ID} } successors ${BY_ID}
      deployments(first: 1) { totalCount } introductionsGiven(first: 1) { totalCount } introductionsReceived(first: 1) { totalCount }
      ${HISTORY}`,
  },
  cityPlans: {
    one: 'cityPlan',
    key: 'id',
    pageSize: 50,
    fields: `version submittedOn ${SPAN} city ${BY_ID} ${HISTORY}`,
  },
  cohorts: {
    one: 'cohort',
    key: 'id',
    pageSize: 20,
    fields: `joinedOn ${SPAN} sponsor ${BY_ID} programme { __typename id members(first: 1) { totalCount } }
      ${paged('members', `id city ${BY_ID}`)} ${HISTORY}`,
  },
  challenges: { one: 'challenge', key: 'code', pageSize: 50, fields: HISTORY },
  provinces: { one: 'province', key: 'code', pageSize: 100, fields: '' },
  partners: {
    one: 'partner',
    key: 'id',
    pageSize: 50,
    fields: `version kind countryCode foundedOn ${SPAN} closedOn ${SPAN} barriersTackled parent ${BY_ID}
      roles { role programme ${BY_ID} } ${HISTORY}`,
  },
  people: {
    one: 'person',
    key: 'id',
    pageSize: 50,
    fields: `version offices { kind from ${SPAN} to ${SPAN} city ${BY_ID} organisation ${BY_ID} }
      quotes { event ${BY_ID} challenges { __typename code } } ${HISTORY}`,
  },
  programmes: {
    one: 'programme',
    key: 'id',
    pageSize: 20,
    fields: `version startedOn ${SPAN} endedOn ${SPAN} owner ${BY_ID} members(first: 1) { totalCount }
      targets { statedByPerson ${BY_ID} statedByPartner ${BY_ID} } ${HISTORY}`,
  },
  solutions: {
    one: 'solution',
    key: 'id',
    pageSize: 10,
    fields: `version kind dimensions owner ${BY_ID} originProgramme ${BY_ID} coCreatedWith ${BY_ID} addresses { __typename code }
      ${paged('deployments', `id stage standing { state } city ${BY_ID} operator ${BY_ID} history { stage on ${SPAN} }`, ', includeClaims: true')}
      ${paged('introductions', `id on ${SPAN} standing { state } from ${PARTY} to ${PARTY} occasion ${BY_ID}`, ', includeClaims: true')}
      introductionTree(depth: 10) { depth parentId introduction { id } } ${HISTORY}`,
  },
  agreements: {
    one: 'agreement',
    key: 'id',
    pageSize: 50,
    fields: `version kind status on ${SPAN} statusOn ${SPAN} effectiveFrom ${SPAN} effectiveTo ${SPAN} barriers
      parties ${PARTY} signatures { on ${SPAN} party ${PARTY} } programme ${BY_ID} solution ${BY_ID} occasion ${BY_ID} ${HISTORY}`,
  },
  events: {
    one: 'event',
    key: 'id',
    pageSize: 5,
    fields: `version kind status format languages capacity startsOn ${SPAN} endsOn ${SPAN} programme ${BY_ID} hosts ${BY_ID}
      venue { city ${BY_ID} } invitedHosts { partner ${BY_ID} } solutionsShown ${BY_ID} seats { capacity confirmed waiting free }
      ${paged('sessions', `challenges { __typename code } speakers ${PARTY}`)}
      rounds { id capacity enrolled graduated waiting startsOn ${SPAN} endsOn ${SPAN} cancelledOn ${SPAN}
        ${paged('enrolments', `__typename id status place graduatedOn ${SPAN} version person ${BY_ID} city ${BY_ID} ${SHORT_HISTORY}`)} }
      ${paged('registrations', `__typename id status version city ${BY_ID} partner ${BY_ID} ${SHORT_HISTORY}`)}
      ${paged('invitations', `__typename id status version city ${BY_ID} partner ${BY_ID} person ${BY_ID} ${SHORT_HISTORY}`)}
      ${HISTORY}`,
  },
} as const satisfies Record<string, ListSelection>;

/** A chart has at most 1,000 bars: of groups that grow with the records, these by their keys, and the bar `REST`. */
const MOST_BARS = 900;
const GROWING: ReadonlySet<string> = new Set(['HOST', 'VENUE_CITY']);

const chart = (field: string, groups: readonly string[]) =>
  groups
    .map((group) => {
      const first = GROWING.has(group) ? `, first: ${MOST_BARS}` : '';
      return `${group}: ${field}(groupBy: ${group}${first}) { key count }`;
    })
    .join(' ');

/** One document for each kind that is counted for charts. */
export const CHARTS = {
  cityCharts: `{ ALL: cityStats { key count } ${chart('cityStats', ['REGION', 'PROVINCE', 'COUNTRY', 'KIND', 'LIST_GROUP', 'FURTHEST_STATUS', 'DIMENSION', 'CHALLENGE', 'PROGRAMME', 'COHORT', 'LACK'])} }`,
  partnerCharts: `{ ${chart('partnerStats', ['KIND', 'COUNTRY', 'PROGRAMME', 'ROLE', 'BARRIER'])} }`,
  solutionCharts: `{ ${chart('solutionStats', ['KIND', 'DIMENSION', 'CHALLENGE', 'STAGE', 'DEPLOYMENT_STAGE'])} }`,
  agreementCharts: `{ ALL: agreementStats { key count } YEAR: agreementStats(bucket: YEAR) { key count } ${chart('agreementStats', ['KIND', 'STATUS', 'BARRIER'])} }`,
  eventCharts: `{ ALL: eventStats { key count } ${chart('eventStats', ['KIND', 'FORMAT', 'STATUS', 'PROGRAMME', 'HOST', 'VENUE_CITY', 'LANGUAGE', 'CHALLENGE'])} }`,
} as const;

/** How many cities a programme has now. */
export const MEMBER_COUNTS = `query ($id: ID!) {
  cities(filter: { programme: $id }, first: 1) { totalCount } cityStats(filter: { programme: $id }) { key count }
}`;

/** A page of the timeline; only a gateway has all of it. */
export const TIMELINE = `query ($after: String) {
  timeline(first: 100, after: $after) {
    items {
      pageInfo { hasNextPage endCursor }
      nodes { __typename ... on TimelineMoment { id on { value } title { en } } ... on RecordChanged { recordType recordId action changedAt } }
    }
  }
}`;

/** A day, month or year, as the days between which it lies. */
export interface Span {
  earliest: string;
  latest: string;
}

/** An entity by its GraphQL type and key. */
export interface Reference {
  __typename: string;
  id?: string;
  code?: string;
}

export interface ReadPage<T> {
  totalCount: number;
  nodes: T[];
}

export interface ReadChange {
  id: string;
  version: number;
  at: string | null;
  by: string | null;
  office: string | null;
  action: string;
}

export interface Party {
  city: Reference | null;
  partner: Reference | null;
}

interface Standing {
  state: 'CLAIMED' | 'CONFIRMED' | 'DISPUTED' | 'WITHDRAWN';
  /** The office that said so; null for what a source confirms, and for what version 1 wrote. Read of memberships only. */
  by?: string | null;
}

/** A record whose changes are in its history. */
export interface ReadRecord extends Reference {
  version?: number;
  history?: ReadPage<ReadChange> | null;
}

export interface ReadMembership {
  id: string;
  standing: Standing;
  joinedOn: Span | null;
  leftOn: Span | null;
  programme: (Reference & { members?: { totalCount: number } | null }) | null;
  cohort: Reference | null;
}

export interface ReadCity extends ReadRecord {
  id: string;
  furthestStatus: string | null;
  listGroup: string;
  region: string;
  kind: string;
  countryCode: string;
  lacks: string[];
  province: Reference | null;
  dimensions: Array<{ dimension: string }>;
  challenges: Array<{ challenge: Reference | null }>;
  statusHistory: Array<{
    id: string;
    status: string;
    on: Span | null;
    confidence: string;
    conflictGroup: string | null;
  }>;
  memberships: ReadMembership[];
  deployments?: { totalCount: number } | null;
  introductionsGiven?: { totalCount: number } | null;
  introductionsReceived?: { totalCount: number } | null;
}

export interface ReadPlan extends ReadRecord {
  submittedOn: Span | null;
  city: Reference | null;
}

export interface ReadCohort extends ReadRecord {
  id: string;
  joinedOn: Span | null;
  programme: (Reference & { members?: { totalCount: number } | null }) | null;
  members: ReadPage<{ id: string; city: Reference }> | null;
}

export interface ReadPartner extends ReadRecord {
  kind: string;
  countryCode: string | null;
  foundedOn: Span | null;
  closedOn: Span | null;
  barriersTackled: string[];
  roles: Array<{ role: string; programme: Reference | null }>;
}

export interface ReadOffice {
  kind: string;
  from: Span | null;
  to: Span | null;
  city: Reference | null;
}

export interface ReadPerson extends ReadRecord {
  id: string;
  offices: ReadOffice[];
}

export interface ReadProgramme extends ReadRecord {
  id: string;
  startedOn: Span | null;
  endedOn: Span | null;
  members?: { totalCount: number } | null;
}

export interface ReadDeployment {
  id: string;
  stage: string;
  standing: Standing;
  city: Reference | null;
  history: Array<{ stage: string; on: Span | null }>;
}

export interface ReadIntroduction {
  id: string;
  on: Span | null;
  standing: Standing;
  from: Party;
  to: Party;
}

export interface ReadSolution extends ReadRecord {
  id: string;
  owner: Reference | null;
  kind: string;
  dimensions: string[];
  addresses: Reference[];
  deployments: ReadPage<ReadDeployment>;
  introductions: ReadPage<ReadIntroduction> | null;
  introductionTree: Array<{ depth: number; parentId: string | null; introduction: { id: string } }>;
}

export interface ReadAgreement extends ReadRecord {
  id: string;
  kind: string;
  status: string;
  on: Span | null;
  statusOn: Span | null;
  effectiveFrom: Span | null;
  effectiveTo: Span | null;
  barriers: string[];
  parties: Party[];
  signatures: Array<{ on: Span; party: Party }>;
}

export interface ReadEnrolment extends ReadRecord {
  id: string;
  status: 'ASKED' | 'ENROLLED' | 'WAITING' | 'CALLED_OFF' | 'WITHDRAWN';
  place: number | null;
  graduatedOn: Span | null;
}

export interface ReadRound {
  id: string;
  startsOn: Span;
  endsOn: Span | null;
  capacity: number | null;
  enrolled: number;
  graduated: number;
  waiting: number;
  cancelledOn: Span | null;
  /** Null for callers who may not read it. */
  enrolments: ReadPage<ReadEnrolment> | null;
}

export interface ReadRegistration extends ReadRecord {
  id: string;
  status: 'CONFIRMED' | 'WAITING' | 'CALLED_OFF' | 'WITHDRAWN';
}

export interface ReadEvent extends ReadRecord {
  id: string;
  kind: string;
  status: string;
  format: string | null;
  languages: string[] | null;
  startsOn: Span | null;
  endsOn: Span | null;
  capacity: number | null;
  programme: Reference | null;
  hosts: Array<Reference | null>;
  venue: { city: Reference | null } | null;
  sessions: ReadPage<{ challenges: Array<Reference | null> | null }> | null;
  seats: { capacity: number | null; confirmed: number; waiting: number; free: number | null };
  rounds: ReadRound[];
  /** Null for callers who may not read it. */
  registrations: ReadPage<ReadRegistration> | null;
  invitations: ReadPage<ReadRecord> | null;
}

export interface ReadMoment {
  __typename: string;
  id: string;
  on: { value: string };
  title: { en: string | null };
  recordType?: string;
  recordId?: string;
  action?: string;
  changedAt?: string;
}

export interface ReadBucket {
  key: string;
  count: number;
}

/** The bars of one chart, by the name of the group. */
export type ReadCharts = Record<string, ReadBucket[]>;

/** How many cities a programme has, by the ways in which it can be asked. */
export interface MemberCounts {
  id: string;
  cities: { totalCount: number };
  cityStats: ReadBucket[];
}

/** All of a graph that is verified. A part is undefined when the schema that was read has it not. */
export interface VerifiedGraph {
  /** The ids of the records that the seed brought: they begin at version 1 without a line of history. */
  firstRecords?: ReadonlySet<string>;
  cities?: ReadCity[];
  cityPlans?: ReadPlan[];
  cohorts?: ReadCohort[];
  challenges?: ReadRecord[];
  provinces?: Reference[];
  partners?: ReadPartner[];
  people?: ReadPerson[];
  programmes?: ReadProgramme[];
  solutions?: ReadSolution[];
  agreements?: ReadAgreement[];
  events?: ReadEvent[];
  /** Records that were withdrawn and that others still name. */
  withdrawn?: Reference[];
  memberCounts?: MemberCounts[];
  timeline?: ReadMoment[];
  cityCharts?: ReadCharts;
  partnerCharts?: ReadCharts;
  solutionCharts?: ReadCharts;
  agreementCharts?: ReadCharts;
  eventCharts?: ReadCharts;
}

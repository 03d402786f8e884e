import { expect } from '@jest/globals';
import { events } from '../../subgraphs/events/index.js';
import type { Caller } from '../../subgraphs/protocol/caller.js';
import type { Clock } from '../../subgraphs/runtime/clock.js';
import { openDatabase, type Database } from '../../subgraphs/runtime/database/database.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import type { Answer } from '../gateway/start-gateway.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { mutationOf } from '../mutation-of.js';

export const admin: Caller = { id: 'admin', roles: ['network-admin'] };
export const depa: Caller = { id: 'officer-of-depa', roles: ['partner-officer:depa'] };
export const yala: Caller = { id: 'officer-of-yala', roles: ['city-officer:th-yala'] };

/** What a mutation answers unless a test asks for more. */
const ANSWERS: Record<string, string> = {
  Event: '{ id version status }',
  Registration: '{ id status place version }',
  Invitation: '{ id version status }',
  Enrolment: '{ id status place version graduatedOn { value } }',
};
const RETURNS: Record<string, keyof typeof ANSWERS> = {
  registerForEvent: 'Registration',
  withdrawFromEvent: 'Registration',
  inviteToEvent: 'Invitation',
  changeInvitation: 'Invitation',
  withdrawInvitation: 'Invitation',
  acceptInvitation: 'Invitation',
  declineInvitation: 'Invitation',
  enrolInCourse: 'Enrolment',
  withdrawFromCourse: 'Enrolment',
  graduateFromCourse: 'Enrolment',
  changeEnrolment: 'Enrolment',
  confirmEnrolment: 'Enrolment',
  disputeEnrolment: 'Enrolment',
};

/** What a test reads of an answer. */
type Json = Answer['body'];

export interface EventsWriter {
  readonly subgraph: RunningSubgraph;
  readonly database: Database;
  /** Does a write; the input gets a new key unless it brings one. */
  write(
    mutation: string,
    caller: Caller | null,
    input: object,
    select?: string,
  ): Promise<{ answer: Json; error: Json }>;
  /** Does a write that must be done. */
  done(mutation: string, caller: Caller, input: object, select?: string): Promise<Json>;
  /** Does a write that must be refused, and gives its code, rule and argument. */
  refused(mutation: string, caller: Caller | null, input: object): Promise<Record<string, unknown>>;
  read(query: string, caller?: Caller): Promise<Json>;
  newEvent(more?: object): Promise<Json>;
  newCourse(round?: object, more?: object): Promise<{ id: string; roundId: string }>;
  close(): Promise<void>;
}

/** Starts the events with no first records, for tests of writes. */
export async function startEventsWriter(
  clock?: Clock,
  subgraphUrls: Readonly<Record<string, string>> = {},
): Promise<EventsWriter> {
  const subgraph = await startSubgraph({ ...events, seed: [] } as unknown as Subgraph, subgraphUrls, clock);
  const database = openDatabase({
    uri: process.env['TEST_MONGODB_URI'] as string,
    name: subgraph.databaseName,
    isPatient: true,
  });
  await database.connected();
  let keys = 0;

  async function write(mutation: string, caller: Caller | null, input: object, select?: string) {
    const { data, errors } = await subgraph.ask(
      mutationOf(mutation, select ?? ANSWERS[RETURNS[mutation] ?? 'Event']),
      { input: { idempotencyKey: `key-${(keys += 1)}`, ...input } },
      caller ? { caller } : {},
    );
    return { answer: data?.[mutation], error: errors?.[0] };
  }

  async function done(mutation: string, caller: Caller, input: object, select?: string) {
    const { answer, error } = await write(mutation, caller, input, select);
    expect(error).toBeUndefined();
    return answer;
  }

  async function newEvent(more: object = {}) {
    const event = { name: { en: 'Forum of the network' }, kind: 'CONFERENCE', hosts: ['depa'], startsOn: '2099-03-01' };
    return done('createEvent', admin, { ...event, ...more });
  }

  return {
    subgraph,
    database,
    write,
    done,
    async refused(mutation, caller, input) {
      const { error } = await write(mutation, caller, input);
      expect([mutation, error]).toEqual([mutation, expect.anything()]);
      const { code, rule, argument } = error.extensions;
      return { code, ...(rule && { rule }), ...(argument && { argument }) };
    },
    async read(query, caller) {
      const { data, errors } = await subgraph.ask(query, {}, caller && { caller });
      expect(errors).toBeUndefined();
      return data;
    },
    newEvent,
    async newCourse(round = {}, more = {}) {
      const { id } = await newEvent({ kind: 'COURSE', startsOn: '2026', endsOn: '2099', ...more });
      const course = await done(
        'openCourseRound',
        admin,
        { eventId: id, startsOn: '2099-05', ...round },
        '{ rounds { id } }',
      );
      return { id, roundId: course.rounds[0].id };
    },
    async close() {
      await database.close();
      await subgraph.close();
    },
  };
}

import { performance } from 'node:perf_hooks';
import type { GraphQLError } from 'graphql';
import type { Sentence } from '../../../subgraphs/protocol/language.js';
import type { KeptResponse } from '../../cache/kept-responses.js';
import type { ExecutionError } from '../../executor/executor.js';
import type { RequestState } from '../request-state.js';
import { namingService } from '../../errors.js';
import { missingReason } from './missing-reason.js';

/** Why a result is given that may be outdated, for the reader of a dashboard. */
interface Staleness {
  /** For how long it may have been outdated. */
  readonly seconds: number;
  /** Whose data may have changed; null where that depends on the day only. */
  readonly subgraph: string | null;
  /** Of the failure for which no newer result can be had; null where the client accepts an outdated one anyway. */
  readonly code: string | null;
  readonly reason: string;
}

/** A part of a result. */
interface FreshPart {
  /** Of the objects that it is a part of, by the names of the result. The objects of lists are not told apart. */
  readonly path: readonly string[];
  readonly subgraph: string;
  /** Seconds since the oldest of what was read of the subgraph. */
  readonly age: number;
}

const CHANGED: Sentence = {
  en: 'This was read {s} s ago, and data of "{service}" may have changed since.',
  th: 'ข้อมูลนี้อ่านไว้เมื่อ {s} วินาทีก่อน และ{service}อาจเปลี่ยนไปแล้ว',
};
const ANOTHER_DAY: Sentence = {
  en: 'This was read {s} s ago, and holds for an earlier time.',
  th: 'ข้อมูลนี้อ่านไว้เมื่อ {s} วินาทีก่อน และใช้กับช่วงเวลาก่อนหน้านี้',
};

/** Seconds since a result was read, or 0 where it was read for this request. */
export function ageOf(kept: KeptResponse | undefined, now = performance.now()): number {
  return kept ? secondsBetween(kept.readAt, now) : 0;
}

/** @param failure for which no newer result can be had */
export function describeStaleness(
  { language }: RequestState,
  kept: KeptResponse,
  failure: GraphQLError | ExecutionError | undefined,
): Staleness {
  const { ms, subgraph } = kept.outdated(performance.now());
  const sentence = (subgraph === null ? ANOTHER_DAY : CHANGED)[language];
  const told = namingService(sentence, language, String(subgraph)).replace('{s}', String(Math.round(ageOf(kept))));
  const cause = failure && missingReason({ message: failure.message, extensions: failure.extensions }, language);
  return {
    seconds: Math.round(ms) / 1_000,
    subgraph,
    code: failure ? String(failure.extensions['code']) : null,
    reason: cause === undefined ? told : `${cause} ${told}`,
  };
}

/** Adds to the extensions, for a client that asks for it by header, which subgraph gave which part of the result, and when. */
export async function addFreshness(state: RequestState): Promise<void> {
  const { operation, parameters, extensions, kept } = state;
  const origins = await operation.prepared.origins(parameters.variables);
  const now = performance.now();
  const parts = origins.map(({ path, service }): FreshPart => ({
    path,
    subgraph: service,
    age: ageOfPart(kept, service, now),
  }));
  extensions['freshness'] = { ...(extensions['freshness'] as object | undefined), age: ageOf(kept, now), parts };
}

/** Of what is the oldest of a subgraph. */
function ageOfPart(kept: KeptResponse | undefined, service: string, now: number): number {
  const readAt = (kept?.parts ?? []).filter((part) => part.service === service).map((part) => part.readAt);
  return readAt.length > 0 ? secondsBetween(Math.min(...readAt), now) : ageOf(kept, now);
}

function secondsBetween(earlier: number, now: number): number {
  return Math.round(now - earlier) / 1_000;
}

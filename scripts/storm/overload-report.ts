import { percentile } from '../bench/percentile.js';
import { table } from '../bench/table.js';
import type { StormAnswer, StormResult } from './load/storm-job.js';
import { OVERLOAD_KINDS, type OverloadKind } from './overload-requests.js';
import type { StormRequest } from './request.js';

/** Share of the best goodput that is left. */
export const LEAST_GOODPUT = 0.8;
/** Milliseconds after which a refusal is there, 99 of 100 times. */
export const MOST_REFUSAL_MS = 50;

export interface OverloadMeasured extends StormResult {
  requests: readonly StormRequest[];
  seconds: number;
  /** Whole answers a second when no more is asked than can be answered. */
  best: number;
}

export interface OverloadReport {
  lines: string[];
  /** What is wrong, each in one sentence. */
  problems: string[];
}

/** Whole answers a second while requests were sent; those that came later are not counted. */
export function goodputOf(answers: readonly StormAnswer[], seconds: number): number {
  return answers.filter(({ isWhole, at }) => isWhole && at <= seconds * 1_000).length / seconds;
}

/** Tells how the gateway got on with more than it can do, and what of that it should have done better. */
export function overloadReport({ answers, lateMs, requests, seconds, best }: OverloadMeasured): OverloadReport {
  const share = goodputOf(answers, seconds) / best;
  const refused = answers.filter(isRefusal);
  const strange = answers.filter((answer) => answer.status !== 200 && !isRefusal(answer));
  const damaged = answers.filter(({ status, isWhole }) => status === 200 && !isWhole);
  const silent = refused.filter(({ hasRetryAfter }) => !hasRetryAfter);
  const times = refused.map(({ ms }) => ms);
  const wholeTimes = answers.filter(({ isWhole }) => isWhole).map(({ ms }) => ms);
  const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)];

  const ofKind = (kind: OverloadKind) => answers.filter(({ request }) => requests[request]!.kind === kind);
  const shareRefused = (kind: OverloadKind) => ofKind(kind).filter(isRefusal).length / ofKind(kind).length;
  const statuses = [...new Set(answers.map(({ status }) => status))].sort((one, other) => one - other);
  const rows = OVERLOAD_KINDS.map((kind) => [
    kind,
    ...statuses.map((status) => String(ofKind(kind).filter((answer) => answer.status === status).length)),
    percent(shareRefused(kind)),
  ]);

  return {
    lines: [
      table(['', ...statuses.map((status) => (status === 0 ? 'no response' : String(status))), 'refused'], rows),
      `Goodput: ${(share * best).toFixed(0)} a second, ${percent(share)} of the maximum; complete results took ${wholeTimes.length > 0 ? `${percentile(wholeTimes, 0.5).toFixed(0)} ms (p50), ${percentile(wholeTimes, 0.99).toFixed(0)} ms (p99)` : '-'}.`,
      `Refusals: ${refused.length}, ${refused.length > 0 ? `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms` : '-'}; the sender itself was up to ${lateMs.toFixed(1)} ms late (p99).`,
      `Responses with status 200 and errors: ${damaged.length}${firstOf(damaged)}`,
    ],
    problems: [
      ...(share < LEAST_GOODPUT
        ? [`Goodput is ${percent(share)} of the maximum, less than ${percent(LEAST_GOODPUT)}.`]
        : []),
      ...(refused.length === 0 ? ['Nothing was refused: the gateway was not overloaded.'] : []),
      ...(p99 >= MOST_REFUSAL_MS
        ? [`Refusals took ${p99.toFixed(1)} ms (p99), not less than ${MOST_REFUSAL_MS}.`]
        : []),
      ...(shareRefused('mutation') > shareRefused('anonymous')
        ? [
            `Mutations were refused more often than anonymous queries: ${percent(shareRefused('mutation'))}, ${percent(shareRefused('anonymous'))}.`,
          ]
        : []),
      ...(silent.length > 0 ? [`${silent.length} refusals had no Retry-After.`] : []),
      ...(strange.length > 0
        ? [`${strange.length} responses had a status other than 200, 429 and 503${firstOf(strange)}`]
        : []),
    ],
  };
}

function isRefusal({ status }: StormAnswer): boolean {
  return status === 429 || status === 503;
}

function firstOf(answers: readonly StormAnswer[]): string {
  return answers.length === 0 ? '.' : `; the first: ${answers[0]!.status} ${answers[0]!.text?.slice(0, 300)}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

import { percentile } from '../bench/percentile.js';
import { foreignDamage } from './foreign-damage.js';
import type { Death } from './kill-again.js';
import { OTHERS, TOUCHING } from './kills-requests.js';
import type { StormAnswer } from './load/storm-job.js';
import type { StormRequest } from './request.js';

/** Times the quiet p99 that answers without the killed one may take. */
export const MOST_TIMES_QUIET = 2;
/** Milliseconds from its listening again to a whole answer. */
export const MOST_RECOVERY_MS = 1_000;
/** Sockets that may be left: those of whoever asks for the gateway's health. */
const SPARE_SOCKETS = 2;

/** The gateway's process at a quiet moment. */
export interface Footprint {
  sockets: number | undefined;
  megabytes: number;
}

export interface KillsMeasured {
  killed: string;
  requests: readonly StormRequest[];
  quiet: readonly StormAnswer[];
  storm: readonly StormAnswer[];
  deaths: readonly Death[];
  before: Footprint;
  after: Footprint;
}

/** Tells how the gateway got on without one of its subgraphs, and what of that it should have done better. */
export function killsReport({ killed, requests, quiet, storm, deaths, before, after }: KillsMeasured): {
  lines: string[];
  problems: string[];
} {
  const p99 = (answers: readonly StormAnswer[], kind: string) =>
    percentile(
      answers.filter(({ request }) => requests[request]!.kind === kind).map(({ ms }) => ms),
      0.99,
    );
  const [quietMs, stormMs] = [p99(quiet, OTHERS), p99(storm, OTHERS)];
  const wrong = [...quiet, ...storm].flatMap((answer) => {
    const problem = problemOf(answer, requests[answer.request]!, killed);
    return problem === undefined
      ? []
      : [`${requests[answer.request]!.body} got the response ${answer.status}: ${problem}`];
  });
  const damaged = storm.filter(({ request, isWhole }) => requests[request]!.kind === TOUCHING && !isWhole).length;
  const recoveries = deaths.map(({ recoveryMs }) => Math.round(recoveryMs));
  const slowest = Math.max(...recoveries);

  return {
    lines: [
      `${storm.length} responses while ${killed} was killed ${deaths.length} times; ${damaged} without its fields, ${wrong.length} wrong.`,
      `Without ${killed}: p99 ${quietMs.toFixed(1)} ms before the kills, ${stormMs.toFixed(1)} ms during them. With it: ${p99(quiet, TOUCHING).toFixed(1)} ms and ${p99(storm, TOUCHING).toFixed(1)} ms.`,
      `It was down for ${deaths.map(({ awayMs }) => (awayMs / 1_000).toFixed(1)).join(', ')} s; complete results came ${recoveries.join(', ')} ms after its return.`,
      `The gateway: ${before.sockets ?? '?'} sockets and ${Math.round(before.megabytes)} MB before, ${after.sockets ?? '?'} sockets and ${Math.round(after.megabytes)} MB after.`,
    ],
    problems: [
      ...(wrong.length > 0
        ? [`${wrong.length} responses were wrong in fields of other subgraphs than ${killed}; the first: ${wrong[0]}`]
        : []),
      ...(stormMs > MOST_TIMES_QUIET * quietMs
        ? [
            `Results without ${killed} took ${(stormMs / quietMs).toFixed(1)} times as long as before the kills (p99), more than ${MOST_TIMES_QUIET}.`,
          ]
        : []),
      ...(slowest > MOST_RECOVERY_MS
        ? [`A complete result came ${slowest} ms after the return, more than ${MOST_RECOVERY_MS}.`]
        : []),
      ...(deaths.length === 0 ? ['Nothing was killed: use a longer time, --seconds.'] : []),
      ...((after.sockets ?? 0) > (before.sockets ?? 0) + SPARE_SOCKETS
        ? [`The gateway has ${after.sockets} sockets after the kills, and had ${before.sockets} before.`]
        : []),
    ],
  };
}

function problemOf(
  { status, isWhole, text }: StormAnswer,
  { kind, expected }: StormRequest,
  killed: string,
): string | undefined {
  if (isWhole) return undefined;
  if (status !== 200 || text === undefined) return text ?? 'refused';
  if (kind === OTHERS) return text.slice(0, 300);
  return foreignDamage(expected!, text, killed);
}

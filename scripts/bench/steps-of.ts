import type { Recorded } from './recorded.js';
import type { Exchange } from './signing-proxy.js';

export interface ServiceExchange extends Exchange {
  service: string;
}

/** Tells which fetches of one request waited for which: one that began after all of a step had ended is of the next. */
export function stepsOf(exchanges: readonly ServiceExchange[]): Recorded['steps'] {
  const steps: ServiceExchange[][] = [];
  for (const exchange of [...exchanges].sort((a, b) => a.startedAt - b.startedAt)) {
    const last = steps.at(-1);
    if (last && exchange.startedAt < Math.max(...last.map(({ endedAt }) => endedAt))) last.push(exchange);
    else steps.push([exchange]);
  }
  return steps.map((step) => step.map(({ service, body }) => ({ service, body })));
}

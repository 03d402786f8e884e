import type { RequestState } from '../../gateway/pipeline/request-state.js';
import type { KeptResult } from '../../gateway/live/live-query.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';

export interface LiveGateway extends RunningGateway {
  /** Says that all results may have changed. */
  change(): void;
}

/** Times that tests need not wait for. */
const TIMES = { leastMs: 100, spreadMs: 200 };

/** A gateway whose results count as kept in memory until the test says that they have changed. */
export async function startLiveGateway(
  env: Record<string, string>,
  { heartbeatMs }: { heartbeatMs?: number } = {},
): Promise<LiveGateway> {
  const listeners = new Set<() => void>();
  const follow = ({ errors }: RequestState): KeptResult | undefined =>
    errors.length > 0
      ? undefined
      : {
          isDropped: false,
          holdsUntil: Infinity,
          holds: () => true,
          onDropped(listener) {
            listeners.add(listener);
            return () => void listeners.delete(listener);
          },
        };
  const gateway = await startGateway(env, {
    live: { ...TIMES, follow, ...(heartbeatMs !== undefined && { heartbeatMs }) },
  });
  return {
    ...gateway,
    change() {
      const told = [...listeners];
      listeners.clear();
      for (const listener of told) listener();
    },
  };
}

import { PRODUCTION_OVERLOAD } from '../../gateway/limits/load-shedder.js';

/**
 * What a gateway of production has by itself, for one that takes the tokens of this machine: production takes keys from
 * an https address only. The limits for each caller stay off, as all load comes from one.
 */
export function guardsOf({ OVERLOAD_REQUESTS, OVERLOAD_DELAY_MS }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    NODE_ENV: 'development',
    INTROSPECTION: 'off',
    OVERLOAD_REQUESTS: OVERLOAD_REQUESTS || String(PRODUCTION_OVERLOAD.requests),
    OVERLOAD_DELAY_MS: OVERLOAD_DELAY_MS || String(PRODUCTION_OVERLOAD.delayMs),
    LIMIT_REQUESTS: '0',
    LIMIT_COST: '0',
  };
}

import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { FastifyBaseLogger } from 'fastify';

export interface RemoteKeysOptions {
  url: string;
  log: Pick<FastifyBaseLogger, 'warn'>;
  /** Epoch milliseconds. */
  clock?: () => number;
}

/** Milliseconds to the last byte of the keys. */
const DEADLINE = 2_000;
/** Milliseconds after which known keys are fetched anew, while they go on being used. */
const FRESH = 10 * 60_000;
/** Milliseconds after which known keys are not believed any more: the issuer may have withdrawn one. */
const STALE = 60 * 60_000;
/** Milliseconds between two attempts, so that tokens of an unknown key cannot make us besiege the issuer. */
const PAUSE = 5_000;

/**
 * Makes the function that finds the key of a token among those that its issuer publishes. They are fetched when first
 * needed, and again for a key that is not among them; many requests wait for one fetch, and none longer than its
 * deadline.
 */
export function createRemoteKeys({ url, log, clock = Date.now }: RemoteKeysOptions): JWTVerifyGetKey {
  let known: { find: ReturnType<typeof createLocalJWKSet>; readAt: number } | undefined;
  let triedAt = -Infinity;
  let pending: Promise<void> | undefined;

  return async (header, token) => {
    const age = known ? clock() - known.readAt : Infinity;
    if (age > STALE) await refresh();
    else if (age > FRESH) void refresh();
    try {
      return await find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await refresh();
      return find(header, token);
    }
  };

  async function find(...[header, token]: Parameters<JWTVerifyGetKey>) {
    if (!known || clock() - known.readAt > STALE) throw new errors.JWKSTimeout('The keys of the issuer are not known');
    return known.find(header, token);
  }

  function refresh(): Promise<void> {
    if (pending) return pending;
    if (clock() - triedAt < PAUSE) return Promise.resolve();
    triedAt = clock();
    pending = fetchKeys(url)
      .then((keys) => void (known = { find: createLocalJWKSet(keys), readAt: clock() }))
      .catch((error: Error) => log.warn({ reason: reasonOf(error) }, 'The keys of AUTH_JWKS_URL cannot be read'))
      .finally(() => (pending = undefined));
    return pending;
  }
}

async function fetchKeys(url: string): Promise<JSONWebKeySet> {
  const response = await fetch(url, {
    signal: AbortSignal.timeout(DEADLINE),
    redirect: 'error',
    headers: { accept: 'application/jwk-set+json, application/json' },
  });
  if (response.status !== 200) throw new Error(`status ${response.status}`);
  return (await response.json()) as JSONWebKeySet;
}

function reasonOf({ message, cause }: Error): string {
  const { code } = (cause ?? {}) as NodeJS.ErrnoException;
  return code === undefined ? message : `${message} (${code})`;
}

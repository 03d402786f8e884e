import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  jwksCache,
  type JSONWebKeySet,
  type JWKSCacheInput,
  type JWTVerifyGetKey,
} from 'jose';
import type { FastifyBaseLogger } from 'fastify';
import { z } from 'zod';
import { replaceFile } from '../../subgraphs/process/replace-file.js';

interface RemoteKeysOptions {
  /** Where the issuer publishes its key set (RFC 7517). */
  url: string;
  /** Keeps the last key set between starts; its folder is created. */
  cacheFile: string;
  log: Pick<FastifyBaseLogger, 'warn'>;
}

/** Milliseconds from the request for the key set to its last byte. */
const TIMEOUT_MS = 2_000;
/** While the issuer responds, a key that it withdrew is accepted for this long at most. */
const MAX_AGE_MS = 60_000;
/** After this age the key set is fetched in the background, so that requests seldom wait for it. */
const REFRESH_AGE_MS = 30_000;
/** While the issuer does not respond, its last key set is accepted for this long. */
const MAX_AGE_WITHOUT_ISSUER_MS = 24 * 60 * 60_000;
/** Between two fetches, so that tokens which name unknown keys cannot flood the issuer. */
const COOLDOWN_MS = 5_000;

/**
 * Creates the function that finds the key of a token among those that its issuer publishes.
 *
 * jose fetches the key set when it is first needed, when it is old, and when a token names a key that it lacks. While the
 * issuer does not respond, the last key set goes on being used, also that of an earlier start, which `cacheFile` holds.
 * The function rejects with JWKSTimeout when no key set is known that is young enough.
 */
export async function createRemoteKeys({ url, cacheFile, log }: RemoteKeysOptions): Promise<JWTVerifyGetKey> {
  /** jose updates it with each fetch. */
  const cache: JWKSCacheInput = await readKeySet(cacheFile, url, log);
  const remote = createRemoteJWKSet(new URL(url), {
    timeoutDuration: TIMEOUT_MS,
    cacheMaxAge: MAX_AGE_MS,
    cooldownDuration: COOLDOWN_MS,
    [jwksCache]: cache,
  });
  const keepKeySet = createKeySetWriter(cacheFile, url, log);
  let local: { jwks: JSONWebKeySet; find: JWTVerifyGetKey } | undefined;
  let failedAt = -Infinity;
  let pending: Promise<void> | undefined;

  return async (header, token) => {
    if (!remote.fresh) {
      const refreshed = refresh();
      // While the issuer is known not to respond, requests do not wait for another timeout.
      if (!isUsable() || Date.now() - failedAt > MAX_AGE_MS) await refreshed;
    } else if (age() > REFRESH_AGE_MS) void refresh();
    try {
      return await find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || remote.coolingDown) throw error;
      await refresh();
      return find(header, token);
    }
  };

  function age(): number {
    return Date.now() - (cache.uat ?? -Infinity);
  }

  function isUsable(): boolean {
    return age() < MAX_AGE_WITHOUT_ISSUER_MS;
  }

  async function find(...[header, token]: Parameters<JWTVerifyGetKey>) {
    if (!cache.jwks || !isUsable()) throw new errors.JWKSTimeout('The keys of the issuer are not known');
    if (local?.jwks !== cache.jwks) local = { jwks: cache.jwks, find: createLocalJWKSet(cache.jwks) };
    return local.find(header, token);
  }

  /** Fetches the key set, unless that failed a moment ago. Never rejects. */
  function refresh(): Promise<void> {
    if (Date.now() - failedAt < COOLDOWN_MS) return Promise.resolve();
    pending ??= remote
      .reload()
      .then(
        () => {
          failedAt = -Infinity;
          void keepKeySet(cache);
        },
        (error: Error) => {
          failedAt = Date.now();
          log.warn({ reason: reasonOf(error) }, 'The keys of AUTH_JWKS_URL cannot be read');
        },
      )
      .finally(() => (pending = undefined));
    return pending;
  }
}

const storedKeySet = z.object({
  /** Keys of another issuer are not those of this one. */
  url: z.string(),
  /** Epoch milliseconds of the fetch. */
  uat: z.number(),
  jwks: z.looseObject({ keys: z.array(z.looseObject({})) }),
});

/** Reads the key set of an earlier start; an empty object when there is none, or none that is usable. */
async function readKeySet(file: string, url: string, log: RemoteKeysOptions['log']): Promise<JWKSCacheInput> {
  try {
    const stored = storedKeySet.parse(JSON.parse(await readFile(file, 'utf8')));
    const jwks = stored.jwks as unknown as JSONWebKeySet;
    createLocalJWKSet(jwks); // Throws when it is no key set.
    // A time to come would make the keys count for longer than they may.
    return stored.url === url && stored.uat <= Date.now() ? { uat: stored.uat, jwks } : {};
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      log.warn({ reason: (error as Error).message }, 'The file of AUTH_JWKS_CACHE cannot be read and is ignored');
    return {};
  }
}

/** Creates the function that writes a key set to a file: whole or not at all, and with one warning when it cannot. */
function createKeySetWriter(file: string, url: string, log: RemoteKeysOptions['log']) {
  let isWarned = false;
  return async ({ uat, jwks }: JWKSCacheInput): Promise<void> => {
    try {
      await mkdir(dirname(file), { recursive: true });
      await replaceFile(file, JSON.stringify({ url, uat, jwks }), 0o600);
    } catch (error) {
      if (isWarned) return;
      isWarned = true;
      log.warn(
        { reason: (error as Error).message },
        'The file of AUTH_JWKS_CACHE cannot be written: a start while the issuer is down accepts no token',
      );
    }
  };
}

function reasonOf({ message, cause }: Error): string {
  const { code } = (cause ?? {}) as NodeJS.ErrnoException;
  return code === undefined ? message : `${message} (${code})`;
}

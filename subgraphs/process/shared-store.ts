import type { Redis } from 'ioredis';

/** What several processes share through Redis. Each goes on by itself while Redis does not respond. */
export interface SharedStore {
  /** For libraries that take it. Its commands fail at once while there is no connection. */
  readonly client: Redis;
  /**
   * Sends commands.
   *
   * @returns undefined when Redis has not responded within {@link WAIT_MS}, cannot do them, or did not respond before: then
   *   nothing is sent until it does
   */
  ask<T>(send: (client: Redis) => Promise<T>): Promise<T | undefined>;
  close(): void;
}

interface StoreLog {
  warn(details: object, message: string): void;
  info(message: string): void;
}

/** Milliseconds for which a request waits for Redis. */
const WAIT_MS = 100;
/** What a replica says to a write. */
const READ_ONLY = /^READONLY/;
/** Milliseconds between two checks of a Redis that did not respond, and for which one may last. */
const CHECK_MS = { pause: 500, wait: 1_000 };
const CONNECT_MS = 2_000;
const RECONNECT_MS = 1_000;
const CHECK_KEY = 'citylink:check';

const LATE = Symbol('late');

/**
 * Connects to Redis in the background. The client is loaded here, by those alone that share something.
 *
 * @param url `redis://` or `rediss://`
 */
export async function openSharedStore(url: string, log: StoreLog): Promise<SharedStore> {
  // A bundle has packages of the older module system as default exports alone.
  const { default: ioredis } = await import('ioredis');
  const client = new ioredis.Redis(url, {
    enableOfflineQueue: false,
    // A count must not be sent twice.
    autoResendUnfulfilledCommands: false,
    connectTimeout: CONNECT_MS,
    retryStrategy: (times) => Math.min(times * 100, RECONNECT_MS),
  });
  let isUp = false;
  let isSaid = false;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  let reason = 'no connection';

  client.on('error', (error: Error) => (reason = error.message));
  client.on('ready', () => void check());
  client.on('close', () => goDown());

  function goDown(): void {
    isUp = false;
    if (isSaid || isClosed) return;
    isSaid = true;
    log.warn({ reason }, 'Redis does not respond: until it does, this process shares nothing with others');
  }

  /** By a write, which a replica or a full memory refuses. */
  async function check(): Promise<void> {
    clearTimeout(timer);
    try {
      const result = await within(CHECK_MS.wait, client.set(CHECK_KEY, '1', 'PX', CHECK_MS.wait));
      if (result === LATE)
        client.disconnect(true); // It connects anew, and is checked then.
      else if (!isClosed) {
        isUp = true;
        if (isSaid) log.info('Redis responds again');
        isSaid = false;
      }
    } catch (error) {
      reason = (error as Error).message;
      goDown();
      checkLater(READ_ONLY.test(reason));
    }
  }

  /**
   * @param isMoved whether the address may lead to another server meanwhile: after a failover, the connection stays at what was
   *   the primary
   */
  function checkLater(isMoved = false): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (client.status !== 'ready') return;
      if (isMoved) client.disconnect(true);
      else void check();
    }, CHECK_MS.pause).unref();
  }

  return {
    client,
    async ask(send) {
      if (!isUp) return undefined;
      try {
        const result = await within(WAIT_MS, send(client));
        if (result !== LATE) return result;
        reason = `no response within ${WAIT_MS} ms`;
      } catch (error) {
        reason = (error as Error).message;
      }
      goDown();
      checkLater();
      return undefined;
    },
    close() {
      isClosed = true;
      isUp = false;
      clearTimeout(timer);
      client.disconnect();
    },
  };
}

async function within<T>(ms: number, sent: Promise<T>): Promise<T | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    // When this process was busy, the response may be in the socket already: it is read before the callback.
    timer = setTimeout(() => setImmediate(resolve, LATE), ms);
  });
  try {
    return await Promise.race([sent, late]);
  } finally {
    clearTimeout(timer);
    sent.catch(() => undefined);
  }
}

import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';
import { abortable } from '../../subgraphs/process/abortable.js';

/** Milliseconds between two requests when nothing has changed: a proxy gives nothing of a gateway that is silent. */
const HEARTBEAT_MS = 150;
/** Milliseconds after which a proxy that does not respond is asked anew. Mutations wait for it no longer than that. */
const TIMEOUT_MS = 500;
/** So long after a purge it is sent again, for a response that the proxy was about to keep just then. */
const REPEAT_MS = 100;
/** Keys of one request: 4,000 characters at most. */
const MAX_KEYS = 500;

interface ProxyPurgerOptions {
  /** Where the proxy takes purges. */
  url: string;
  /** Names this gateway to the proxy. */
  gateway: string;
  /** For how long the proxy may give responses without having heard of this gateway, in milliseconds. */
  silenceMs: number;
  /**
   * The moment, in milliseconds of `performance.now()`, until which the keys of all changes were given to {@link ProxyPurger.add}.
   * Called before each request; it may add keys itself.
   */
  heardAt: () => number;
  log: { warn(details: object, message: string): void; info(details: object, message: string): void };
}

/**
 * Tells one proxy what to drop, and until when it may give what it has of this gateway. One request is in flight; what is added
 * meanwhile goes with the next one. What has failed is sent again, and until the proxy has taken it, its time is not moved on.
 */
export class ProxyPurger {
  readonly #options: ProxyPurgerOptions;
  readonly #pool: Pool;
  readonly #end = new AbortController();
  readonly #ended: Promise<void>;
  #keys = new Set<string>();
  /** When each key was purged that is to be purged once more. */
  readonly #again = new Map<string, number>();
  /** Those who wait until all keys are purged that were added before. */
  #waiters: Array<() => void> = [];
  #isFailing = false;
  /** What the proxy's clock has shown in its last response, in milliseconds, and when that was here. */
  #clock: { shown: number; at: number } | undefined;
  #wake: () => void = () => undefined;

  constructor(options: ProxyPurgerOptions) {
    this.#options = options;
    this.#pool = new Pool(options.url, { connections: 1, connect: { timeout: TIMEOUT_MS } });
    this.#ended = this.#run();
  }

  add(keys: Iterable<string>): void {
    for (const key of keys) this.#keys.add(key);
    this.#wake();
  }

  /** Resolves when the proxy has dropped all that was added; also when it does not respond: then its time will pass. */
  async purged(): Promise<void> {
    if (this.#isFailing) return;
    await new Promise<void>((resolve) => {
      this.#waiters.push(resolve);
      this.#wake();
    });
  }

  /** Takes leave of the proxy, which gives nothing of this gateway any more. */
  async close(): Promise<void> {
    this.#end.abort();
    this.#wake();
    await this.#ended;
    const { gateway } = this.#options;
    if (!this.#isFailing) await this.#send([gateway], 0, AbortSignal.timeout(TIMEOUT_MS)).catch(() => undefined);
    await this.#pool.destroy();
  }

  async #run(): Promise<void> {
    const { signal } = this.#end;
    while (!signal.aborted) {
      const waitMs = await this.#purge();
      if (waitMs === 0 || signal.aborted) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, waitMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = () => undefined;
    }
    for (const resolve of this.#waiters) resolve();
  }

  /** Sends one request. @returns for how many milliseconds there is nothing to do */
  async #purge(): Promise<number> {
    const heardAt = this.#options.heardAt();
    const keys = [...this.#keys].slice(0, MAX_KEYS);
    for (const key of keys) this.#keys.delete(key);
    const repeated = this.#takeRepeated(MAX_KEYS - keys.length);
    const isAll = this.#keys.size === 0;
    const waiters = isAll ? this.#waiters.splice(0) : [];
    const clock = this.#clock;
    const until = isAll && clock ? clock.shown + (heardAt - clock.at) + this.#options.silenceMs : undefined;
    try {
      const shown = await abortable(this.#end.signal, TIMEOUT_MS, (signal) =>
        this.#send([...keys, ...repeated], until, signal),
      );
      const at = performance.now();
      this.#clock = { shown, at };
      for (const key of keys) this.#again.set(key, at);
      this.#tell(false);
      // What has been added since does not wait.
      return clock && this.#keys.size === 0 && this.#waiters.length === 0 ? HEARTBEAT_MS : 0;
    } catch (error) {
      if (this.#end.signal.aborted) return 0;
      this.#keys = new Set([...keys, ...repeated, ...this.#keys]);
      this.#clock = undefined;
      this.#tell(true, error as Error);
      return HEARTBEAT_MS;
    } finally {
      for (const resolve of waiters) resolve();
    }
  }

  #takeRepeated(most: number): string[] {
    const before = performance.now() - REPEAT_MS;
    const keys: string[] = [];
    for (const [key, at] of this.#again) {
      if (at > before || keys.length >= most) break;
      this.#again.delete(key);
      keys.push(key);
    }
    return keys;
  }

  /** @returns what the proxy's clock shows, in milliseconds */
  async #send(keys: readonly string[], until: number | undefined, signal: AbortSignal): Promise<number> {
    const { statusCode, headers, body } = await this.#pool.request({
      method: 'PURGE',
      path: '/',
      headers: {
        'citylink-gateway': this.#options.gateway,
        ...(keys.length > 0 && { 'xkey-purge': keys.join(' ') }),
        ...(until !== undefined && { 'citylink-until': (until / 1_000).toFixed(3) }),
      },
      signal,
    });
    await body.dump();
    const seconds = Number(headers['citylink-now']);
    if (statusCode !== 200 || !(seconds > 0)) throw new Error(`status ${statusCode}`);
    return seconds * 1_000;
  }

  #tell(isFailing: boolean, error?: Error): void {
    if (isFailing === this.#isFailing) return;
    this.#isFailing = isFailing;
    const { url: proxy, log } = this.#options;
    if (isFailing)
      log.warn({ proxy, reason: error?.message }, 'A proxy takes no purges: it gives nothing of this gateway');
    else log.info({ proxy }, 'A proxy takes purges again');
  }
}

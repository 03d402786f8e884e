import { fingerprintOf, type PublishedSupergraph, type SupergraphSource } from './published-supergraph.js';
import { loadRelease, type Release, type ReleaseOptions } from './release.js';

/** A supergraph that was published and is not served. */
export interface RefusedSupergraph {
  /** Null for a file without a registry. */
  readonly version: number | null;
  readonly hash: string;
  readonly code: 'SUPERGRAPH_INVALID';
  readonly reason: string;
}

interface ReleasesOptions extends Omit<ReleaseOptions, 'title'> {
  source: SupergraphSource;
}

/** Documents that are planned before a new supergraph serves: those that were requested most often. */
const BUSIEST = 100;

/**
 * The supergraph in service, and its replacement while requests are served. A published supergraph is loaded and the busiest
 * operations are planned beside the requests; then it takes the place of the one before, between two requests. One that cannot be
 * used is refused, and the one before stays.
 */
export class Releases {
  #current: Release;
  #refused: RefusedSupergraph | null = null;
  #isUpdating = false;
  #hasChanged = false;
  #stopWatching: () => void = () => undefined;
  #updated: Promise<void> = Promise.resolve();
  readonly #stopped = new AbortController();
  /** Those that were replaced, until their last request has ended. */
  readonly #retiring = new Set<Promise<void>>();
  readonly #listeners: ((current: Release) => void)[] = [];

  private constructor(
    current: Release,
    private readonly options: ReleasesOptions,
  ) {
    this.#current = current;
  }

  /** Loads the supergraph of a source, which is not watched yet. @throws SupergraphError, ConfigError */
  static async open(options: ReleasesOptions): Promise<Releases> {
    const published = await options.source.read();
    return new Releases(await loadRelease(published, withTitle(options)), options);
  }

  /** Serves the requests that begin now. */
  get current(): Release {
    return this.#current;
  }

  /** The supergraph that was published last, when it is not served. */
  get refused(): RefusedSupergraph | null {
    return this.#refused;
  }

  /** The number of replaced supergraphs whose requests have not ended. */
  get retiring(): number {
    return this.#retiring.size;
  }

  /** Calls back after each replacement. */
  onReplaced(listener: (current: Release) => void): void {
    this.#listeners.push(listener);
  }

  /** Plans the published documents, and replaces the supergraph from now on when another one is published. */
  start(): void {
    this.#stopWatching = this.options.source.watch(() => this.#update());
    void this.#current.warm([], this.#stopped.signal, this.options.log);
    this.#update(); // It may have changed since it was read.
  }

  /** Stops watching, and closes what is in service. */
  async close(): Promise<void> {
    this.#stopped.abort();
    this.#stopWatching();
    await this.#updated;
    await Promise.all([this.#current.retire(), ...this.#retiring]);
  }

  /** One update at a time; what changes meanwhile leads to another one. */
  #update(): void {
    this.#hasChanged = true;
    if (this.#isUpdating) return;
    this.#isUpdating = true;
    this.#updated = this.#updateWhileChanged().finally(() => (this.#isUpdating = false));
  }

  async #updateWhileChanged(): Promise<void> {
    while (this.#hasChanged && !this.#stopped.signal.aborted) {
      this.#hasChanged = false;
      try {
        await this.#replaceWith(await this.options.source.read());
      } catch (error) {
        this.options.log.error({ reason: (error as Error).message }, 'The published supergraph cannot be read');
      }
    }
  }

  async #replaceWith(published: PublishedSupergraph): Promise<void> {
    const { log } = this.options;
    const { version, hash } = published;
    if (fingerprintOf(published) === fingerprintOf(this.#current.published)) {
      this.#refused = null;
      return;
    }
    let release: Release;
    try {
      release = await loadRelease(published, withTitle(this.options));
    } catch (error) {
      const reason = (error as Error).message;
      this.#refused = { version, hash, code: 'SUPERGRAPH_INVALID', reason };
      return log.error({ version, hash, reason }, 'A published supergraph is refused: the one before stays');
    }
    await release.warm(this.#current.preparation.busiest(BUSIEST), this.#stopped.signal, log);
    if (this.#stopped.signal.aborted) return release.close();

    const replaced = this.#current;
    this.#current = release;
    this.#refused = null;
    log.info({ version, hash }, 'Another supergraph is in service');
    for (const listener of this.#listeners) listener(release);
    const retired = replaced.retire().finally(() => this.#retiring.delete(retired));
    this.#retiring.add(retired);
  }
}

function withTitle({ source, ...options }: ReleasesOptions): ReleaseOptions {
  return { ...options, title: source.title };
}

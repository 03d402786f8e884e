import { abortable } from '../../subgraphs/process/abortable.js';
import { ConfigError } from '../config.js';
import type { LastGood } from './last-good.js';
import { findChanged, probeSubgraphs } from './probe-subgraphs.js';
import { isSamePublication, type PublishedSupergraph, type SupergraphSource } from './published-supergraph.js';
import { SupergraphError } from './read-supergraph.js';
import { createCandidate, loadRelease, type Candidate, type Release, type ReleaseOptions } from './release.js';

/** A supergraph that was published and is not served, and why. */
export interface RefusedSupergraph {
  /** Null for a file without a registry, and when the registry cannot be read. */
  readonly version: number | null;
  readonly hash: string | null;
  /** SUPERGRAPH_UNREADABLE, SUPERGRAPH_INVALID, SUBGRAPH_ADDRESS_REFUSED, SUBGRAPH_SDL_DIFFERS, or the code of a failed call. */
  readonly code: string;
  /** For the operator and for who has published it. */
  readonly reason: string;
  /** The subgraph that is at fault, where it is one. */
  readonly subgraph?: string;
}

interface ReleasesOptions extends Omit<ReleaseOptions, 'title'> {
  source: SupergraphSource;
  lastGood: LastGood;
}

/** Documents that are planned before a new supergraph serves: those that were requested most often. */
const BUSIEST = 100;
/** Milliseconds that this may take: a planner that is slow or does not run delays no supergraph for longer. */
const MAX_WARMING_MS = 10_000;
/** Milliseconds until a supergraph is tried again whose subgraphs did not answer, or whose source cannot be read. */
const RETRY_MS = 2_000;

/**
 * The supergraph in service, and its replacement while requests are served. A published supergraph is loaded, its new subgraphs
 * are probed and the busiest operations are planned beside the requests; then it takes the place of the one before, between two
 * requests. One that cannot be used is refused, and the one before stays, also over a restart.
 */
export class Releases {
  #current: Release;
  #refused: RefusedSupergraph | null;
  #isUpdating = false;
  #hasChanged = false;
  #retry: NodeJS.Timeout | undefined;
  #stopWatching: () => void = () => undefined;
  #updated: Promise<void> = Promise.resolve();
  readonly #stopped = new AbortController();
  /** Those that were replaced, until their last request has ended. */
  readonly #retiring = new Set<Promise<void>>();
  readonly #listeners: ((current: Release) => void)[] = [];

  private constructor(
    current: Release,
    refused: RefusedSupergraph | null,
    private readonly options: ReleasesOptions,
  ) {
    this.#current = current;
    this.#refused = refused;
    if (refused) options.log.error(refused, 'The published supergraph is refused: the last good one is served');
    else void options.lastGood.write(current.published);
  }

  /**
   * Loads the supergraph of a source, which is not watched yet; where that cannot be used, the one that was served last.
   *
   * @throws SupergraphError when neither can be used
   * @throws ConfigError when the only planner that the configuration allows does not run
   */
  static async open(options: ReleasesOptions): Promise<Releases> {
    const kept = await options.lastGood.read();
    try {
      const published = await options.source.read().catch((error: unknown) => {
        throw new Refusal(refusalOf(error, 'SUPERGRAPH_UNREADABLE'), error);
      });
      const candidate = createCandidateOf(published, options);
      if (kept && !isSamePublication(kept, published)) await probeAtStart(candidate, kept, options);
      const release = await load(candidate, options);
      return new Releases(release, null, options);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (!kept) throw error.cause;
      const release = await loadPublished(kept, options).catch(() => {
        throw error.cause;
      });
      return new Releases(release, error.refused, options);
    }
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
    this.#update(); // One that was refused at the start is tried again.
  }

  /** Stops watching, and closes what is in service. */
  async close(): Promise<void> {
    this.#stopped.abort();
    this.#stopWatching();
    clearTimeout(this.#retry);
    await this.#updated;
    await Promise.all([this.#current.retire(), ...this.#retiring]);
  }

  /** One update at a time; what changes meanwhile leads to another one. */
  #update(): void {
    clearTimeout(this.#retry);
    this.#hasChanged = true;
    if (this.#isUpdating) return;
    this.#isUpdating = true;
    this.#updated = this.#updateWhileChanged().finally(() => (this.#isUpdating = false));
  }

  async #updateWhileChanged(): Promise<void> {
    while (this.#hasChanged && !this.#stopped.signal.aborted) {
      this.#hasChanged = false;
      try {
        await this.#replace();
        this.#refused = null;
      } catch (error) {
        this.#refuse(error instanceof Refusal ? error.refused : refusalOf(error, 'SUPERGRAPH_INVALID'));
      }
    }
  }

  async #replace(): Promise<void> {
    const { source, clients, log, lastGood } = this.options;
    const published = await source.read().catch((error: unknown) => {
      throw new Refusal(refusalOf(error, 'SUPERGRAPH_UNREADABLE'), error);
    });
    if (isSamePublication(published, this.#current.published)) return;
    const candidate = createCandidateOf(published, this.options);
    const changed = findChanged(candidate.described.values(), this.#current.described);
    const problem = await probeSubgraphs(changed, clients);
    if (problem) throw new Refusal({ version: published.version, hash: published.hash, ...problem });
    const release = await load(candidate, this.options);
    await abortable(this.#stopped.signal, MAX_WARMING_MS, (inTime) =>
      release.warm(this.#current.preparation.busiest(BUSIEST), inTime, log),
    );
    if (this.#stopped.signal.aborted) return release.close();

    const replaced = this.#current;
    this.#current = release;
    log.info({ version: published.version, hash: published.hash }, 'Another supergraph is in service');
    for (const listener of this.#listeners) listener(release);
    const retired = replaced.retire().finally(() => this.#retiring.delete(retired));
    this.#retiring.add(retired);
    await lastGood.write(published);
  }

  /** Keeps the one in service. What may pass by itself is tried again; the same reason is logged once. */
  #refuse(refused: RefusedSupergraph): void {
    if (this.#stopped.signal.aborted) return;
    if (JSON.stringify(refused) !== JSON.stringify(this.#refused))
      this.options.log.error(refused, 'The published supergraph is refused: the one before stays');
    this.#refused = refused;
    const mayPass = refused.subgraph !== undefined || refused.code === 'SUPERGRAPH_UNREADABLE';
    if (mayPass) this.#retry = setTimeout(() => this.#update(), RETRY_MS).unref();
  }
}

/** Thrown where a supergraph is refused; the cause is what a start without a last good one fails with. */
class Refusal extends Error {
  constructor(
    readonly refused: RefusedSupergraph,
    cause: unknown = new SupergraphError(refused.reason),
  ) {
    super(refused.reason, { cause });
  }
}

/** The subgraphs that the last good supergraph did not have so. Those whose address the operator gave may start later. */
async function probeAtStart(candidate: Candidate, kept: PublishedSupergraph, options: ReleasesOptions): Promise<void> {
  let before: Candidate;
  try {
    before = createCandidateOf(kept, options);
  } catch {
    return; // It cannot be served in the place of the other.
  }
  const changed = findChanged(candidate.described.values(), before.described);
  const problem = await probeSubgraphs(
    changed.filter(({ isAddressConfigured }) => !isAddressConfigured),
    options.clients,
  );
  const { version, hash } = candidate.published;
  if (problem) throw new Refusal({ version, hash, ...problem });
}

async function loadPublished(published: PublishedSupergraph, options: ReleasesOptions): Promise<Release> {
  return load(createCandidateOf(published, options), options);
}

function createCandidateOf(published: PublishedSupergraph, { config, source }: ReleasesOptions): Candidate {
  try {
    return createCandidate(published, { config, title: source.title });
  } catch (error) {
    throw new Refusal(refusalOf(error, 'SUPERGRAPH_INVALID', published), error);
  }
}

async function load(candidate: Candidate, { source, ...options }: ReleasesOptions): Promise<Release> {
  try {
    return await loadRelease(candidate, { ...options, title: source.title });
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new Refusal(refusalOf(error, 'SUPERGRAPH_INVALID', candidate.published), error);
  }
}

/** The reason is that of the cause: the messages of the operator name files and addresses, which clients must not read. */
function refusalOf(error: unknown, code: string, published?: PublishedSupergraph): RefusedSupergraph {
  const { message, cause } = error as Error;
  return {
    version: published?.version ?? null,
    hash: published?.hash ?? null,
    code: error instanceof SupergraphError && error.code !== 'SUPERGRAPH_INVALID' ? error.code : code,
    reason: cause instanceof Error ? cause.message : message,
  };
}

import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { urlVariable } from '../../subgraphs/process/subgraph-variables.js';
import type { DegradedPart } from '../../gateway/health/network-health.js';
import { mongodbVariable } from '../../subgraphs/config.js';
import { subgraphs } from '../../subgraphs/index.js';
import { defaultPort } from '../../subgraphs/process/default-port.js';
import { keepDevelopmentSecret } from '../keys/development-secret.js';
import { keyVariables } from '../keys/key-variables.js';
import { freePort } from '../database/free-port.js';
import { fetchPlayground } from '../playground/fetch-playground.js';
import { seedAll } from '../seed/seed-all.js';
import type { SeededCollection } from '../seed/seed-subgraph.js';
import { startChild } from './child.js';
import { localKeys } from '../token/local-keys.js';
import { choosePort, isTaken } from './choose-port.js';
import type { StartConfig } from './config.js';
import { findDatabases, type Databases } from './databases.js';
import { keepDatabase } from './keep-database.js';
import { runAlone } from './run-alone.js';
import { servedSupergraph, type ServedSupergraph } from './served-supergraph.js';
import { StartError } from './start-error.js';
import { supervise, type Supervised } from './supervise.js';
import { untilReady } from './until-ready.js';

/** Where `gateway/server.ts` looks for the playground. */
const PLAYGROUND = join('.citylink', 'playground');
const LOOPBACK = '127.0.0.1';

/** Milliseconds that a process may take to stop in order; the gateway lets requests in flight end for 10 s. */
const PATIENCE = { gateway: 12_000, subgraph: 5_000, starting: 10_000 };

export interface NetworkOptions {
  config: StartConfig;
  seed: 'fill' | 'reset' | 'count';
  /** Called with a line for each event after the start. */
  report: (line: string) => void;
}

/** Called with the progress of a step. */
type Say = (line: string) => void;

/** The processes of `npm start`. Its steps are called in their order; the processes are stopped in the opposite order. */
export class Network {
  databases: Databases | undefined;
  seeded: SeededCollection[] = [];
  /** Undefined for a file that the operator gave. */
  supergraph: ServedSupergraph | undefined;
  /** Why there is no playground, as one clause. */
  withoutPlayground: string | undefined;
  gatewayUrl = '';
  /** Subgraphs that run elsewhere, or whose databases, did not respond when everything else was ready. */
  notAnswering: readonly DegradedPart[] = [];
  /** Subgraphs of others, of the supergraph that is served. */
  foreign: readonly string[] = [];
  readonly subgraphUrls = new Map<string, string>();
  /** Where the metrics of each process are, by its name. */
  readonly metricsUrls = new Map<string, string>();

  readonly #config: StartConfig;
  /** The keys of the subgraphs are derived from it. */
  readonly #secret: string;
  readonly #seed: NetworkOptions['seed'];
  readonly #report: Say;
  readonly #stopping = new AbortController();
  readonly #processes = new Map<string, Supervised>();
  #pendingDatabases: Promise<Databases> | undefined;
  #startedSubgraphs: (started: Promise<void>) => void = () => undefined;
  readonly #subgraphs = new Promise<void>((resolve) => (this.#startedSubgraphs = resolve));

  constructor({ config, seed, report }: NetworkOptions) {
    this.#config = config;
    this.#secret = config.gateway.subgraphSecret ?? keepDevelopmentSecret(config.folder);
    this.#seed = seed;
    this.#report = report;
    for (const [name, url] of config.elsewhere) this.subgraphUrls.set(name, url);
    // The step that starts the subgraphs gets the error as well, perhaps before the gateway waits for them.
    this.#subgraphs.catch(() => undefined);
  }

  /** Aborted when the network has to stop. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** The process ids, by name, for as long as they run. */
  get pids(): ReadonlyMap<string, number | undefined> {
    return new Map([...this.#processes].map(([name, { pid }]) => [name, pid]));
  }

  /** Finds the database and fills it. One start at a time, so that two never fill the same one. */
  async openDatabases(say: Say): Promise<void> {
    await runAlone(
      this.#config.folder,
      async () => {
        this.#pendingDatabases = findDatabases(this.#config, say);
        this.databases = await this.#pendingDatabases;
        this.signal.throwIfAborted();
        say(this.#seed === 'count' ? 'Counting' : 'Seeding');
        this.seeded = await seedAll({ uriOf: this.databases.uriOf, mode: this.#seed, report: say });
      },
      say,
    );
    const [common] = this.databases!.shown;
    const port = Number(/^mongodb:\/\/127\.0\.0\.1:(\d+)\//.exec(common?.uri ?? '')?.[1]);
    if (port && !this.#config.env['MONGODB_URI'] && this.#config.ownDatabases.size < subgraphs.length)
      this.#keepDatabase(port);
  }

  async compose(): Promise<void> {
    const { env, gateway, folder } = this.#config;
    if (gateway.supergraphFile !== undefined) return;
    this.supergraph = env['REGISTRY']
      ? { registry: gateway.registry, isCommitted: true }
      : await servedSupergraph(folder);
  }

  async fetchPlayground(say: Say): Promise<void> {
    if (!this.#config.gateway.playground) return;
    const fetched = await fetchPlayground({ folder: PLAYGROUND, report: say });
    if (!fetched.ok) this.withoutPlayground = fetched.reason;
  }

  /** Chooses the ports of the subgraphs, so that the gateway can be started while they start. */
  async choosePorts(): Promise<void> {
    let last = 0;
    for (const [index, { name }] of subgraphs.entries()) {
      if (this.#config.elsewhere.has(name)) continue;
      last = await choosePort(LOOPBACK, Math.max(defaultPort(index), last + 1), true);
      this.subgraphUrls.set(name, `http://${LOOPBACK}:${last}/graphql`);
    }
  }

  /** When the databases are open; the gateway waits for it. */
  async startSubgraphs(): Promise<void> {
    const started = this.#startSubgraphs();
    this.#startedSubgraphs(started);
    await started;
  }

  /** Begins beside {@link openDatabases}, as it takes longest to start and needs no database; then waits until the subgraphs of this start respond through the gateway. */
  async startGateway(): Promise<void> {
    const { gateway, isPortGiven, folder } = this.#config;
    // Without another issuer, the tokens of `npm run token` are accepted.
    const keys =
      gateway.auth || gateway.production ? {} : { AUTH_PUBLIC_KEY_FILE: (await localKeys(folder)).publicKeyFile };
    const keySet = { AUTH_JWKS_CACHE: this.#config.env['AUTH_JWKS_CACHE'] || join(folder, 'auth', 'issuer-keys.json') };
    // Nobody takes turns with it here.
    const grace = { SHUTDOWN_GRACE_MS: this.#config.env['SHUTDOWN_GRACE_MS'] || '0' };
    const run = async (port: number, mayMove: boolean) => {
      this.gatewayUrl = await this.#run(
        'gateway',
        join('dist', 'bundles', 'gateway.js'),
        [],
        gateway.host,
        port,
        mayMove,
        {
          ...this.#addresses(),
          ...keys,
          ...keySet,
          ...grace,
          SUPERGRAPH_CACHE: this.#config.env['SUPERGRAPH_CACHE'] || join(folder, 'supergraph'),
          USAGE_FOLDER: this.#config.env['USAGE_FOLDER'] || join(folder, 'usage'),
          ...(this.supergraph && { REGISTRY: this.supergraph.registry }),
          SUBGRAPH_SECRET: this.#secret,
        },
      );
    };
    const planned = new Map(this.subgraphUrls);
    const promised = new Set(
      [...planned].filter(([name]) => !this.#config.elsewhere.has(name)).map(([, url]) => Number(new URL(url).port)),
    );
    await run(await choosePort(gateway.host, gateway.port, !isPortGiven, promised), !isPortGiven);
    await this.#subgraphs;
    if ([...planned].some(([name, url]) => this.subgraphUrls.get(name) !== url)) {
      await this.#processes.get('gateway')?.stop(PATIENCE.gateway);
      await run(Number(new URL(this.gatewayUrl).port), !isPortGiven);
    }
    const own = new Set([...planned.keys()].filter((name) => !this.#config.elsewhere.has(name)));
    const { all, down } = await untilReady(this.localUrl, own, this.signal);
    this.notAnswering = down;
    this.foreign = all.filter((name) => !planned.has(name));
  }

  /** The gateway's address as this machine reaches it: `0.0.0.0` and `::` are addresses to listen on, not to connect to. */
  get localUrl(): string {
    return this.gatewayUrl.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
  }

  /** Stops all in order: the gateway, the subgraphs, the database. */
  async stop(): Promise<void> {
    this.#stopping.abort(new StartError('It was stopped.'));
    await this.#processes.get('gateway')?.stop(PATIENCE.gateway);
    await Promise.all([...this.#processes.values()].map((process) => process.stop(PATIENCE.subgraph)));
    const settled = this.#pendingDatabases?.catch(() => undefined);
    await (await Promise.race([settled, pause(PATIENCE.starting, undefined, { ref: false })]))?.close();
  }

  /** Ends the processes at once; {@link stop} then goes on to the database. */
  hurry(): void {
    for (const process of this.#processes.values()) process.kill();
  }

  async #startSubgraphs(): Promise<void> {
    const { secondSecret } = this.#config;
    const planned = new Map(this.subgraphUrls);
    const ours = [...planned.keys()].filter((name) => !this.#config.elsewhere.has(name));
    const startAll = () =>
      Promise.all(
        ours.map(async (name) => {
          const variables = {
            ...keyVariables(
              [this.#secret, ...(secondSecret === undefined ? [] : [secondSecret])],
              name,
              subgraphs.map((other) => other.name),
            ),
            [mongodbVariable(name)]: this.databases!.uriOf(name),
            HOST: LOOPBACK,
            ...this.#addresses(),
          };
          this.subgraphUrls.set(
            name,
            await this.#run(
              name,
              join('dist', 'bundles', 'subgraph.js'),
              [name],
              LOOPBACK,
              Number(new URL(this.subgraphUrls.get(name)!).port),
              true,
              variables,
            ),
          );
        }),
      );
    await startAll();
    if (ours.every((name) => this.subgraphUrls.get(name) === planned.get(name))) return;
    // A subgraph has another port than the others were started with.
    await Promise.all(ours.map(async (name) => this.#processes.get(name)?.stop(PATIENCE.subgraph)));
    await startAll();
  }

  async #run(
    name: string,
    file: string,
    args: readonly string[],
    host: string,
    wanted: number,
    mayMove: boolean,
    variables: NodeJS.ProcessEnv,
  ): Promise<string> {
    // The secret is for the gateway alone.
    const { SUBGRAPH_SECRET: _, SUBGRAPH_SECRET_SECOND: __, ...env } = this.#config.env;
    const lowPriority = (before: string | undefined) =>
      this.subgraphUrls.has(name) ? (before === undefined ? 'serving' : 'restarting') : undefined;
    let metricsPort = await this.#metricsPort(name, host);
    for (let port = wanted; ; port = await choosePort(host, port, mayMove)) {
      this.signal.throwIfAborted();
      const metrics = metricsPort === undefined ? {} : { METRICS_PORT: String(metricsPort) };
      const supervised = supervise({
        name,
        // It keeps its address over restarts, because others were started with it.
        start: (before) =>
          startChild({
            file,
            args,
            lowPriority: lowPriority(before),
            env: {
              ...env,
              LOG_LEVEL: env['LOG_LEVEL'] || 'warn',
              ...variables,
              ...metrics,
              PORT: before ? new URL(before).port : String(port),
            },
          }),
        report: this.#report,
      });
      this.#processes.set(name, supervised);
      try {
        const url = await supervised.ready;
        if (metricsPort !== undefined)
          this.metricsUrls.set(name, `http://${host.includes(':') ? `[${host}]` : host}:${metricsPort}/metrics`);
        return url;
      } catch (error) {
        // Another program may have taken a port since it was found free.
        const isMetricsPortTaken = metricsPort !== undefined && (await isTaken(host, metricsPort));
        if (isMetricsPortTaken && !this.signal.aborted) metricsPort = await this.#metricsPort(name, host);
        else if (!mayMove || port === 0 || this.signal.aborted || !(await isTaken(host, port)))
          throw new StartError(`The ${name} could not be started: ${(error as Error).message}.`);
      }
    }
  }

  /** Chooses the port of a process's metrics; undefined when it serves none. */
  async #metricsPort(name: string, host: string): Promise<number | undefined> {
    const { metricsPort: first, isMetricsPortGiven } = this.#config;
    if (first === undefined) return undefined;
    if (first === 0) return freePort(0);
    const index = subgraphs.findIndex((subgraph) => subgraph.name === name) + 1;
    return choosePort(host, first + index, index > 0 || !isMetricsPortGiven, undefined, 'METRICS_PORT');
  }

  #addresses(): NodeJS.ProcessEnv {
    return Object.fromEntries([...this.subgraphUrls].map(([name, url]) => [urlVariable(name), url]));
  }

  #keepDatabase(port: number): void {
    const restart = () =>
      runAlone(
        this.#config.folder,
        async () => {
          this.signal.throwIfAborted();
          this.#pendingDatabases = findDatabases({ ...this.#config, port }, () => undefined);
          this.databases = await this.#pendingDatabases;
        },
        () => undefined,
      );
    void keepDatabase({ port, restart, report: this.#report, signal: this.signal });
  }
}

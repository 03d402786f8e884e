import { setTimeout as pause } from 'node:timers/promises';
import { SupergraphError } from '../../../gateway/supergraph/read-supergraph.js';
import { urlVariable } from '../../../subgraphs/process/subgraph-variables.js';
import { deriveSubgraphKey } from '../../../subgraphs/protocol/keys.js';
import type { MockOptions } from '../mocks/mock-schema.js';
import { serveMocks, type MockServer } from '../mocks/mock-server.js';
import { usageError } from '../report/exit-code.js';
import { NO_EXAMPLES, type Examples } from '../sdl/examples.js';
import { DevGraph, type PublishedGraph } from './dev-graph.js';
import { createLiveSdl, type LiveSdl } from './live-sdl.js';
import { startLocalGateway } from './local-gateway.js';
import { WatchedRegistry } from './watched-registry.js';
import { WatchedSdls } from './watched-sdls.js';

export interface DevOptions {
  /** The subgraph that somebody is working on; absent when others are only overridden or mocked. */
  own?: { name: string; url: string; file?: string | undefined } | undefined;
  /** Other running subgraphs that take the place of published ones: their addresses by name. */
  overrides: ReadonlyMap<string, string>;
  /** Names of published subgraphs that are invented from their SDL. */
  mocks: readonly string[];
  /** Of the mocks. */
  seed?: string | undefined;
  /** Of the mocks. */
  examples?: Examples;
  /** What is published: the folder or the http address of a registry. */
  registry: string;
  /** A folder of persisted documents, for the examples of the playground. */
  operations?: string | undefined;
  /** Signs the calls to subgraphs. */
  secret: string;
  /** Folder of state. */
  folder: string;
  /** Settings of the gateway. */
  env: NodeJS.ProcessEnv;
  /** Called with what the person who runs it should read; it may have several lines. */
  report: (text: string) => void;
  /** Milliseconds between two looks at the SDLs and the registry. */
  pollMs?: number;
}

/** Where a subgraph of the graph is, and why. */
export interface DevSubgraph {
  name: string;
  url: string;
  role: string;
}

export interface DevSession {
  /** The gateway's address. */
  readonly url: string;
  readonly subgraphs: readonly DevSubgraph[];
  /** Ends the gateway, the mocks and the watching. */
  close(): Promise<void>;
}

const POLL_MS = 1_000;

/**
 * Serves the published graph with the subgraphs that somebody is working on, and composes again whenever the SDL of one
 * of these changes, or what is published. What does not compose is reported, and what composed last goes on.
 *
 * @throws CommandError when the registry cannot be read or the names make no sense together, SupergraphError when what is published
 *   cannot be served
 */
export async function startDev(options: DevOptions): Promise<DevSession> {
  const { report, pollMs = POLL_MS } = options;
  const registry = await WatchedRegistry.open(options.registry, report);
  const { published } = registry;
  const live = createLiveSdls(options);
  checkNames(options, published, live);
  const mocks = await startMocks(options, published);
  const stopped = new AbortController();
  try {
    const sdls = new WatchedSdls(live, report);
    await sdls.look();
    const graph = new DevGraph(published, options.registry, report);
    await graph.compose(published, sdls.known);
    const addresses = [...live.map(({ name, url }) => [name, url] as const), ...(mocks?.urls ?? [])];
    const settings = {
      operations: options.operations,
      folder: options.folder,
      secret: options.secret,
      env: { ...options.env, ...Object.fromEntries(addresses.map(([name, url]) => [urlVariable(name), url])) },
    };
    const gateway = await startLocalGateway({ ...settings, supergraphSdl: graph.supergraphSdl }).catch(
      (error: Error) => {
        if (!(error instanceof SupergraphError)) throw error;
        report(`${error.message}\nWhat is published is served.`);
        return startLocalGateway({ ...settings, supergraphSdl: published.supergraphSdl });
      },
    );
    mocks?.prepare();
    const watching = watch();
    return {
      url: gateway.url,
      subgraphs: describeSubgraphs(options, published, mocks),
      async close() {
        stopped.abort();
        await watching;
        await gateway.close();
        await mocks?.close();
      },
    };

    async function watch(): Promise<void> {
      for (;;) {
        await pause(pollMs, undefined, { signal: stopped.signal }).catch(() => undefined);
        if (stopped.signal.aborted) return;
        const changed = await Promise.all([registry.look(), sdls.look()]);
        if (!changed.includes(true)) continue;
        await serveAgain().catch(({ message }: Error) => report(`${message}\nWhat composed last is served.`));
      }
    }

    async function serveAgain(): Promise<void> {
      if (!(await graph.compose(registry.published, sdls.known))) return;
      mocks?.update(mockedOf(options, graph));
      await gateway.replace(graph.supergraphSdl);
    }
  } catch (error) {
    await mocks?.close();
    throw error;
  }
}

function createLiveSdls({ own, overrides, secret }: DevOptions): LiveSdl[] {
  const others = [...overrides].map(([name, url]) => ({ name, url }));
  return [...(own ? [own] : []), ...others].map((given) =>
    createLiveSdl({ ...given, key: deriveSubgraphKey(secret, given.name) }),
  );
}

function checkNames({ mocks, registry }: DevOptions, { subgraphs }: PublishedGraph, live: readonly LiveSdl[]): void {
  const published = subgraphs.map(({ name }) => name);
  const unknown = mocks.find((name) => !published.includes(name));
  if (unknown !== undefined)
    throw usageError(`--mock ${unknown}: ${registry} has no such subgraph, only ${published.join(', ')}.`);
  const names = [...live.map(({ name }) => name), ...mocks];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw usageError(`${twice} is named twice: run it, override it, or mock it.`);
}

async function startMocks(options: DevOptions, published: PublishedGraph): Promise<MockServer | undefined> {
  return options.mocks.length === 0 ? undefined : serveMocks(mockedOf(options, published));
}

function mockedOf(
  { mocks, seed, examples = NO_EXAMPLES }: DevOptions,
  { subgraphs }: Pick<PublishedGraph, 'subgraphs'>,
): MockOptions[] {
  const mocked = subgraphs.filter(({ name }) => mocks.includes(name));
  return mocked.map(({ name, sdl }) => ({ name, sdl, examples, ...(seed !== undefined && { seed }) }));
}

function describeSubgraphs(
  { own, overrides, registry, env }: DevOptions,
  { subgraphs }: PublishedGraph,
  mocks: MockServer | undefined,
): DevSubgraph[] {
  const published = subgraphs.map(({ name, url }): DevSubgraph => {
    const mocked = mocks?.urls.get(name);
    if (mocked !== undefined) return { name, url: mocked, role: 'mock' };
    const given = env[urlVariable(name)];
    return given ? { name, url: given, role: urlVariable(name) } : { name, url, role: `as in ${registry}` };
  });
  const running = [...overrides].map(([name, url]): DevSubgraph => ({ name, url, role: 'override' }));
  if (own) running.push({ name: own.name, url: own.url, role: own.file ? `SDL from ${own.file}` : 'SDL from it' });
  const names = new Set(running.map(({ name }) => name));
  return [...published.filter(({ name }) => !names.has(name)), ...running].sort((a, b) => (a.name < b.name ? -1 : 1));
}

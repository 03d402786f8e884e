import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { replaceFile } from '../../subgraphs/process/replace-file.js';
import type { SubgraphEntry } from '../../gateway/supergraph/registry/manifest.js';

export interface PublishedForTest extends Partial<SubgraphEntry> {
  name: string;
  url: string;
  sdl: string;
}

/** A registry in a folder of its own, which a server of this test can serve too. */
export interface TestRegistry {
  readonly folder: string;
  /** Publishes these subgraphs as the next version, the manifest last; resolves to the supergraph's hash. */
  publish(subgraphs: readonly PublishedForTest[], operations?: Record<string, string>): Promise<string>;
  close(): Promise<void>;
}

export const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

export async function createTestRegistry(): Promise<TestRegistry> {
  const folder = await mkdtemp(join(tmpdir(), 'registry-'));
  let version = 0;

  async function write(name: string, text: string): Promise<void> {
    const file = join(folder, name);
    await mkdir(dirname(file), { recursive: true });
    await replaceFile(file, text);
  }

  return {
    folder,
    async publish(subgraphs, operations = {}) {
      const { supergraphSdl, errors } = composeServices(
        subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
      );
      if (!supergraphSdl) throw new AggregateError(errors ?? [], 'The registry of the test does not compose');
      version += 1;
      const files: Record<string, string> = {
        ...Object.fromEntries(subgraphs.map(({ name, sdl }) => [`${name}.graphql`, sdl])),
        'supergraph.graphql': supergraphSdl,
        ...Object.fromEntries(Object.entries(operations).map(([name, text]) => [`operations/${name}`, text])),
      };
      for (const [name, text] of Object.entries(files)) await write(name, text);
      const manifest = {
        format: 1,
        version,
        publishedAt: '2026-11-30T00:00:00.000Z',
        publishedBy: 'test',
        files: Object.fromEntries(Object.entries(files).map(([name, text]) => [name, digestOf(text)])),
        subgraphs: subgraphs.map(({ sdl: _sdl, ...entry }) => ({
          owner: null,
          contact: null,
          since: version,
          isOurs: false,
          ...entry,
        })),
      };
      await write('registry.json', JSON.stringify(manifest));
      return digestOf(supergraphSdl);
    },
    close: () => rm(folder, { recursive: true }),
  };
}

/** Serves the files of a folder with ETags, as a static file server does. */
export interface FileServer {
  readonly url: string;
  /** Path and status of each request. */
  readonly requests: string[];
  /** Responds with this status to everything, until it is called without one. */
  fail(status?: number): void;
  close(): Promise<void>;
}

export async function serveFolder(folder: string): Promise<FileServer> {
  const requests: string[] = [];
  let failure: number | undefined;
  const server: Server = createServer((request, response) => {
    void (async () => {
      const text = await readFile(join(folder, request.url!), 'utf8').catch(() => undefined);
      const etag = text === undefined ? '' : `"${digestOf(text).slice(0, 16)}"`;
      const status = failure ?? (text === undefined ? 404 : request.headers['if-none-match'] === etag ? 304 : 200);
      requests.push(`${request.url} ${status}`);
      response.writeHead(status, { etag }).end(status === 200 ? text : undefined);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    fail: (status) => void (failure = status),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

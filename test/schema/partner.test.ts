import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freePort } from '../../scripts/database/free-port.js';
import { composeSupergraph } from '../../scripts/schema/composition/compose-supergraph.js';
import { probeSubgraph } from '../../scripts/schema/probe/probe-subgraph.js';
import { writeScaffold, type Language } from '../../scripts/schema/scaffold/write-scaffold.js';
import { readExamples } from '../../scripts/schema/sdl/examples.js';
import { urlVariable } from '../../subgraphs/process/subgraph-variables.js';
import { deriveSubgraphKey } from '../../subgraphs/protocol/keys.js';
import { startGraph, type RunningGraph } from '../graph.js';
import { SECRET, signedHeaders } from '../signed-call.js';

/** What is installed is kept here from one run to the next. */
const KEPT = resolve('.citylink', 'scaffold');
const root = mkdtempSync(join(tmpdir(), 'citylink-partner-'));

interface Tools {
  name: string;
  language: Language;
  /** Installs what the subgraph needs; undefined where its tools are not on this machine. */
  install: ((folder: string) => void) | undefined;
  test: string[];
  start: string[];
}

const python = ['python3', 'python'].find((command) => runs(command, ['-c', 'import venv, ensurepip']));
const partners: Tools[] = [
  {
    name: 'trams',
    language: 'typescript',
    install: (folder) => {
      symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
      run(folder, [process.execPath, resolve('node_modules/typescript/bin/tsc')]);
    },
    test: [process.execPath, '--test', 'dist/test/signature.test.js', 'dist/test/subgraph.test.js'],
    start: [process.execPath, 'dist/src/main.js'],
  },
  {
    name: 'night-transit',
    language: 'python',
    install:
      python === undefined ? undefined : (folder) => symlinkSync(pythonPackages(python, folder), join(folder, '.venv')),
    test: ['.venv/bin/python', '-m', 'unittest'],
    start: ['.venv/bin/python', '-m', 'app'],
  },
  {
    name: 'city-parks',
    language: 'go',
    // The modules and what was compiled of them are kept by Go itself.
    install: runs('go', ['version']) ? (folder) => run(folder, ['go', 'generate', './...']) : undefined,
    test: ['go', 'test', './...'],
    start: ['./city-parks'],
  },
];
const present = partners.filter(({ install }) => install !== undefined);
const urls = new Map<string, string>();
const processes: ChildProcess[] = [];
let graph: RunningGraph;

beforeAll(async () => {
  const apiSdl = readFileSync('schema/api.graphql', 'utf8');
  for (const { name, language, install, start } of present) {
    const folder = join(root, name);
    await writeScaffold({
      name,
      language,
      folder,
      taken: { subgraphs: [], apiSdl },
      key: deriveSubgraphKey(SECRET, name),
    });
    install!(folder);
    if (language === 'go') run(folder, ['go', 'build', '-o', name, '.']);
    urls.set(name, await startPartner(folder, start));
  }
  const url = 'http://127.0.0.1:1/graphql';
  const { supergraphSdl } = composeSupergraph([
    ...['cities', 'partners', 'events'].map((name) => ({
      name,
      url,
      sdl: readFileSync(`schema/${name}.graphql`, 'utf8'),
    })),
    ...present.map(({ name }) => ({
      name,
      url: urls.get(name)!,
      sdl: readFileSync(join(root, name, `${name}.graphql`), 'utf8'),
    })),
  ]);
  const SUPERGRAPH_FILE = join(root, 'supergraph.graphql');
  writeFileSync(SUPERGRAPH_FILE, supergraphSdl);
  graph = await startGraph({
    SUPERGRAPH_FILE,
    ...Object.fromEntries([...urls].map(([name, at]) => [urlVariable(name), at])),
  });
}, 600_000);

afterAll(async () => {
  await graph?.close();
  await Promise.all(
    processes.map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    }),
  );
  rmSync(root, { recursive: true });
});

describe.each(partners)('a subgraph in $language', ({ name, install, test: tests }) => {
  const whereToolsAre = install === undefined ? test.skip : test;
  const camel = name.replace(/-(.)/, (_, letter: string) => letter.toUpperCase());
  const Item = `${camel[0]!.toUpperCase()}${camel.slice(1)}Item`;

  whereToolsAre('passes its own tests', () => run(join(root, name), tests), 300_000);

  whereToolsAre('answers signed references in order, with null for unknown items', async () => {
    const { status, body } = await call(
      name,
      {
        query: `query ($keys: [_Any!]!) { _entities(representations: $keys) { __typename ... on City { id } ... on ${Item} { id } } }`,
        variables: {
          keys: [
            { __typename: Item, id: 'none' },
            { __typename: 'City', id: 'th-yala' },
            { __typename: 'City', id: 'th-chiang-mai' },
            { __typename: Item, id: `${name}-phuket-1` },
          ],
        },
      },
      name,
    );
    expect([status, body]).toEqual([
      200,
      {
        data: {
          _entities: [
            null,
            { __typename: 'City', id: 'th-yala' },
            { __typename: 'City', id: 'th-chiang-mai' },
            { __typename: Item, id: `${name}-phuket-1` },
          ],
        },
      },
    ]);
  });

  whereToolsAre('refuses what is unsigned, or signed for another subgraph, with a GraphQL error', async () => {
    for (const signedFor of [undefined, 'events']) {
      const { status, body, headers } = await call(name, { query: '{ __typename }' }, signedFor);
      expect([status, body.errors]).toEqual([
        401,
        [expect.objectContaining({ extensions: { code: 'UNAUTHENTICATED' } })],
      ]);
      expect(headers.get('www-authenticate')).toBe(
        `CitylinkSignature reason="${signedFor === undefined ? 'missing' : 'audience'}"`,
      );
    }
  });

  whereToolsAre('keeps what probe asks of a subgraph', async () => {
    const sdl = readFileSync(join(root, name, `${name}.graphql`), 'utf8');
    const report = await probeSubgraph({
      url: urls.get(name)!,
      name,
      key: deriveSubgraphKey(SECRET, name),
      published: { sdl, from: 'the scaffold' },
      // A city with items, and one without.
      examples: readExamples([`${Item}.id=${name}-yala-1`, 'City.id=th-yala,th-chiang-mai']),
      timeoutMs: 10_000,
    });
    const broken = report.sections.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error'));
    expect([report.passed, broken]).toEqual([true, []]);
  });

  whereToolsAre('is joined with ours by the gateway, in the language of the client', async () => {
    const query = `{ city(id: "th-yala") { name { en } ${camel}Items(first: 1) { id name city { name { en } } } } }`;
    const { body } = await graph.gateway.query(query, {}, { 'accept-language': 'th' });
    expect(body).toEqual({
      data: {
        city: {
          name: { en: 'Yala' },
          [`${camel}Items`]: [{ id: `${name}-yala-1`, name: 'รายการแรกของยะลา', city: { name: { en: 'Yala' } } }],
        },
      },
    });
  });

  whereToolsAre('gives an empty list for a city without items', async () => {
    const { body } = await graph.gateway.query(`{ city(id: "th-chiang-mai") { name { en } ${camel}Items { id } } }`);
    expect(body).toEqual({ data: { city: { name: { en: 'Chiang Mai' }, [`${camel}Items`]: [] } } });
  });
});

async function call(name: string, request: object, signedFor: string | undefined) {
  const body = JSON.stringify(request);
  const headers = signedFor === undefined ? {} : signedHeaders(signedFor, body);
  const response = await fetch(urls.get(name)!, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as { data?: unknown; errors?: unknown[] },
  };
}

/** Starts a subgraph on a free port and waits until it responds; its key is in its `.env`. */
async function startPartner(folder: string, [command, ...args]: string[]): Promise<string> {
  const PORT = String(await freePort(0));
  const { SUBGRAPH_KEY: _, ...env } = process.env;
  const child = spawn(command!, args, { cwd: folder, env: { ...env, PORT }, stdio: ['ignore', 'pipe', 'pipe'] });
  processes.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  const url = `http://127.0.0.1:${PORT}/graphql`;
  while (
    !(await fetch(url, { method: 'POST' }).then(
      () => true,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) throw new Error(`${folder} ended: ${output}`);
    await new Promise((tick) => setTimeout(tick, 50));
  }
  return url;
}

/** A folder with the packages of a subgraph in Python, which is made once for each list of them. */
function pythonPackages(command: string, folder: string): string {
  const list = readFileSync(join(folder, 'requirements.txt'), 'utf8');
  const made = join(KEPT, `python-${createHash('sha256').update(list).digest('hex').slice(0, 16)}`);
  if (existsSync(join(made, 'complete'))) return made;
  mkdirSync(KEPT, { recursive: true });
  rmSync(made, { recursive: true, force: true });
  run(folder, [command, '-m', 'venv', made]);
  run(folder, [join(made, 'bin', 'python'), '-m', 'pip', 'install', '--quiet', '-r', 'requirements.txt']);
  writeFileSync(join(made, 'complete'), '');
  return made;
}

function run(cwd: string, [command, ...args]: string[]): void {
  try {
    execFileSync(command!, args, { cwd, stdio: 'pipe' });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: Buffer; stderr?: Buffer };
    throw new Error(`${[command, ...args].join(' ')} failed:\n${String(stdout)}\n${String(stderr)}`, {
      cause: error,
    });
  }
}

function runs(command: string, args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

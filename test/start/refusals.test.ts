import { createServer } from 'node:net';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { confirmReset } from '../../scripts/seed/confirm-reset.js';
import { newFolder, spawnCommand } from './network-process.js';

jest.setTimeout(60_000);

const folder = newFolder();
const taken = createServer();
// What is stale is built before, so that outputs are of the commands alone.
beforeAll(() => spawnCommand(['scripts/schema.js', '--help'], {}).ended);
afterAll(async () => {
  taken.close();
  await rm(folder, { recursive: true, force: true });
});

describe('npm start refuses', () => {
  test('a given port that is taken, with one sentence', async () => {
    await once(taken.listen({ port: 0, host: '127.0.0.1' }), 'listening');
    const { port } = taken.address() as { port: number };
    const ended = await start([], { PORT: String(port) });
    expect(ended).toEqual({
      code: 1,
      output: `Port ${port} on 127.0.0.1 is taken: set PORT to another one, or to 0 for any that is free.\n`,
    });
    expect(await start(['--port', String(port)])).toEqual(ended);
  });

  test('a wrong configuration, with every problem of every part at once', async () => {
    const { code, output } = await start([], {
      PORT: 'eighty',
      SUBGRAPH_SECRET: 'short',
      LOG_LEVEL: 'loud',
      NODE_ENV: 'prod',
      MONGODB_URI: 'http://user:secret@127.0.0.1',
      EVENTS_MONGODB_URI: 'nowhere',
      CITIES_SUBGRAPH_URL: 'ftp://127.0.0.1',
    });
    expect(code).toBe(1);
    const [title, ...problems] = output.trimEnd().split('\n');
    expect(title).toBe('The configuration is not usable:');
    expect(problems.map((problem) => /^ {2}(\w+) must .+ Example: \1=.+$/.exec(problem)?.[1]).sort()).toEqual([
      'CITIES_SUBGRAPH_URL',
      'EVENTS_MONGODB_URI',
      'LOG_LEVEL',
      'MONGODB_URI',
      'NODE_ENV',
      'PORT',
      'SUBGRAPH_SECRET',
    ]);
    expect(output).toContain('NODE_ENV must be one of production, development, test, but got "prod".');
    expect(output).not.toContain('secret@');
  });

  test('a database that cannot be reached, with one sentence that hides its password', async () => {
    const { code, output } = await start([], {
      PORT: '0',
      MONGODB_URI: 'mongodb://user:hidden@127.0.0.1:1/?replicaSet=rs0',
    });
    expect(code).toBe(1);
    expect(output.trimEnd().split('\n').at(-1)).toMatch(
      /^MONGODB_URI \(mongodb:\/\/\*\*\*@127\.0\.0\.1:1\/\?replicaSet=rs0\) cannot be reached: /,
    );
    expect(output).not.toContain('hidden');
  });

  test('flags that contradict each other', async () => {
    expect(await start(['--reset', '--no-seed'])).toEqual({
      code: 1,
      output: '--reset and --no-seed exclude each other: --reset seeds.\n',
    });
  });
});

describe('removing all records in production', () => {
  const production = { NODE_ENV: 'production' };

  test.each(['scripts/seed.js', 'scripts/start.js'])('is refused by %s where nobody can be asked', async (file) => {
    const { code, output } = await spawnCommand([file, '--reset'], { ...production, CITYLINK_FOLDER: folder }).ended;
    expect([code, output]).toEqual([1, expect.stringContaining('add --yes if that is what you want')]);
  });

  test.each([
    ['remove', true],
    ['yes', false],
    ['', false],
  ])('asks at a terminal; after the answer "%s" it goes on: %s', async (answer, goesOn) => {
    const input = Object.assign(new PassThrough(), { isTTY: true });
    const output = new PassThrough();
    const confirmed = confirmReset(production, false, '--reset', { input, output });
    input.write(`${answer}\n`);
    if (goesOn) await confirmed;
    else await expect(confirmed).rejects.toThrow('Nothing was removed.');
    expect(String(output.read())).toContain('Type "remove" to go on');
  });

  test('is not asked about with --yes, and outside of production', async () => {
    await confirmReset(production, true);
    await confirmReset({ NODE_ENV: 'development' }, false);
  });
});

describe('npm run start:subgraph refuses', () => {
  test('an unknown subgraph, and lists the known ones', async () => {
    expect(await spawnCommand(['scripts/start-subgraph.js', 'towns'], {}).ended).toEqual({
      code: 1,
      output:
        'The name of the subgraph must be one of cities, partners, events, but got towns. Example: npm run start:subgraph -- cities\n',
    });
  });

  test('an unknown NODE_ENV', async () => {
    const { code, output } = await spawnCommand(['scripts/start-subgraph.js', 'cities'], { NODE_ENV: 'prod' }).ended;
    expect(code).toBe(1);
    expect(output).toContain(
      'NODE_ENV must be one of production, development, test, but got "prod". Example: NODE_ENV=production',
    );
  });

  test('a configuration that lacks required variables', async () => {
    const { code, output } = await spawnCommand(['scripts/start-subgraph.js', 'cities'], { PORT: 'x' }).ended;
    expect(code).toBe(1);
    expect(
      output
        .split('\n')
        .map((line) => line.trim().split(' ')[0])
        .filter((word) => /^[A-Z_]+$/.test(word ?? ''))
        .sort(),
    ).toEqual(['MONGODB_URI', 'PORT', 'SUBGRAPH_KEY']);
  });
});

describe('--help', () => {
  test.each([
    ['scripts/start.js', ['--no-seed', '--reset', '--port']],
    ['scripts/seed.js', ['--reset', '--yes', '--sample-data', '--indexes-only', '--scale']],
    ['scripts/migrate.js', ['MONGODB_URI']],
    ['scripts/start-gateway.js', ['SUPERGRAPH_FILE']],
    ['scripts/start-subgraph.js', ['cities, partners or events', 'SUBGRAPH_KEY']],
    ['scripts/schema.js', ['compose', 'key']],
    ['scripts/test.js', ['N passed, N failed']],
  ])('%s prints its usage', async (file, words) => {
    const { code, output } = await spawnCommand([file, '--help'], {}).ended;
    expect(code).toBe(0);
    for (const word of [/^Usage: npm /, ...words]) expect(output).toMatch(word);
  });
});

test('npm start -- --help wraps its lines, and prints no default for options that are off', async () => {
  const { output } = await spawnCommand(['scripts/start.js', '--help'], {}).ended;
  expect(output).not.toContain('(default: false)');
  const [, description = ''] = output.split('\n\n');
  // Broken by the width alone: no line could have taken the next one's first word.
  const lines = description.split('\n');
  for (const [at, line] of lines.slice(0, -1).entries())
    expect(line.length + 1 + lines[at + 1]!.split(' ')[0]!.length).toBeGreaterThan(80);
});

function start(args: string[], env: NodeJS.ProcessEnv = {}) {
  return spawnCommand(['scripts/start.js', ...args], { CITYLINK_FOLDER: folder, ...env }).ended;
}

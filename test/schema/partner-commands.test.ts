import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawnCommand } from '../start/network-process.js';
import { PARTNERS_SECRET, startTransit, TRANSIT_KEY, TRANSIT_SDL, type RunningTransit } from './transit-subgraph.js';

const folder = mkdtempSync(join(tmpdir(), 'citylink-partner-'));
const sdlFile = join(folder, 'transit.graphql');
writeFileSync(sdlFile, TRANSIT_SDL);

let transit: RunningTransit;
beforeAll(async () => {
  transit = await startTransit();
});
afterAll(() => transit?.close());

const run = (...args: string[]) => spawnCommand(['scripts/schema.js', ...args], { CITYLINK_FOLDER: folder }).ended;

test('`probe` passes with 0, fails with 1 and one finding in JSON, and ends with 2 and 3 without a stack', async () => {
  const signed = [
    'probe',
    transit.url,
    '--name',
    'transit',
    '--key',
    TRANSIT_KEY,
    '--example',
    'City.id=th-yala,th-nan',
  ];
  const passed = await run(...signed, '--sdl', sdlFile);
  expect(passed.output).toMatch(/^Probe of transit at .*\n(.*\n)*Passed: 0 errors, 0 warnings\n$/);
  expect(passed.code).toBe(0);

  transit.behave({ accepts: (failure) => failure === 'replay' });
  const failed = await run(...signed, '--format', 'json');
  transit.behave({});
  expect(failed.code).toBe(1);
  const report = JSON.parse(failed.output) as { sections: { findings: { code: string; severity: string }[] }[] };
  const errors = report.sections.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'error');
  expect(errors.map(({ code }) => code)).toEqual(['REPLAY_ACCEPTED']);

  const unsigned = await run('probe', transit.url);
  expect([unsigned.code, unsigned.output]).toEqual([
    2,
    expect.stringMatching(/^The subgraph refuses calls .*--key.*\n$/),
  ]);
  const named = ['probe', transit.url, '--name', 'transit', '--example', 'City.id=th-yala,th-nan'];
  const secret = { CITYLINK_FOLDER: folder, SUBGRAPH_SECRET: PARTNERS_SECRET };
  const onMachine = await spawnCommand(['scripts/schema.js', ...named], secret).ended;
  expect([onMachine.code, onMachine.output]).toEqual([
    0,
    expect.stringMatching(
      /^Calls are signed with the key of this machine, which `npm run schema -- key transit` prints\./,
    ),
  ]);
  const production = await spawnCommand(['scripts/schema.js', ...named], { ...secret, NODE_ENV: 'production' }).ended;
  expect([production.code, production.output]).toEqual([2, expect.stringMatching(/npm run schema -- key <name>/)]);
  const unreachable = await run('probe', 'http://127.0.0.1:1/graphql');
  expect([unreachable.code, unreachable.output]).toEqual([
    3,
    expect.stringMatching(/^No subgraph can be reached at .*\n$/),
  ]);
  const notPublished = await run(...signed, '--registry', 'schema');
  expect([notPublished.code, notPublished.output]).toEqual([
    1,
    expect.stringMatching(/^schema has no subgraph transit: .*\n$/),
  ]);
});

test.each([
  {
    title: '`key` of what is no name',
    args: ['key', 'Bad Name'],
    output: /^"Bad Name" is no name of a subgraph: .*\n$/,
  },
  {
    title: '`docs` into a file',
    args: ['docs', '--out', sdlFile],
    output: /transit\.graphql is a file, or in one: .*\n$/,
  },
  {
    title: '`docs` below a file',
    args: ['docs', '--out', join(sdlFile, 'docs')],
    output: /docs is a file, or in one: .*\n$/,
  },
])('$title is wrong usage', async ({ args, output }) => {
  expect(await run(...args)).toEqual({ code: 2, output: expect.stringMatching(output) });
});

test('`dev` on a port that is taken names the option, or the variable that set it', async () => {
  const { port } = new URL(transit.url);
  const args = ['scripts/schema.js', 'dev', '--mock', 'events', '--registry', 'schema'];
  const byOption = await spawnCommand([...args, '--port', port], { CITYLINK_FOLDER: folder }).ended;
  expect(byOption).toMatchObject({
    code: 2,
    output: `Port ${port} on 127.0.0.1 is taken: set --port to another one, or to 0 for any that is free.\n`,
  });
  const byVariable = await spawnCommand(args, { CITYLINK_FOLDER: folder, PORT: port }).ended;
  expect(byVariable.output).toMatch(/ is taken: set PORT to another one/);
});

test('`dev` says where everything is, serves, and ends with Ctrl-C', async () => {
  const args = [
    'scripts/schema.js',
    'dev',
    '--name',
    'transit',
    '--url',
    transit.url,
    '--registry',
    'schema',
    '--port',
    '0',
  ];
  const dev = spawnCommand([...args, '--mock', 'cities,events,partners'], {
    CITYLINK_FOLDER: folder,
    SUBGRAPH_SECRET: PARTNERS_SECRET,
  });
  await dev.said(/Ctrl-C stops it\.\n/);
  expect(dev.output()).toMatch(/Composed with transit:\n(.*\n)*.*\+ Field "lines" was added to object type "City"/);
  const [, url] = /Gateway +(\S+)/.exec(dev.output())!;
  const response = await fetch(url!, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ city(id: "th-yala") { lines { code } } }' }),
  });
  expect(await response.json()).toEqual({ data: { city: { lines: [{ code: 'blue' }, { code: 'red' }] } } });
  dev.child.kill('SIGINT');
  expect((await dev.ended).code).toBe(0);
});

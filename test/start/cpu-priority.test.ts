import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startChild, type Child, type Program } from '../../scripts/start/child.js';
import { until } from '../gateway/until.js';

let folder: string;
let child: Child | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cpu-priority-'));
  // Listens as soon as a file exists.
  await writeFile(
    join(folder, 'program.cjs'),
    `const wait = setInterval(() => require('node:fs').existsSync(process.env.WHEN) && (clearInterval(wait), process.send({ type: 'listening', url: 'http://there' }), setInterval(() => {}, 1e6)), 5)`,
  );
});

afterEach(async () => {
  await child?.stop(0);
  await rm(folder, { recursive: true });
});

const start = (lowPriority?: Program['lowPriority']) =>
  startChild({ file: join(folder, 'program.cjs'), args: [], env: { WHEN: join(folder, 'now') }, lowPriority });
const share = () =>
  readFileSync(`/proc/${child!.pid}/autogroup`, 'utf8')
    .replace(/.*nice /, '')
    .trimEnd();
/** Other systems have no autogroups. */
const onLinux = existsSync('/proc/self/autogroup') ? test : test.skip;

onLinux('a program that restarts has the lowest priority until it listens, and then that of serving', async () => {
  child = start('restarting');
  await until(share, (nice) => nice === '14');
  await writeFile(join(folder, 'now'), '');
  expect(await child.listening).toBe('http://there');
  await until(share, (nice) => nice === '4');
});

onLinux('a program that starts with the others has the priority of serving from the beginning', async () => {
  child = start('serving');
  await until(share, (nice) => nice === '4');
  await writeFile(join(folder, 'now'), '');
  expect(await child.listening).toBe('http://there');
  expect(share()).toBe('4');
});

onLinux('a program without lowPriority keeps the usual priority', async () => {
  child = start();
  expect(share()).toBe('0');
  await writeFile(join(folder, 'now'), '');
  expect(await child.listening).toBe('http://there');
  expect(share()).toBe('0');
});

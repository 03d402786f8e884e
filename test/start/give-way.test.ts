import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startChild, type Child } from '../../scripts/start/child.js';
import { until } from '../gateway/until.js';

let folder: string;
let child: Child | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'give-way-'));
  // Answers as soon as there is a file.
  await writeFile(join(folder, 'program.cjs'), `const wait = setInterval(() => require('node:fs').existsSync(process.env.WHEN) && (clearInterval(wait), process.send({ type: 'listening', url: 'http://there' }), setInterval(() => {}, 1e6)), 5)`);
});

afterEach(async () => {
  await child?.stop(0);
  await rm(folder, { recursive: true });
});

const start = (givesWay: boolean) => startChild({ file: join(folder, 'program.cjs'), args: [], env: { WHEN: join(folder, 'now') }, givesWay });
const share = () => readFileSync(`/proc/${child!.pid}/autogroup`, 'utf8').replace(/.*nice /, '').trimEnd();
/** Other systems have no such thing. */
const onLinux = existsSync('/proc/self/autogroup') ? test : test.skip;

onLinux('a program that gives way does so until it answers', async () => {
  child = start(true);
  await until(share, (nice) => nice === '10');
  await writeFile(join(folder, 'now'), '');
  expect(await child.listening).toBe('http://there');
  await until(share, (nice) => nice === '0');
});

onLinux('others have their share from the beginning', async () => {
  child = start(false);
  expect(share()).toBe('0');
  await writeFile(join(folder, 'now'), '');
  expect(await child.listening).toBe('http://there');
});

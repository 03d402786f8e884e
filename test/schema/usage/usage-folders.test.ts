import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usageFolders } from '../../../scripts/schema/usage/usage-folders.js';

const given = { ...process.env };
let registry: string;

beforeAll(async () => {
  registry = await mkdtemp(join(tmpdir(), 'usage-folders-'));
});

afterEach(() => {
  process.env = { ...given };
});

afterAll(() => rm(registry, { recursive: true }));

test('what was tried on this machine counts only where no network has recorded anything', async () => {
  delete process.env['USAGE_FOLDER'];
  process.env['CITYLINK_FOLDER'] = 'state';
  expect(usageFolders(registry)).toEqual([join('state', 'usage')]);
  expect(usageFolders('https://registry.example.org/')).toEqual([join('state', 'usage')]);
  await mkdir(join(registry, 'usage'));
  expect(usageFolders(registry)).toEqual([join(registry, 'usage')]);
  process.env['USAGE_FOLDER'] = 'recorded';
  expect(usageFolders(registry)).toEqual(['recorded', join(registry, 'usage')]);
  expect(usageFolders('https://registry.example.org/')).toEqual(['recorded']);
});

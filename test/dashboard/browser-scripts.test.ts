import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { buildDashboard } from '../setup/build-dashboard.js';

const run = promisify(execFile);

test('the scripts of the pages type-check with the results that their operations have in the schema now', async () => {
  await mkdir('artifacts', { recursive: true });
  // Within the repository, where TypeScript finds the packages.
  const folder = await mkdtemp(resolve('artifacts', 'dashboard-'));
  try {
    await cp('gateway/dashboard', join(folder, 'gateway', 'dashboard'), { recursive: true });
    await cp('schema', join(folder, 'schema'), { recursive: true });
    await copyFile('tsconfig.json', join(folder, 'tsconfig.json'));
    const codegen = resolve('node_modules/@graphql-codegen/cli/cjs/bin.js');
    await run(process.execPath, [codegen, '--config', 'gateway/dashboard/codegen.js'], { cwd: folder });
    const tsc = resolve('node_modules/typescript/bin/tsc');
    const checked = await run(process.execPath, [tsc, '--noEmit', '-p', 'gateway/dashboard/browser'], {
      cwd: folder,
    }).catch(({ stdout }: { stdout: string }) => ({ stdout }));
    expect(checked.stdout).toBe('');
  } finally {
    await rm(folder, { recursive: true });
  }
}, 120_000);

test('each province with a city is on the map of Thailand', async () => {
  const topology = JSON.parse(await readFile('gateway/dashboard/browser/maps/thailand.topo.json', 'utf8')) as {
    objects: { THA: { geometries: { properties: { name: string | null } }[] } };
  };
  const names = new Set(topology.objects.THA.geometries.map(({ properties }) => properties.name));
  const { items } = JSON.parse(await readFile('subgraphs/cities/seed/cities.json', 'utf8')) as {
    items: { province: { en: string } | null }[];
  };
  const missing = items.flatMap(({ province }) => (province && !names.has(province.en) ? [province.en] : []));
  // `OTHER_NAMES` of the map's tile has it.
  expect(new Set(missing)).toEqual(new Set(['Bangkok']));
});

test('all that a browser loads of the pages is at most 400 kB, compressed', async () => {
  await buildDashboard();
  const folder = 'dist/dashboard';
  const names = (await readdir(folder)).filter((name) => /\.(br|woff2)$/.test(name));
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(400_000);
});

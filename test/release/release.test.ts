import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { closeUnreleased, nextVersion, readUnreleased } from '../../scripts/release/changelog.js';
import { isAllowed, LICENCE_LIST, printLicences } from '../../scripts/release/licences.js';
import { idOf, readLockedPackages } from '../../scripts/release/locked-packages.js';
import { makeRelease, planRelease } from '../../scripts/release/release.js';
import { createSbom, problemsOf } from '../../scripts/release/sbom.js';

const CHART = 'scripts/deploy/chart/Chart.yaml';
const NOW = new Date('2026-12-01T03:00:00Z');
const read = (file: string) => readFile(file, 'utf8');

describe('the licences of packages that run in production', () => {
  test('are all allowed, and their list is up to date', async () => {
    const { packages } = await readLockedPackages('.');
    expect(packages.length).toBeGreaterThan(400);
    expect(packages.filter((each) => !isAllowed(each)).map(idOf)).toEqual([]);
    expect(await read(LICENCE_LIST)).toBe(printLicences(packages));
  });

  test.each([
    ['MIT', 'a', true],
    ['(MIT AND BSD-3-Clause)', 'a', true],
    ['(GPL-3.0 OR MIT)', 'a', true],
    ['MIT AND GPL-3.0', 'a', false],
    ['GPL-3.0', 'a', false],
    ['UNKNOWN', 'a', false],
    ['toString', 'a', false],
    ['Elastic-2.0', '@apollo/gateway', true],
    ['Elastic-2.0', 'elasticsearch', false],
  ])('%s of %s: %s', (licence, name, allowed) => expect(isAllowed({ licence, name })).toBe(allowed));

  test('are those that license-checker finds in the installed packages', async () => {
    const checker = resolve('node_modules/.bin/license-checker-rseidelsohn');
    const { stdout } = await promisify(execFile)(checker, ['--production', '--json'], { maxBuffer: 1e8 });
    const listed = new Map((await readLockedPackages('.')).packages.map((each) => [idOf(each), each.licence]));
    const found = Object.entries(JSON.parse(stdout) as Record<string, { licenses: string | string[] }>);
    const others = found.filter(
      // The root package itself stands there too. A star marks what it has guessed from the text of a licence.
      ([id, { licenses }]) =>
        !id.startsWith('citylink@') && listed.get(id) !== [licenses].flat().join().replace('*', ''),
    );
    expect(found.length).toBeGreaterThan(300);
    expect(others).toEqual([]);
  });
});

test('the bill of materials has each package once, with its address, licence, hash and dependencies', async () => {
  const locked = await readLockedPackages('.');
  const sbom = createSbom({ name: 'citylink', version: '9.9.9', license: 'Apache-2.0' }, locked, NOW);
  expect(problemsOf(sbom)).toEqual([]);
  const { dependencies, version } = JSON.parse(await read('package.json'));
  expect(sbom.dependencies[0]!.dependsOn).toHaveLength(Object.keys(dependencies).length);
  const gateway = `@apollo/gateway@${dependencies['@apollo/gateway']}`;
  expect(sbom.components.find((each) => each['bom-ref'] === gateway)).toMatchObject({
    type: 'library',
    purl: `pkg:npm/%40apollo/gateway@${dependencies['@apollo/gateway']}`,
    licenses: [{ license: { id: 'Elastic-2.0' } }],
    hashes: [{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) }],
  });
  expect(sbom.dependencies.find(({ ref }) => ref === gateway)!.dependsOn).toContain(
    `@apollo/query-planner@${dependencies['@apollo/query-planner']}`,
  );
  expect(sbom.components.map(({ name }) => name)).not.toContain('jest');
  const [first, ...rest] = sbom.components;
  expect(problemsOf({ ...sbom, components: [...rest, { ...first!, version: '', hashes: [] }, rest[0]!] })).not.toEqual(
    [],
  );
  expect(readUnreleased(await read('CHANGELOG.md')).entries).not.toEqual({});
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});

describe('the next version', () => {
  test.each([
    ['1.2.3', { Fixed: ['a'] }, '1.2.4'],
    ['1.2.3', { Security: ['a'], Added: ['b'] }, '1.3.0'],
    ['1.2.3', { Removed: ['a'] }, '2.0.0'],
    ['1.2.3', { Changed: ['**Breaking**: a'] }, '2.0.0'],
    ['0.2.3', { Changed: ['**Breaking**: a'] }, '0.3.0'],
    ['0.2.3', { Fixed: ['a'] }, '0.2.4'],
  ])('after %s with %j is %s', (current, entries, next) => expect(nextVersion(current, entries)).toBe(next));

  test('needs entries below headings that exist', () => {
    expect(() => readUnreleased('# Changelog\n')).toThrow('no section "## Unreleased"');
    expect(() => readUnreleased('## Unreleased\n\n### News\n')).toThrow('"News" is no heading');
    expect(() => readUnreleased('## Unreleased\n\n- a\n')).toThrow('below no heading');
    const text = '# Changelog\n\n## Unreleased\n\n### Fixed\n\n- a\n\n## 0.1.0 - 2026-01-01\n\n### Added\n\n- b\n';
    expect(readUnreleased(text).entries).toEqual({ Fixed: ['a'] });
    expect(readUnreleased(closeUnreleased(text, '0.1.1', '2026-12-01')).entries).toEqual({});
  });
});

describe('a release', () => {
  let folder: string;
  const git = async (...args: string[]) => (await promisify(execFile)('git', args, { cwd: folder })).stdout.trim();
  const plan = () => planRelease({ folder, now: NOW, audit: async () => ({ isOk: true, detail: '' }) });
  const failures = async () => (await plan()).checks.filter(({ isOk }) => !isOk).map(({ title }) => title);
  const writeRun = async (more: object = {}) => {
    const run = { commit: await git('rev-parse', 'HEAD'), isClean: true, isWhole: true, passed: 9, failed: 0, ...more };
    await writeFile(join(folder, '.citylink', 'test', 'last-run.json'), JSON.stringify(run));
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'citylink-release-'));
    for (const file of ['package.json', 'package-lock.json', LICENCE_LIST, CHART, '.gitignore'])
      await cp(file, join(folder, file));
    await writeFile(join(folder, 'CHANGELOG.md'), '# Changelog\n\n## Unreleased\n\n### Added\n\n- A thing.\n');
    await mkdir(join(folder, '.citylink', 'test'), { recursive: true });
    await git('init', '--quiet', '--initial-branch', 'main');
    await git('config', 'user.name', 'A maintainer');
    await git('config', 'user.email', 'maintainer@example.org');
    await git('add', '.');
    await git('commit', '--quiet', '--message', 'First');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('is refused, naming each reason, when tests were not run or failed, or something is not committed', async () => {
    expect(await failures()).toEqual(['tests']);
    await writeRun({ failed: 1 });
    expect(await failures()).toEqual(['tests']);
    await writeRun({ isWhole: false });
    expect(await failures()).toEqual(['tests']);
    await writeRun({ commit: 'another' });
    expect(await failures()).toEqual(['tests']);
    await writeRun();
    await writeFile(join(folder, LICENCE_LIST), '');
    expect(await failures()).toEqual(['tree', 'list of licences']);
    await expect(makeRelease(await plan(), folder, NOW)).rejects.toThrow(
      'Nothing is released: tree, list of licences.',
    );
    await git('checkout', '--quiet', '.');
    await git('checkout', '--quiet', '-b', 'other');
    expect(await failures()).toEqual(['branch']);
    await git('checkout', '--quiet', 'main');
    expect(await failures()).toEqual([]);
  });

  test('commits version and changelog, tags that, leaves the tree clean, and is not made twice', async () => {
    const made = await plan();
    const { version: before } = JSON.parse(await read('package.json')) as { version: string };
    expect(made.version).toBe(nextVersion(before, { Added: [''] }));
    const file = await makeRelease(made, folder, NOW);
    expect(await git('status', '--porcelain')).toBe('');
    expect(await git('log', '-1', '--format=%s %D')).toContain(
      `Release ${made.version} HEAD -> main, tag: ${made.tag}`,
    );
    expect(await git('diff', '--stat', 'HEAD~', '--', 'package-lock.json')).toContain(
      '2 insertions(+), 2 deletions(-)',
    );
    expect(JSON.parse(await read(join(folder, 'package.json'))).version).toBe(made.version);
    expect(parse(await read(join(folder, CHART)))).toMatchObject({ version: made.version, appVersion: made.version });
    expect(await read(join(folder, 'CHANGELOG.md'))).toContain(
      `## Unreleased\n\n## ${made.version} - 2026-12-01\n\n### Added`,
    );
    expect(JSON.parse(await read(join(folder, file))).metadata.component.version).toBe(made.version);
    await writeRun();
    expect(await failures()).toEqual(['changelog']);
  });
});

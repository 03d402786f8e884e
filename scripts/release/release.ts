import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { closeUnreleased, nextVersion, readUnreleased } from './changelog.js';
import { isAllowed, LICENCE_LIST, printLicences } from './licences.js';
import { idOf, readLockedPackages } from './locked-packages.js';
import { createSbom, problemsOf, type Sbom } from './sbom.js';

const CHANGELOG = 'CHANGELOG.md';
/** Its version, and that of the image that it installs, are those of the release. */
const CHART = 'scripts/deploy/chart/Chart.yaml';
/** What `npm test` writes at its end. */
const LAST_RUN = join('.citylink', 'test', 'last-run.json');
const BRANCH = 'main';

const lastRun = z.object({
  commit: z.string(),
  isClean: z.boolean(),
  isWhole: z.boolean(),
  passed: z.number(),
  failed: z.number(),
});

/** One thing that must be so before a release. */
export interface Check {
  readonly title: string;
  readonly isOk: boolean;
  /** One sentence. */
  readonly detail: string;
}

/** A release that could be made. */
export interface Plan {
  readonly version: string;
  readonly tag: string;
  readonly checks: readonly Check[];
  /** The section of the changelog. */
  readonly notes: string;
  readonly sbom: Sbom;
}

export interface ReleaseOptions {
  /** The checkout. */
  readonly folder: string;
  readonly now: Date;
  /** Asks the registry for known vulnerabilities. */
  readonly audit: () => Promise<Omit<Check, 'title'>>;
}

/**
 * Judges whether this commit can be released, and as what.
 *
 * @throws an error of one sentence when package.json or the changelog cannot be read
 */
export async function planRelease({ folder, now, audit }: ReleaseOptions): Promise<Plan> {
  const root = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Parameters<typeof createSbom>[0];
  const changelog = await readFile(join(folder, CHANGELOG), 'utf8').catch(() => '');
  const { text, entries } = readUnreleased(changelog);
  const version = nextVersion(root.version, entries);
  const tag = `v${version}`;
  const locked = await readLockedPackages(folder);
  const sbom = createSbom({ ...root, version }, locked, now);
  const refused = locked.packages.filter((each) => !isAllowed(each)).map(idOf);
  const list = await readFile(join(folder, LICENCE_LIST), 'utf8').catch(() => '');
  const problems = problemsOf(sbom);
  const check = (title: string, isOk: boolean, good: string, bad: string): Check => ({
    title,
    isOk,
    detail: isOk ? good : bad,
  });
  const changes = await git(folder, 'status', '--porcelain');
  const branch = await git(folder, 'rev-parse', '--abbrev-ref', 'HEAD');
  const tags = (await git(folder, 'tag', '--list')).split('\n');
  const count = Object.values(entries).flat().length;
  return {
    version,
    tag,
    notes: text,
    sbom,
    checks: [
      check('tree', changes === '', 'Everything is committed.', `Not committed: ${changes.split('\n').join(', ')}.`),
      check('branch', branch === BRANCH, `It is ${BRANCH}.`, `A release is made of ${BRANCH}, and this is ${branch}.`),
      await judgeLastRun(folder),
      check('changelog', count > 0, `${count} entries are not released yet.`, `${CHANGELOG} has no new entry.`),
      check('tag', !tags.includes(tag), `${tag} is new.`, `There is a tag ${tag} already.`),
      check(
        'licences',
        refused.length === 0,
        `${locked.packages.length} packages have licences that are allowed.`,
        `Packages with other licences: ${refused.join(', ')}.`,
      ),
      check(
        'list of licences',
        list === printLicences(locked.packages),
        `${LICENCE_LIST} is up to date.`,
        `${LICENCE_LIST} is not up to date: run npm run release -- --write-licences.`,
      ),
      check('SBOM', problems.length === 0, `${sbom.components.length} components.`, problems.slice(0, 5).join('; ')),
      { title: 'audit', ...(await audit()) },
    ],
  };
}

/**
 * Makes a release on this machine: its version, also in the chart, and the changelog in a commit, its tag, and the SBOM beside. Nothing is pushed.
 *
 * @returns the file of the SBOM, relative to the checkout
 * @throws an error of one sentence when a check of the plan has failed
 */
export async function makeRelease(
  { version, tag, checks, notes, sbom }: Plan,
  folder: string,
  now: Date,
): Promise<string> {
  const failed = checks.filter(({ isOk }) => !isOk).map(({ title }) => title);
  if (failed.length > 0) throw new Error(`Nothing is released: ${failed.join(', ')}.`);
  const edit = async (file: string, change: (text: string) => string) =>
    writeFile(join(folder, file), change(await readFile(join(folder, file), 'utf8')));
  await edit(CHANGELOG, (text) => closeUnreleased(text, version, now.toISOString().slice(0, 10)));
  await edit('package.json', (text) => text.replace(/^( {2}"version": )"[^"]*"/m, `$1"${version}"`));
  // That of the lock file itself, and that of its root package.
  await edit('package-lock.json', (text) =>
    text
      .replace(/^( {2}"version": )"[^"]*"/m, `$1"${version}"`)
      .replace(/^( {6}"version": )"[^"]*"/m, `$1"${version}"`),
  );
  await edit(CHART, (text) => text.replace(/^(version|appVersion): .*$/gm, `$1: ${version}`));
  const files = [CHANGELOG, 'package.json', 'package-lock.json', CHART];
  await git(folder, 'commit', '--quiet', '--message', `Release ${version}`, '--', ...files);
  await git(folder, 'tag', '--annotate', tag, '--message', `Citylink ${version}\n\n${notes.replace(/^#+ /gm, '')}`);
  const file = join('.citylink', 'release', `citylink-${version}.cdx.json`);
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), `${JSON.stringify(sbom, undefined, 2)}\n`);
  return file;
}

/** Asks npm for known vulnerabilities of what runs in production; a registry that does not answer is no failure. */
export async function auditByNpm(folder: string): Promise<Omit<Check, 'title'>> {
  const { stdout } = await promisify(execFile)('npm', ['audit', '--omit', 'dev', '--json'], {
    cwd: folder,
    timeout: 60_000,
  }).catch((error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }));
  try {
    const { metadata } = JSON.parse(stdout) as { metadata: { vulnerabilities: Record<string, number> } };
    const { high = 0, critical = 0, total = 0 } = metadata.vulnerabilities;
    return {
      isOk: high + critical === 0,
      detail: `The registry knows ${total} vulnerabilities, ${high} high and ${critical} critical.`,
    };
  } catch {
    return { isOk: true, detail: 'Not checked: the registry does not answer npm audit.' };
  }
}

async function judgeLastRun(folder: string): Promise<Check> {
  const title = 'tests';
  const text = await readFile(join(folder, LAST_RUN), 'utf8').catch(() => '{}');
  const { data: run } = lastRun.safeParse(JSON.parse(text));
  if (!run) return { title, isOk: false, detail: 'npm test was not run here.' };
  const commit = await git(folder, 'rev-parse', 'HEAD');
  const detail = `npm test: ${run.passed} passed, ${run.failed} failed`;
  if (run.commit !== commit || !run.isClean || !run.isWhole)
    return { title, isOk: false, detail: `${detail}, but not of all tests at this commit: run npm test again.` };
  return { title, isOk: run.failed === 0 && run.passed > 0, detail: `${detail}.` };
}

async function git(folder: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('git', args, { cwd: folder });
  return stdout.trim();
}

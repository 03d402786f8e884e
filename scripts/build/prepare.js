import { existsSync } from 'node:fs';
import { lstat, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from './bundle.js';
import { bundleDashboard, isDashboardFresh } from './bundle-dashboard.js';
import { checkout } from './checkout.js';
import { withFileLock } from './file-lock.js';
import { missingPackages } from './missing-packages.js';
import { nodeRefusal } from './node-version.js';
import { runInherit } from './run-inherit.js';
import { sources } from './sources.js';

/** Says which sources the build was made of. */
const BUILT = join('dist', '.built.json');

/**
 * Sees to it that the build in `dist/` can be run: checks Node.js, installs from the lock file and compiles, each only
 * when needed. Runs in a bare clone, so that this file and all it imports use Node.js alone. Changes to the checkout's
 * folder and reads its `.env`, if any.
 *
 * Ends the process, with a sentence, when it cannot be done.
 *
 * @param {{ withDev?: boolean, withEnv?: boolean }} [options] packages for testing too; whether `.env` is read
 */
export async function prepare({ withDev = false, withEnv = true } = {}) {
  enterCheckout(withEnv);
  const isReady = async () => (await isBuilt()) && (await missingPackages(checkout, { withDev })).length === 0;
  if (await isReady()) return;
  await alone(async () => {
    if (await isReady()) return;
    await install();
    await build();
  });
}

/** Sees to it that the files of the dashboard are in `dist/`, without the programs: for tests that need no others. */
export async function prepareDashboard() {
  process.chdir(checkout);
  if (!(await isDashboardFresh())) await alone(bundleDashboard);
}

/**
 * Sees to it that a command can be run that is bundled from its sources, without the build of the application.
 *
 * Ends the process, with a sentence, when it cannot be done.
 *
 * @param {Readonly<Record<string, string>>} sources of the command, and of processes that it starts, by their names
 * @param {string} outdir where its bundle is, in the checkout
 */
export async function prepareCommand(sources, outdir) {
  enterCheckout(true);
  if ((await missingPackages(checkout, { withDev: true })).length > 0) await alone(install);
  const { isFresh, bundleCommand } = await import('./bundle-command.js');
  if (await isFresh(outdir)) return;
  await alone(async () => {
    if (!(await isFresh(outdir))) await bundleCommand(sources, outdir);
  }).catch((/** @type {Error} */ error) => fail(`The command could not be bundled: ${error.message}`));
}

/** @param {boolean} withEnv */
function enterCheckout(withEnv) {
  const refusal = nodeRefusal(process.versions.node);
  if (refusal) fail(refusal);
  process.chdir(checkout);
  if (withEnv && existsSync('.env')) process.loadEnvFile('.env');
}

/** @param {() => Promise<void>} work */
async function alone(work) {
  const waiting = (/** @type {number} */ owner) =>
    console.log(`Waiting for process ${owner}, which prepares this checkout`);
  await withFileLock(join('.citylink', 'prepare.lock'), work, waiting);
}

async function isBuilt() {
  return (await areProgramsBuilt()) && (await isDashboardFresh());
}

/** Whether the programs of `dist/` were built from these sources. */
async function areProgramsBuilt() {
  return (await builtFrom()) === (await readFile(BUILT, 'utf8').catch(() => undefined));
}

async function builtFrom() {
  return JSON.stringify(await sources(checkout), undefined, 1);
}

async function install() {
  const missing = await missingPackages(checkout, { withDev: true });
  if (missing.length === 0) return;
  // npm ci empties the folder behind a link, which belongs to another checkout.
  if (await isLink('node_modules'))
    fail(
      `node_modules is a link and lacks ${missing.length} packages of package-lock.json: install where it leads to, or remove the link.`,
    );
  console.log(`Installing ${missing.length} packages from package-lock.json (npm ci)`);
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js')
    ? [process.execPath, process.env.npm_execpath]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  // The compiler is needed even where NODE_ENV or the settings of npm leave development packages out.
  const [command = '', ...args] = [...npm, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const code = await runInherit(command, args, { cwd: checkout, shell: command.endsWith('.cmd') });
  if (code !== 0) fail('The packages could not be installed: see what npm says above.');
}

/** @param {string} path */
async function isLink(path) {
  return lstat(path).then(
    (stats) => stats.isSymbolicLink(),
    () => false,
  );
}

/** Types are not checked, which would take two thirds of the time: `npm run lint` and `npm test` check them. */
async function build() {
  if (await isBuilt()) return;
  console.log('Building (tsc, esbuild)');
  await bundleDashboard().catch((/** @type {Error} */ error) =>
    fail(`The dashboard could not be bundled: ${error.message}`),
  );
  if (await areProgramsBuilt()) return;
  const from = await builtFrom();
  await removeOrphans(JSON.parse(from));
  const code = await runInherit(
    process.execPath,
    [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', join('scripts', 'build', 'tsconfig.json')],
    { cwd: checkout },
  );
  if (code !== 0) fail('The sources do not compile: see what tsc says above.');
  await bundle().catch((/** @type {Error} */ error) => fail(`The programs could not be bundled: ${error.message}`));
  await writeFile(BUILT, from);
}

/**
 * What tsc made of sources that are gone would still be found by an import.
 *
 * @param {Record<string, string>} now
 */
async function removeOrphans(now) {
  const before = await readFile(BUILT, 'utf8').then(JSON.parse, () => ({}));
  const gone = Object.keys(before).filter((path) => path.endsWith('.ts') && !(path in now));
  await Promise.all(
    gone.flatMap((path) =>
      ['.js', '.js.map'].map((end) => rm(join('dist', path.replace(/\.ts$/, end)), { force: true })),
    ),
  );
}

/**
 * @param {string} sentence
 * @returns {never}
 */
function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Milliseconds. */
const HEALTH_TIMEOUT = 3_000;

/** The folder that all paths are relative to. */
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const [name, ...args] = process.argv.slice(2);

process.chdir(root);
if (process.pid === 1) endOnSignals();
if (name === undefined || name === '--help') help();
else if (name === 'health') await checkHealth(args[0]);
else await run(name, args);

function help() {
  console.log(`Usage: node scripts/deploy/run.js <program> [arguments]

Runs a program of the build, which needs Node.js alone (npm run build makes a folder of it):
  gateway                   the gateway
  cities, partners, events  a subgraph
  seed, migrate, verify, backup, restore
                            a command, with its options; each has --help
  health [path]             exits with 0 when the program at PORT of this machine responds at /health/live, or another path`);
}

/**
 * Runs a program in this process, so that signals reach it: a bundle of that name, or else the subgraph of that name.
 *
 * @param {string} program
 * @param {readonly string[]} rest
 */
async function run(program, rest) {
  const bundle = (/** @type {string} */ file) => join(root, 'dist', 'bundles', `${file}.js`);
  const isBundle = /^[a-z]+$/.test(program) && existsSync(bundle(program));
  const file = bundle(isBundle ? program : 'subgraph');
  if (!existsSync(file)) {
    console.error(`There is no program ${program} here: this folder was built for another role.`);
    process.exit(1);
  }
  process.argv = [process.execPath, file, ...(isBundle ? [] : [program]), ...rest];
  await import(pathToFileURL(file).href);
}

/** The first process of a container gets no signal for which it has no listener: until a program has one, it ends here. */
function endOnSignals() {
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT']))
    process.on(signal, () => process.listenerCount(signal) > 1 || process.exit(128 + constants.signals[signal]));
}

/** @param {string} [path] */
async function checkHealth(path = '/health/live') {
  const { HOST = '127.0.0.1', PORT = '4000' } = process.env;
  const host = HOST === '0.0.0.0' ? '127.0.0.1' : HOST === '::' ? '[::1]' : HOST.includes(':') ? `[${HOST}]` : HOST;
  const { status } = await fetch(`http://${host}:${PORT}${path}`, {
    signal: AbortSignal.timeout(HEALTH_TIMEOUT),
  }).catch((/** @type {Error} */ error) => ({ status: error.message }));
  if (status === 200) return;
  console.error(`${path}: ${status}`);
  process.exitCode = 1;
}

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkout } from './build/checkout.js';
import { helpOnly } from './build/help-only.js';
import { prepare } from './build/prepare.js';
import { runInherit } from './build/run-inherit.js';

/** Exact versions by major. The npm package of each has the program for one platform. */
const VERSIONS = new Map([
  ['22', '22.23.3'],
  ['24', '24.22.3'],
]);

/** What a newer Node could break: processes, HTTP, bundles, the driver, the planner's addon, a whole start. */
const CHOSEN = [
  'test/start/start.test.ts',
  'test/gateway/gateway-process.test.ts',
  'test/gateway/http.test.ts',
  'test/subgraphs/contract.test.ts',
  'test/federation/whole-network.test.ts',
  'test/executor/planners.test.ts',
];

helpOnly(`Usage: npm run test:node -- [<major> ...]

Runs a start of the network and some tests on other releases of Node, by default ${[...VERSIONS.keys()].join(' and ')}:
the npm package of each release is fetched once into .citylink/node.

  npm run test:node            ${[...VERSIONS.values()].join(', then ')}
  npm run test:node -- 22      only ${VERSIONS.get('22')}
  npm run test:node -- --all 24  the whole suite on ${VERSIONS.get('24')}, once before a release`);

const args = process.argv.slice(2);
const isWhole = args.includes('--all');
const named = args.filter((arg) => arg !== '--all');
const majors = named.length > 0 ? named : [...VERSIONS.keys()];
const unknown = majors.filter((major) => !VERSIONS.has(major));
if (unknown.length > 0) {
  console.error(`Which release? It must be one of ${[...VERSIONS.keys()].join(', ')}, but got ${unknown.join(', ')}.`);
  process.exit(1);
}

await prepare({ withDev: true, withEnv: false });
for (const major of majors) {
  const node = await fetchNode(/** @type {string} */ (VERSIONS.get(major)));
  const { stdout: version } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  console.log(`\n# Node ${version.trim()}`);
  const jest = [join('node_modules', 'jest', 'bin', 'jest.js'), '--maxWorkers=2', ...(isWhole ? [] : CHOSEN)];
  const code = await runInherit(node, jest, { cwd: checkout });
  console.log(`Node ${version.trim()}: ${code === 0 ? 'all passed' : 'failed'}`);
  if (code !== 0) process.exitCode = 1;
}

/**
 * Fetches a release of Node from the npm registry, unless it is there.
 *
 * @param {string} version
 * @returns {Promise<string>} the path of the program
 * @throws when npm cannot fetch it, or there is none for this platform
 */
async function fetchNode(version) {
  const folder = join(checkout, '.citylink', 'node', version);
  const program = join(folder, 'package', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(program)) return program;
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const spec = `node-${platform}-${process.arch}@${version}`;
  const code = await runInherit('npm', ['pack', '--silent', `--pack-destination=${unfinished}`, spec], {
    cwd: checkout,
    shell: process.platform === 'win32',
  });
  const archive = (await readdir(unfinished)).find((name) => name.endsWith('.tgz'));
  if (code !== 0 || !archive) throw new Error(`npm could not fetch ${spec}`);
  // `prepare` has installed it.
  const { extract } = await import('tar');
  await extract({ file: join(unfinished, archive), cwd: unfinished });
  await rm(join(unfinished, archive));
  await rename(unfinished, folder);
  return program;
}

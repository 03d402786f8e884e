import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The packages that the lock file wants and `node_modules` does not hold in that version. Contents are compared, not
 * times: a checkout of another branch and back again costs no installation.
 *
 * Packages for other systems are never missed, and those for building and testing only `withDev`.
 *
 * @param {string} folder the checkout
 * @param {{ withDev: boolean }} options
 * @returns {Promise<string[]>} their places, such as `node_modules/zod`
 */
export async function missingPackages(folder, { withDev }) {
  const wanted = await packagesOf(join(folder, 'package-lock.json'));
  const present = await packagesOf(join(folder, 'node_modules', '.package-lock.json')).catch(
    () => /** @type {Record<string, Locked>} */ ({}),
  );
  return Object.entries(wanted)
    .filter(
      ([place, { optional, dev, devOptional }]) => place !== '' && !optional && (withDev || !(dev || devOptional)),
    )
    .filter(([place, { version }]) => present[place]?.version !== version)
    .map(([place]) => place);
}

/**
 * @typedef {{ version?: string, optional?: boolean, dev?: boolean, devOptional?: boolean }} Locked
 * @param {string} file
 * @returns {Promise<Record<string, Locked>>}
 */
async function packagesOf(file) {
  return JSON.parse(await readFile(file, 'utf8')).packages;
}

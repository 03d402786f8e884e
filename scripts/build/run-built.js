import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkout } from './checkout.js';
import { prepare } from './prepare.js';

/**
 * Runs a program of this repository by its path in `dist/`, such as `bundles/gateway.js`, once it is built.
 *
 * @param {string} program
 */
export async function runBuilt(program) {
  await prepare();
  await import(pathToFileURL(join(checkout, 'dist', program)).href);
}

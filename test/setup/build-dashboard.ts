import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const BUILD = "import('./scripts/build/prepare.js').then(({ prepareDashboard }) => prepareDashboard())";

/** Bundles the pages of the dashboard, unless they are there already, made of the same sources. */
export async function buildDashboard(): Promise<void> {
  await promisify(execFile)(process.execPath, ['-e', BUILD]);
}

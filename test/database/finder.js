import { createInterface } from 'node:readline';
import { join, resolve } from 'node:path';

// Run by Node itself, which reads no TypeScript: hence the build.
/** @type {typeof import('../../scripts/database/find.js')} */
const { findDatabase } = await import(join(resolve('dist', 'scripts', 'database'), 'find.js'));

/** A process that finds the database of a folder, prints what it found as JSON, and closes it when told `close`. Any other line ends it at once. */
const [folder = ''] = process.argv.slice(2);
try {
  const { uri, how, close } = await findDatabase({
    env: process.env,
    folder,
    cacheFolder: '.citylink/cache',
    report: () => undefined,
  });
  console.log(JSON.stringify({ uri, how }));
  const lines = createInterface({ input: process.stdin });
  lines.once('line', async (line) => {
    if (line === 'close') await close();
    process.exit(0);
  });
} catch (error) {
  console.log(JSON.stringify({ error: /** @type {Error} */ (error).message }));
}

import { existsSync } from 'node:fs';
import sparticuz from '@sparticuz/chromium';
import type { LaunchOptions } from 'playwright-core';

const INSTALLED = [
  process.env.CHROME_PATH,
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Made for a place where one process must do, and where no page is anybody's: these tests are about what pages may do. */
const NOT_OURS = new Set([
  '--single-process',
  '--disable-web-security',
  '--allow-running-insecure-content',
  "--headless='shell'",
]);

/** No name but this machine's is ever looked up, by whatever part of the browser. */
const ARGS = ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'];

/** Whether this machine can run the Chromium that comes as a package, which is for Linux on x64. */
const HAS_PACKAGE = process.platform === 'linux' && process.arch === 'x64';

const installed = INSTALLED.find((path) => path && existsSync(path));

/** Whether there is a browser for the tests; known before they are declared. */
export const hasBrowser = HAS_PACKAGE || installed !== undefined;

/** How to start it: an installed Chrome where there is one, or else the packaged Chromium. */
export async function browserOptions(): Promise<LaunchOptions> {
  if (installed) return { executablePath: installed, args: ARGS };
  return {
    executablePath: await sparticuz.executablePath(),
    args: [...sparticuz.args.filter((arg) => !NOT_OURS.has(arg)), ...ARGS],
  };
}

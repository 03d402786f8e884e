import { afterAll, beforeAll, describe } from '@jest/globals';
import { chromium, type Browser, type BrowserContextOptions } from 'playwright-core';
import { startPlayground, type RunningPlayground } from '../playground/start-playground.js';
import { browserOptions, hasBrowser } from './find-browser.js';
import { offlinePage, type OfflinePage } from './offline-page.js';

/** The first time Laboratory is fetched, and Chromium unpacked. */
const PREPARATION_MS = 120_000;

export interface InBrowser {
  playground(): RunningPlayground;
  /** Opens a path of the gateway in a fresh profile that reaches nothing but the gateway. */
  open(path: string, options?: BrowserContextOptions): Promise<OfflinePage>;
}

/** Tests of what a browser shows of a running gateway; where there is no browser they are skipped, and a warning says so. */
export function inBrowser(title: string, tests: (parts: InBrowser) => void): void {
  if (!hasBrowser) {
    console.warn(`The tests of ${title} are skipped: this machine has no browser. CHROME_PATH can name one.`);
    return describe.skip(title, () => tests({ playground: nothing, open: nothing }));
  }
  describe(title, () => {
    let playground: RunningPlayground;
    let browser: Browser;
    beforeAll(async () => {
      // A screenshot takes seconds, during which a test may hold back a response.
      playground = await startPlayground({ SUBGRAPH_TIMEOUT_MS: '20000' });
      browser = await chromium.launch(await browserOptions());
    }, PREPARATION_MS);
    afterAll(async () => {
      await browser?.close();
      await playground?.close();
    });
    tests({
      playground: () => playground,
      async open(path, options) {
        const opened = await offlinePage(browser, playground.gateway.url, options);
        await opened.page.goto(path);
        return opened;
      },
    });
  });
}

function nothing(): never {
  throw new Error('A skipped test ran.');
}

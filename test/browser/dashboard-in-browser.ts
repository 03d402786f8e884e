import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { chromium, type Browser, type BrowserContextOptions } from 'playwright-core';
import { startGraph, type RunningGraph } from '../graph.js';
import { buildDashboard } from '../setup/build-dashboard.js';
import { browserOptions, hasBrowser } from './find-browser.js';
import { offlinePage, type OfflinePage } from './offline-page.js';

/** The first time Chromium is unpacked. */
const PREPARATION_MS = 120_000;

export interface DashboardInBrowser {
  graph(): RunningGraph;
  /** Opens a path of the gateway in a fresh profile that reaches nothing but the gateway; it is closed when the test ends. */
  open(path: string, options?: BrowserContextOptions): Promise<OfflinePage>;
}

/** Tests of the pages in a browser, before the whole network; where there is no browser they are skipped. */
export function dashboardInBrowser(title: string, tests: (parts: DashboardInBrowser) => void): void {
  if (!hasBrowser) {
    console.warn(`The tests of ${title} are skipped: this machine has no browser. CHROME_PATH can name one.`);
    return describe.skip(title, () => tests({ graph: nothing, open: nothing }));
  }
  describe(title, () => {
    let graph: RunningGraph;
    let browser: Browser;
    const opened: OfflinePage[] = [];
    beforeAll(async () => {
      await buildDashboard();
      graph = await startGraph({ CACHE_MB: '16', LIVE_POLL_MS: '500', PLAYGROUND: 'on' });
      const options = await browserOptions();
      // Charts are drawn much faster without a simulated graphics card.
      browser = await chromium.launch({
        ...options,
        args: [...options.args!, '--disable-gpu', '--disable-accelerated-2d-canvas'],
      });
    }, PREPARATION_MS);
    afterEach(async () => {
      await Promise.all(opened.splice(0).map(({ page }) => page.context().close()));
    });
    afterAll(async () => {
      await browser?.close();
      await graph?.close();
    });
    tests({
      graph: () => graph,
      async open(path, options) {
        const page = await offlinePage(browser, graph.gateway.url, {
          locale: 'en-GB',
          reducedMotion: 'reduce',
          ...options,
        });
        opened.push(page);
        await page.page.goto(path);
        return page;
      },
    });
  });
}

function nothing(): never {
  throw new Error('A skipped test ran.');
}

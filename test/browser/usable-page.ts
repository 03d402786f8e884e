import { expect } from '@jest/globals';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { until } from '../gateway/until.js';
import type { OfflinePage } from './offline-page.js';

/** Where screenshots are kept, for people to look at. */
const FOLDER = '.citylink/dashboard-screenshots';

/** Waits until a page of the dashboard is connected, and each of its tiles has its first result and its chart. */
export async function shown(page: Page): Promise<void> {
  await page.locator('#connection[data-state=live]').waitFor();
  await until(
    () => page.locator('[aria-busy=true], .body:not([hidden]) .chart:not(:has(canvas))').count(),
    (count) => count === 0,
  );
}

/** Keeps a screenshot, and expects that everything fits, axe finds nothing serious, and nothing came from elsewhere or failed. */
export async function expectUsablePage({ page, refused, complaints }: OfflinePage, name: string): Promise<void> {
  await page.screenshot({ path: `${FOLDER}/${name}.png`, fullPage: true });
  expect(await tooWide(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth === innerWidth')).toBe(true);
  expect(await violationsIn(page)).toEqual([]);
  expect(refused).toEqual([]);
  expect(complaints).toEqual([]);
}

async function violationsIn(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults;
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}

/** Elements that reach beyond the page; what scrolls by itself may. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(
    "[...document.querySelectorAll('body *')].filter((each) => each.getBoundingClientRect().right > innerWidth + 1 && !each.closest('.scroll, pre')).map((each) => each.outerHTML.slice(0, 120))",
  );
}

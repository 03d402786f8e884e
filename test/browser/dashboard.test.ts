import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import axe from 'axe-core';
import mongoose from 'mongoose';
import type { Page } from 'playwright-core';
import { until } from '../gateway/until.js';
import { dashboardInBrowser } from './dashboard-in-browser.js';
import '../setup/repeat-once.js';

const FOLDER = '.citylink/dashboard-screenshots';

/** The rows of the tables of a tile, by the keyboard alone. */
async function rowsOf(page: Page, tile: string): Promise<string[][]> {
  const chart = page.locator(`#tile-${tile} .chart`);
  if (await chart.isVisible()) {
    await chart.focus();
    await page.keyboard.press('t');
  }
  const rows = page.locator(`#tile-${tile} tbody tr`);
  await rows.first().waitFor();
  return rows.evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
}

async function shown(page: Page): Promise<void> {
  await page.locator('#connection[data-state=live]').waitFor();
  await until(
    () => page.locator('[aria-busy=true]').count(),
    (count) => count === 0,
  );
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

dashboardInBrowser('the dashboard', ({ graph, open }) => {
  let client: mongoose.mongo.MongoClient;
  beforeAll(async () => {
    client = await new mongoose.mongo.MongoClient(process.env['TEST_MONGODB_URI'] as string).connect();
  });
  afterAll(() => client?.close());

  /** Writes as somebody who knows nothing of Citylink. */
  async function moveToRegion(city: string, region: string): Promise<void> {
    const cities = client.db(graph().subgraphs.get('cities')!.databaseName).collection<{ _id: string }>('cities');
    expect((await cities.updateOne({ _id: city }, { $set: { region } })).modifiedCount).toBe(1);
  }

  test.each([
    { width: 1440, lang: 'th', colorScheme: 'light' as const },
    { width: 1440, lang: 'en', colorScheme: 'dark' as const },
    { width: 768, lang: 'en', colorScheme: 'light' as const },
    { width: 390, lang: 'th', colorScheme: 'dark' as const },
  ])(
    'the overview fits the page, can be used by everybody and loads nothing from elsewhere: $width $lang $colorScheme',
    async ({ width, lang, colorScheme }) => {
      const viewport = { width, height: 900 };
      const { page, refused, complaints } = await open(`/dashboard?lang=${lang}`, { viewport, colorScheme });
      await shown(page);
      expect(await page.locator('html').getAttribute('lang')).toBe(lang);
      await page.screenshot({ path: `${FOLDER}/overview-${width}-${lang}-${colorScheme}.png`, fullPage: true });
      expect(await tooWide(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(await violationsIn(page)).toEqual([]);
      expect(refused).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );

  test('the numbers of the tiles are those of the API', async () => {
    const { page } = await open('/dashboard?lang=en');
    await shown(page);
    const api = await graph().read(`{
      thaiCities: cities(filter: { countryCode: "TH" }) { totalCount } partners { totalCount } events { totalCount }
      statuses: cityStats(groupBy: FURTHEST_STATUS, filter: { countryCode: "TH" }) { key count }
      dimensions: cityStats(groupBy: DIMENSION) { key label { en } count }
      solutions: solutionStats(groupBy: DIMENSION) { key count }
    }`);
    for (const name of ['thaiCities', 'partners', 'events'])
      expect(await page.locator(`#figure-${name}`).innerText()).toBe(String(api[name].totalCount));

    const legend = await page
      .locator('#tile-map .legend li')
      .evaluateAll((items) =>
        items.map((item) => [item.getAttribute('data-key'), Number(item.querySelector('b')!.textContent)]),
      );
    const counted = (api.statuses as { key: string | null; count: number }[]).filter(({ count }) => count > 0);
    expect(legend).toEqual(counted.map(({ key, count }) => [key === null || key === 'NONE' ? 'none' : key, count]));
    expect(await rowsOf(page, 'map')).toHaveLength(api.thaiCities.totalCount);

    const solutions = new Map(
      (api.solutions as { key: string; count: number }[]).map(({ key, count }) => [key, count]),
    );
    const dimensions = (api.dimensions as { key: string; label: { en: string }; count: number }[]).slice(0, 7);
    expect(await rowsOf(page, 'dimensions')).toEqual(
      dimensions.map(({ key, label, count }) => [label.en, String(count), String(solutions.get(key))]),
    );
  });

  test('all live queries of a page share one connection, a hidden page has none, and a write changes the map of all pages that are seen', async () => {
    const first = await open('/dashboard?lang=en&colour=region&view=table');
    const context = first.page.context();
    const others = await Promise.all(Array.from({ length: 7 }, () => context.newPage()));
    const pages = [first.page, ...others];
    const sockets = pages.map(() => 0);
    pages.forEach((page, index) => page.on('websocket', () => (sockets[index]! += 1)));
    await Promise.all(pages.map((page) => page.goto('/dashboard?lang=en&colour=region&view=table')));
    await Promise.all(pages.map(shown));
    expect(sockets).toEqual(pages.map(() => 1));
    const south = (page: Page) => page.locator('#tile-map .legend [data-key=SOUTH] b').innerText();
    const before = Number(await south(first.page));
    await moveToRegion('th-yala', 'NORTH');
    try {
      await Promise.all(
        pages.map((page) =>
          until(
            () => south(page),
            (count) => count === String(before - 1),
          ),
        ),
      );
    } finally {
      await moveToRegion('th-yala', 'SOUTH');
    }
    await Promise.all(
      pages.map((page) =>
        until(
          () => south(page),
          (count) => count === String(before),
        ),
      ),
    );

    const setVisibility = (page: Page, state: string) =>
      page.evaluate(
        `Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true }); document.dispatchEvent(new Event('visibilitychange'))`,
      );
    const perPage = graph().gateway.counters()['streams']! / pages.length;
    await Promise.all(others.map((page) => setVisibility(page, 'hidden')));
    await until(
      () => graph().gateway.counters()['streams'],
      (count) => count === perPage,
    );
    await moveToRegion('th-yala', 'NORTH');
    try {
      await until(
        () => south(first.page),
        (count) => count === String(before - 1),
      );
      expect(await south(others[0]!)).toBe(String(before));
      await setVisibility(others[0]!, 'visible');
      await until(
        () => south(others[0]!),
        (count) => count === String(before - 1),
      );
    } finally {
      await moveToRegion('th-yala', 'SOUTH');
    }
  });

  test.each([
    { lang: 'en', part: 'City data: ' },
    { lang: 'th', part: 'ข้อมูลเมือง: ' },
  ])('a tile whose part is down says why, and heals by itself: $lang', async ({ lang, part }) => {
    const { page, complaints } = await open(`/dashboard?lang=${lang}`, { locale: lang === 'en' ? 'th-TH' : 'en-GB' });
    await shown(page);
    const count = await page.locator('#figure-thaiCities').innerText();
    const cities = graph().subgraphs.get('cities')!;
    const document = readFileSync('schema/operations/dashboard-map.graphql', 'utf8').trimEnd();
    await cities.kill();
    try {
      // A result in memory is good for as long as the subgraph may be silent.
      await until(
        () => graph().gateway.query(document, {}, { 'accept-language': lang }),
        ({ body }) => body.errors !== undefined,
      );
      await page.reload();
      await page.locator('#tile-map .missing', { hasText: part }).waitFor();
      expect(await page.locator('#figure-thaiCities').innerText()).toBe('–');
      // The parts that are up are shown.
      expect(await page.locator('#figure-partners').innerText()).toMatch(/^\d+$/);
      const reason = (await page.locator('#tile-map .missing li').innerText()).slice(part.length);
      expect(/[ก-๙]/.test(reason)).toBe(lang === 'th');
      await page.screenshot({ path: `${FOLDER}/part-down-${lang}.png`, fullPage: true });
    } finally {
      await cities.revive();
    }
    await until(
      () => page.locator('#figure-thaiCities').innerText(),
      (text) => text === count,
    );
    await page.locator('#tile-map .missing').waitFor({ state: 'hidden' });
    expect(complaints).toEqual([]);
  });

  test('the dashboard is used with the keyboard alone', async () => {
    const { page } = await open('/dashboard?lang=en');
    await shown(page);
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').innerText()).toBe('Skip to content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').getAttribute('value')).toBe('thailand');
    await page.keyboard.press('ArrowRight');
    await page.locator('#tile-map .legend [data-key=none]').waitFor();
    expect(await page.locator('#tile-map input:checked').first().getAttribute('value')).toBe('world');
    const rows = await rowsOf(page, 'map');
    expect(rows.map(([city]) => city)).toContain('Honolulu');
    expect(await page.locator(':focus').getAttribute('role')).toBe('region');
    await page.keyboard.press('t');
    expect(await page.locator(':focus').getAttribute('class')).toBe('chart');
    await page.locator('#tile-map').getByRole('button', { name: 'Show the query' }).press('Enter');
    const dialog = page.getByRole('dialog');
    expect(await dialog.locator('pre').first().innerText()).toContain('query DashboardMap @live');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  test('the language follows the browser at first, and then the address; light and dark are remembered', async () => {
    const { page } = await open('/dashboard', { locale: 'th-TH' });
    expect(await page.locator('h1').innerText()).toBe('เครือข่ายเมืองอัจฉริยะในหน้าเดียว');
    await page.getByRole('link', { name: 'English' }).click();
    await page.waitForURL(/lang=en/);
    expect(await page.locator('h1').innerText()).toBe('The smart city network at a glance');
    const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const light = await ground();
    await page.getByRole('button', { name: 'Switch between light and dark' }).click();
    const dark = await ground();
    expect(dark).not.toBe(light);
    await page.reload();
    expect(await ground()).toBe(dark);
  });
});

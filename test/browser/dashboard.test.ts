import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import type { Page } from 'playwright-core';
import { until } from '../gateway/until.js';
import { dashboardInBrowser } from './dashboard-in-browser.js';
import { expectUsablePage, shown } from './usable-page.js';
import '../setup/repeat-once.js';

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

dashboardInBrowser('the dashboard', ({ graph, open }) => {
  let client: mongoose.mongo.MongoClient;
  beforeAll(async () => {
    client = await new mongoose.mongo.MongoClient(process.env['TEST_MONGODB_URI'] as string).connect();
  });
  afterAll(() => client?.close());

  /** The rows of a tile's export, without the header. */
  async function csvOf(page: Page, tile: string): Promise<string[]> {
    const href = await page.locator(`#tile-${tile}`).getByRole('link', { name: 'As CSV' }).getAttribute('href');
    const response = await fetch(graph().gateway.url + href!);
    expect(response.headers.get('content-type')).toContain('text/csv');
    return (await response.text()).trim().split('\n').slice(1);
  }

  /** Writes as somebody who knows nothing of Citylink. */
  async function moveToRegion(city: string, region: string): Promise<void> {
    const cities = client.db(graph().subgraphs.get('cities')!.databaseName).collection<{ _id: string }>('cities');
    expect((await cities.updateOne({ _id: city }, { $set: { region } })).modifiedCount).toBe(1);
  }

  test.each([
    { width: 1440, lang: 'th', colorScheme: 'light' as const },
    { width: 768, lang: 'en', colorScheme: 'dark' as const },
    { width: 390, lang: 'th', colorScheme: 'dark' as const },
  ])(
    'the overview fits the page, can be used by everybody and loads nothing from elsewhere: $width $lang $colorScheme',
    async ({ width, lang, colorScheme }) => {
      const viewport = { width, height: 900 };
      const opened = await open(`/dashboard?lang=${lang}`, { viewport, colorScheme });
      const { page } = opened;
      await shown(page);
      expect(await page.locator('html').getAttribute('lang')).toBe(lang);
      await expectUsablePage(opened, `overview-${width}-${lang}-${colorScheme}`);
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

  test('the tables of the other tiles have the numbers and the names of the API', async () => {
    const { page } = await open('/dashboard?lang=en&view=table');
    await shown(page);
    const api = await graph().read(`{
      challenges(first: 50) { nodes { name { en } cities { totalCount } } }
      lacks: cityStats(groupBy: LACK) { key label { en } count }
      cohort(id: "THAI_2020") { partners(first: 30) { nodes { partner { name { en } } cityCount } } }
      programme(id: "depa-smart-city") { targets { value designatedByDate } }
      events(first: 100) { totalCount }
      factGaps { totalCount }
      designations: cityStatusStats(status: DESIGNATED, bucket: YEAR, from: "2019-01-01", to: "2026-01-01") { label { en } count }
      solution(id: "mastercard-city-key") { introductionTree { depth } }
    }`);
    const texts = (rows: string[][], ...columns: number[]) => rows.map((row) => columns.map((column) => row[column]));
    const sorted = (rows: unknown[][]) => rows.map((row) => row.join(' ')).sort();
    const challenges = texts(await rowsOf(page, 'challenges'), 0, 1);
    type Challenge = { name: { en: string }; cities: { totalCount: number } };
    expect(sorted(challenges)).toEqual(
      sorted((api.challenges.nodes as Challenge[]).map(({ name, cities }) => [name.en, cities.totalCount])),
    );
    const lacks = (api.lacks as { key: string; label: { en: string }; count: number }[]).filter(
      ({ key }) => key !== 'NONE',
    );
    const gaps = texts(await rowsOf(page, 'gaps'), 0, 1).slice(0, lacks.length);
    expect(sorted(gaps)).toEqual(sorted(lacks.map(({ label, count }) => [label.en, count])));
    expect(await csvOf(page, 'gaps')).toHaveLength(Math.min(api.factGaps.totalCount, 100));
    type CohortPartner = { partner: { name: { en: string } }; cityCount: number };
    const partners = api.cohort.partners.nodes as CohortPartner[];
    expect(texts(await rowsOf(page, 'partners'), 0, 2).slice(0, partners.length)).toEqual(
      partners.map(({ partner, cityCount }) => [partner.name.en, String(cityCount)]),
    );
    type Target = { value: number; designatedByDate: number };
    expect(sorted(texts(await rowsOf(page, 'targets'), 1, 2))).toEqual(
      sorted((api.programme.targets as Target[]).map(({ value, designatedByDate }) => [value, designatedByDate])),
    );
    expect((await rowsOf(page, 'calendar')).length).toBeGreaterThanOrEqual(api.events.totalCount);
    const designations = (api.designations as { label: { en: string }; count: number }[]).map(({ label, count }) => [
      label.en,
      String(count),
    ]);
    expect((await rowsOf(page, 'designations')).slice(0, designations.length)).toEqual(designations);
    const steps = await rowsOf(page, 'spread');
    expect(steps).toHaveLength(api.solution.introductionTree.length);
    expect(texts(steps, 0, 1)).toContainEqual(['Honolulu', 'Yala']);
  });

  test('the calendar says which events are not in its grid, and old promises without a date are not to come', async () => {
    const { page } = await open('/dashboard?tile=calendar&lang=en');
    await shown(page);
    const { events } = await graph().read('{ events { totalCount } }');
    const counts = await page.locator('#tile-calendar .day').allInnerTexts();
    const note = await page.locator('#tile-calendar .note').innerText();
    const [, earlier, undated] = /^(\d+) before \d{4}: in the table · (\d+) without a date: in the table$/.exec(note)!;
    const inGrid = counts.reduce((sum, count) => sum + Number(count), 0);
    expect(inGrid + Number(earlier) + Number(undated)).toBe(events.totalCount);
    expect(await page.locator('#tile-calendar .list').first().innerText()).not.toContain('opening soon');
  });

  test.each([
    { city: 'th-yala', periods: ['since 2004 · as of 28 November 2023 · latest known'] },
    { city: 'th-phuket', periods: ['as of 2018', 'as of 2019', 'as of 31 January 2026 · latest known'] },
  ])('an office has the days on which it is known to be held: $city', async ({ city, periods }) => {
    const { page } = await open(`/dashboard?city=${city}&lang=en`);
    await shown(page);
    expect((await rowsOf(page, 'city-partners')).map(([, , period]) => period)).toEqual(
      expect.arrayContaining(periods),
    );
  });

  test.each([
    { path: '/dashboard?city=th-phuket', lang: 'th', width: 1440, heading: 'ภูเก็ต' },
    { path: '/dashboard?city=th-phuket', lang: 'en', width: 390, heading: 'Phuket' },
    { path: '/dashboard?q=ยะลา', lang: 'en', width: 768, heading: 'Results for “ยะลา”' },
    { path: '/dashboard?tile=calendar', lang: 'th', width: 390, heading: 'ปฏิทินงาน' },
    { path: '/dashboard?city=th-nowhere', lang: 'en', width: 390, heading: 'th-nowhere' },
  ])(
    'a page of its own fits and can be used by everybody: $path $lang $width',
    async ({ path, lang, width, heading }) => {
      const opened = await open(`${path}&lang=${lang}`, { viewport: { width, height: 900 } });
      await shown(opened.page);
      await opened.page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
      const name = path.replace(/^.*\?/, '').replaceAll(/[^a-z-]+/g, '-');
      await expectUsablePage(opened, `${name}-${lang}-${width}`);
    },
  );

  test('the page of a city has its statuses, each with its source and confidence, and leads to what it names', async () => {
    const { page } = await open('/dashboard?city=th-phuket&lang=en');
    await shown(page);
    const { city } = await graph().read(`{ city(id: "th-phuket") {
      statusHistory { source { title } } partners(first: 50) { nodes { partner { name { en } } } } deployments(first: 30) { totalCount }
    } }`);
    const rows = await rowsOf(page, 'city');
    const history = city.statusHistory as { source: { title: string } }[];
    expect(rows.slice(0, history.length).map((row) => row.at(-1))).toEqual(history.map(({ source }) => source.title));
    const names = (await rowsOf(page, 'city-partners')).map(([name]) => name);
    for (const { partner } of city.partners.nodes) expect(names).toContain(partner.name.en);
    await page.locator('#tile-city-solutions').getByRole('link', { name: 'Traffy Fondue' }).first().click();
    await page.waitForURL(/solution=traffy-fondue/);
    await page.locator('#tile-spread select').waitFor();
    await shown(page);
    expect(await page.locator('#tile-spread select').inputValue()).toBe('traffy-fondue');
  });

  test('a search leads from each page to the city that is meant, and a tile to its rows as CSV', async () => {
    const { page } = await open('/dashboard?lang=en');
    await page.getByRole('searchbox').fill('Yala');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=Yala/);
    await page.getByRole('link', { name: 'Yala', exact: true }).click();
    await page.waitForURL(/city=th-yala/);
    await shown(page);
    expect(await csvOf(page, 'city-solutions')).toHaveLength(
      (await graph().read('{ city(id: "th-yala") { deployments(first: 30) { totalCount } } }')).city.deployments
        .totalCount,
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

  test('where WebSockets do not pass and requests are refused, a tile says why', async () => {
    const { page } = await open('/docs?lang=en');
    await page.routeWebSocket('**/graphql', (socket) => socket.close());
    const refused = { errors: [{ message: 'Try again later.' }] };
    await page.route('**/graphql', (route) => route.fulfill({ status: 429, json: refused }));
    await page.goto('/dashboard?lang=en');
    await page.locator('#tile-map .missing', { hasText: 'Try again later.' }).waitFor({ timeout: 10_000 });
    await page.locator('.figures .missing', { hasText: 'Try again later.' }).waitFor({ timeout: 10_000 });
  });

  test('charts are drawn where their typeface cannot be loaded', async () => {
    const { page } = await open('/docs?lang=en');
    await page.route('**/*.woff2', (route) => route.abort());
    await page.goto('/dashboard?lang=en');
    await page.locator('#tile-designations canvas').waitFor({ timeout: 10_000 });
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
    expect(rows.map(([city]) => city)).toEqual(expect.arrayContaining(['Honolulu', 'Barcelona', 'Yala']));
    const { cities } = await graph().read('{ cities { totalCount } }');
    expect(rows).toHaveLength(cities.totalCount);
    expect(await csvOf(page, 'map')).toHaveLength(cities.totalCount);
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
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.locator('html[data-theme=dark]').waitFor({ state: 'attached' });
    expect(await ground()).not.toBe(light);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.locator('html[data-theme=light]').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Switch between light and dark' }).click();
    const dark = await ground();
    expect(dark).not.toBe(light);
    await page.reload();
    expect(await ground()).toBe(dark);
  });
});

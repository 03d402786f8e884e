import { expect, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { holdBack } from '../defer/hold-back.js';
import { until } from '../gateway/until.js';
import { inBrowser } from './in-browser.js';
import '../setup/repeat-once.js';

/** An editor, once it shows this text. */
async function editor(page: Page, text: string | RegExp): Promise<Locator> {
  const found = page.locator('.monaco-editor .view-lines').filter({ hasText: text });
  await found.waitFor();
  return found;
}

/** Presses Run; gives the request's headers. */
async function run(page: Page): Promise<Record<string, string>> {
  const asked = page.waitForRequest(
    (request) => request.url().endsWith('/graphql') && !request.postData()!.includes('__schema'),
  );
  await page.getByRole('button', { name: 'Run' }).click();
  return (await asked).allHeaders();
}

inBrowser('the playground', ({ playground, open }) => {
  test('the playground runs an example and shows its plan, without requests to other machines', async () => {
    const { page, requests, refused, complaints } = await open('/playground', {
      viewport: { width: 1440, height: 900 },
    });
    playground().graph.readings.received.length = 0;
    await editor(page, 'query Network($first: Int!)');
    await page.getByLabel('Plan and cost').check();
    await run(page);
    await editor(page, '"celsius": 11.5');
    await editor(page, '"name": "ใต้"');
    expect(playground().graph.readings.received).toHaveLength(1);
    const fonts = await page.evaluate<string[]>(
      "[...document.querySelector('.hive-laboratory-host').shadowRoot.querySelectorAll('.monaco-editor .view-lines')].map((editor) => getComputedStyle(editor).fontFamily)",
    );
    expect(fonts.length).toBeGreaterThanOrEqual(2);
    for (const font of fonts) expect(font).toContain('Citylink Sans'); // It has the Thai letters.
    await page.screenshot({ path: 'artifacts/playground-answer.png' });

    await page.getByRole('tab', { name: 'Query Plan' }).click();
    // The lines come one after the other.
    const plan = await editor(page, /Fetch\(service:\s"readings"\)/);
    expect(await plan.innerText()).toMatch(
      /Fetch\(service:\s"stations"\)[^]*Flatten\(path:\s"stations\.@"\)[^]*Fetch\(service:\s"readings"\)/,
    );
    await page.screenshot({ path: 'artifacts/playground-plan.png' });

    expect(requests.length).toBeGreaterThan(10);
    expect(refused).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('without the switch of the plan, a result comes without it, and every panel lies inside the window', async () => {
    const { page } = await open('/playground', { viewport: { width: 1280, height: 900 } });
    await editor(page, 'query Network($first: Int!)');
    expect(await run(page)).not.toHaveProperty('apollo-query-plan-experimental');
    await editor(page, '"celsius": 11.5');
    for (const width of [1440, 1280, 768, 390]) {
      await page.setViewportSize({ width, height: 900 });
      const outside = () =>
        page.evaluate<string[]>(
          "[...document.querySelector('.hive-laboratory-host').shadowRoot.querySelectorAll('[data-panel], [role=tab], button, .monaco-editor')].filter((each) => each.getBoundingClientRect().right > innerWidth + 1).map((each) => each.outerHTML.slice(0, 200))",
        );
      // The editors take their new width a little later.
      await until(outside, ({ length }) => length === 0);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    }
  });

  test('the playground says what is missing of a partial result, and why a wrong text is not sent', async () => {
    const { graph } = playground();
    await graph.readings.kill();
    try {
      const { page } = await open('/playground', { viewport: { width: 1440, height: 900 } });
      await editor(page, 'query Network($first: Int!)');
      await run(page);
      await page.getByText(/A partial result \(\d+ errors?\): The subgraph "readings" cannot be reached/).waitFor();
      const mark = await page.evaluate<string>(
        `getComputedStyle(document.querySelector('.hive-laboratory-host').shadowRoot.querySelector('[data-slot="badge"]:has(.lucide-circle-x)'), '::before').content`,
      );
      expect(mark).toBe('"◐"');

      await page.locator('.monaco-editor').first().click();
      await page.keyboard.press('Control+A');
      await page.keyboard.insertText('{ stations { name } } } }');
      await page.locator('.squiggly-error').first().waitFor();
      await page.getByRole('button', { name: 'Run' }).click();
      await page.getByText('Nothing was sent: correct what is underlined in red.').waitFor();
    } finally {
      await graph.readings.revive();
    }
  });

  test('with ?lang=th, every word of the playground that is not of GraphQL or HTTP is Thai', async () => {
    const { page, complaints } = await open('/playground?lang=th', { viewport: { width: 1440, height: 900 } });
    await editor(page, 'query Network($first: Int!)');
    const english = () =>
      page.evaluate<string[]>(
        `(() => {
          const root = document.querySelector('.hive-laboratory-host').shadowRoot;
          const own = '.monaco-editor, .font-mono, style, [data-slot="collapsible-content"], [aria-roledescription="sortable"], [aria-label$="preflight"]';
          return [...root.querySelectorAll('*')]
            .filter((each) => !each.closest(own))
            .flatMap((each) => [
              ...[...each.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()),
              ...['placeholder', 'title', 'aria-label'].map((name) => each.getAttribute(name) ?? ''),
            ])
            .filter((text) => /[A-Za-z]{3}/.test(text.replace(/\\bc?URL\\b|Enter|Esc/g, '')));
        })()`,
      );
    const terms = ['Query', 'Mutation', 'Subscription', 'Citylink', 'Notifications alt+T'];
    await until(english, (words) => words.every((word) => terms.includes(word)));
    await page.getByRole('button', { name: 'เรียกใช้' }).click();
    await editor(page, '"celsius": 11.5');
    expect(complaints).toEqual([]);
  });

  test('the playground has every example, and accepts headers', async () => {
    const { page, complaints } = await open('/playground', {
      viewport: { width: 1440, height: 900 },
      colorScheme: 'dark',
    });
    await page.getByText('OneStation').click();
    await editor(page, 'station(id: "south")');
    await page.getByRole('tab', { name: 'Headers' }).first().click();
    await page.getByRole('tabpanel', { name: 'Headers' }).locator('.monaco-editor').click();
    await page.keyboard.insertText('{ "x-team": "planning" }');
    expect(await run(page)).toMatchObject({ 'x-team': 'planning' });
    await editor(page, '"name": "ใต้"');
    expect(complaints).toEqual([]);
  });

  test('the playground opens the example that its address names, with the variables given there', async () => {
    const { page, complaints } = await open('/playground?operation=Network&variables=%7B%22first%22%3A1%7D', {
      viewport: { width: 1440, height: 900 },
    });
    await editor(page, 'query Network($first: Int!)');
    await editor(page, '{"first":1}');
    await run(page);
    await editor(page, '"celsius": 11.5');
    expect(complaints).toEqual([]);
  });

  test('the playground keeps its tabs across visits, and adds the examples only once', async () => {
    const { page } = await open('/playground', { viewport: { width: 1440, height: 900 } });
    await page.getByText('OneStation').click();
    await editor(page, 'station(id: "south")');
    await page.reload();
    await editor(page, 'station(id: "south")');
    expect(await page.getByText('Citylink', { exact: true }).count()).toBe(2); // The page's own name, and the collection's.
  });

  test('the playground shows each result of a live query, until the panel is closed', async () => {
    const { graph, gateway } = playground();
    const { page, complaints } = await open('/playground', { viewport: { width: 1440, height: 900 } });
    await page.getByText('LiveStation').click();
    await editor(page, 'query LiveStation @live');
    await page.getByRole('button', { name: 'Run' }).click();
    const panel = page.locator('#live-result');
    await panel.getByText('"North"').waitFor();
    await editor(page, '"name": "North"');
    graph.stations.behave((_request, response) => {
      response.setHeader('content-type', 'application/json').end('{"data":{"station":{"name":"Renamed"}}}');
    });
    try {
      await panel.getByText('"Renamed"').waitFor();
      await page.screenshot({ path: 'artifacts/playground-live.png' });
      await page.getByRole('button', { name: 'Close' }).click();
      await until(
        () => gateway.counters()['liveQueries'],
        (count) => count === 0,
      );
      expect(await page.locator('#live').isHidden()).toBe(true);
      expect(complaints).toEqual([]);
    } finally {
      graph.stations.behave();
    }
  });

  test('the playground shows the parts of a result as they arrive, and the whole result in the end', async () => {
    const { graph } = playground();
    const held = holdBack(graph.readings);
    try {
      const { page, complaints } = await open('/playground', { viewport: { width: 1440, height: 900 } });
      await page.getByLabel('Plan and cost').check();
      await page.getByText('StationsInParts').click();
      await editor(page, 'query StationsInParts');
      expect(await run(page)).toMatchObject({ accept: 'multipart/mixed;incrementalSpec=v0.2, application/json' });
      const panel = page.locator('#live-result');
      await panel.getByText('"ใต้"').waitFor();
      expect(await panel.innerText()).toContain('"hasNext": true');
      expect(await panel.innerText()).not.toContain('celsius');
      expect(await page.locator('#live-state').innerText()).toBe('1 …');
      await page.screenshot({ path: 'artifacts/playground-first-part.png' });
      held.release();
      await panel.getByText('"hasNext": false').waitFor();
      const [first, last] = await panel.locator('pre').allInnerTexts();
      expect(first).toMatch(/^# 1 · \d+ ms\n[^]*"ใต้"/);
      expect(last).toMatch(/^# 2 · \d+ ms\n[^]*"celsius": 33/);
      expect(await page.locator('#live-state').innerText()).toBe('2');
      await editor(page, /"name":\s"ใต้",[^]*"latest":\s\{[^]*"celsius":\s33/);
      await page.screenshot({ path: 'artifacts/playground-parts.png' });
      await page.locator('#live').screenshot({ path: 'artifacts/playground-parts-panel.png' });
      await page.getByRole('button', { name: 'Close' }).click();
      expect(await page.locator('#live').isHidden()).toBe(true);
      await page.getByRole('tab', { name: 'Query Plan' }).click();
      await editor(page, /Fetch\(service:\s"readings"\)/);
      expect(complaints).toEqual([]);
    } finally {
      held.release();
      graph.readings.behave();
    }
  });

  test('the playground shows the errors of parts with the whole result', async () => {
    const { graph } = playground();
    await graph.readings.kill();
    try {
      const { page } = await open('/playground', { viewport: { width: 1440, height: 900 } });
      await page.getByText('StationsInParts').click();
      await editor(page, 'query StationsInParts');
      await run(page);
      await editor(page, /"errors":[^]*"code":\s"SUBGRAPH_UNREACHABLE"/);
      await page.locator('#live-result').getByText('"hasNext": false').waitFor();
    } finally {
      await graph.readings.revive();
    }
  });

  test('the content security policy of the playground blocks other machines', async () => {
    const { page, refused, complaints } = await open('/playground');
    const outcome = await page.evaluate(() =>
      fetch('https://example.com/').then(
        () => 'reached',
        () => 'refused',
      ),
    );
    expect(outcome).toBe('refused');
    expect(complaints).toContainEqual(expect.stringContaining('Content Security Policy'));
    expect(refused).toEqual([]); // The policy refused it before it became a request.
  });
});

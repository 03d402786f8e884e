import { expect, test } from '@jest/globals';
import { dashboardInBrowser } from './dashboard-in-browser.js';
import { expectUsablePage, shown } from './usable-page.js';
import '../setup/repeat-once.js';

dashboardInBrowser('the front page', ({ graph, open }) => {
  test.each([
    { width: 1440, lang: 'en', colorScheme: 'light' as const },
    { width: 768, lang: 'th', colorScheme: 'dark' as const },
    { width: 390, lang: 'en', colorScheme: 'light' as const },
  ])('the front page has the figures of the network, and fits: $width $lang $colorScheme', async (look) => {
    const { width, lang, colorScheme } = look;
    const opened = await open(`/?lang=${lang}`, { viewport: { width, height: 900 }, colorScheme });
    const { page } = opened;
    await page.locator('#figure-partners', { hasText: /^\d+$/ }).waitFor();
    const { partners } = await graph().read('{ partners { totalCount } }');
    expect(await page.locator('#figure-partners').innerText()).toBe(String(partners.totalCount));
    expect(await page.locator('html').getAttribute('lang')).toBe(lang);
    await expectUsablePage(opened, `front-${width}-${lang}-${colorScheme}`);
  });

  test('each of the ten questions opens with its result', async () => {
    const { page, complaints } = await open('/?lang=en');
    const links = page.locator('.questions a');
    const addresses = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')!));
    expect(new Set(addresses).size).toBe(10);
    for (const address of addresses) {
      await page.goto(address);
      await shown(page);
      expect(await page.locator('.missing:visible').count()).toBe(0);
      expect(await page.locator('.tile .body :is(.figure, .tables, .content > *)').first().isVisible()).toBe(true);
    }
    expect(complaints).toEqual([]);
  });

  test('the search box of the front page leads to what is meant, in the language of the page', async () => {
    const { page } = await open('/', { locale: 'th-TH' });
    await page.getByRole('searchbox').fill('ภูเก็ต');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=/);
    await page.getByRole('link', { name: 'ภูเก็ต', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'ภูเก็ต', exact: true }).waitFor();
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByRole('heading', { level: 1, name: 'Phuket', exact: true }).waitFor();
  });
});

import { expect, test } from '@jest/globals';
import { inBrowser } from './in-browser.js';
import '../setup/repeat-once.js';

inBrowser('the reference of the schema at /docs/schema', ({ open }) => {
  test.each([
    { name: 'desk', width: 1280, height: 800, colorScheme: 'light' as const },
    { name: 'phone-dark', width: 400, height: 800, colorScheme: 'dark' as const },
  ])('searching finds a field, shown in Thai and English: $name', async ({ name, width, height, colorScheme }) => {
    const { page, refused, complaints } = await open('/docs/schema', { viewport: { width, height }, colorScheme });
    const search = page.getByRole('searchbox', { name: 'Search' });
    await search.fill('ชื่อที่ผู้คน');
    await page.getByText('1 found').waitFor();
    await search.press('Enter');
    await page.keyboard.press('Enter'); // The first result has the focus.
    const field = page.locator('[id="Station.name"]');
    expect(new URL(page.url()).hash).toBe('#Station.name');
    await field.getByText('ชื่อที่ผู้คนเรียก').waitFor();
    await field.getByText('What people call it.').waitFor();
    await field.getByText('1 fetch').waitFor();
    await page.screenshot({ path: `artifacts/schema-docs-${name}.png` });

    await page.getByRole('radio', { name: 'English' }).check();
    expect(await field.getByText('ชื่อที่ผู้คนเรียก').isVisible()).toBe(false);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(refused).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('a search without results says so', async () => {
    const { page } = await open('/docs/schema');
    await page.getByRole('searchbox').fill('nothing-has-this-name');
    await page.getByText('0 found').waitFor();
    expect(await page.locator('#results li').count()).toBe(0);
  });
});

import { expect, test } from '@jest/globals';
import { inBrowser } from './in-browser.js';
import '../setup/repeat-once.js';

inBrowser('the page at /', ({ playground, open }) => {
  test.each([
    { name: 'desk', width: 1280, height: 800, colorScheme: 'light' as const },
    { name: 'desk-dark', width: 1280, height: 800, colorScheme: 'dark' as const },
    { name: 'phone', width: 390, height: 844, colorScheme: 'light' as const },
    { name: 'phone-dark', width: 390, height: 844, colorScheme: 'dark' as const },
  ])(
    'each example query of the landing page shows its result in Thai and English: $name',
    async ({ name, width, height, colorScheme }) => {
      const { page, refused, complaints } = await open('/', { viewport: { width, height }, colorScheme });
      await page.getByText('ตอบใน').waitFor();
      await page.getByText('Answered in').waitFor();
      expect(JSON.parse(await page.locator('#answer').innerText())).toMatchObject({
        data: { stations: [{ name: 'North' }, { name: 'ใต้' }] },
      });
      await page.screenshot({ path: `artifacts/landing-${name}.png`, fullPage: true });

      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      const faces = await page.evaluate<string[]>(
        "[...document.fonts].filter(({ status }) => status === 'loaded').map(({ family, weight }) => `${family} ${weight}`)",
      );
      expect(new Set(faces)).toEqual(new Set(['Citylink Sans 400', 'Citylink Sans 700']));
      expect(refused).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );

  test('the landing page names the subgraph that is down, and sends the query again on request', async () => {
    const { graph } = playground();
    await graph.readings.kill();
    const { page } = await open('/');
    await page.getByText('A part is missing').waitFor();
    await graph.readings.revive();
    const button = page.getByRole('button', { name: 'Ask again' });
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByText('Answered in').waitFor();
    expect(await page.locator(':focus').getAttribute('id')).toBe('ask'); // Who uses the keyboard has not lost the place.
  });

  test('the landing page links to the playground', async () => {
    const { page } = await open('/');
    await page.getByRole('link', { name: 'Open the playground' }).click();
    await page.getByRole('button', { name: 'Run' }).waitFor();
  });
});

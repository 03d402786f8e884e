import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

export interface OfflinePage {
  page: Page;
  /** Requests to the origin, which were let through. */
  requests: string[];
  /** Requests that would have left this machine; each was refused. */
  refused: string[];
  /** Errors of the console and of scripts, violations of the policy among them. */
  complaints: string[];
}

/** A page of a fresh browser profile that reaches one origin only. */
export async function offlinePage(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<OfflinePage> {
  const context = await browser.newContext({ baseURL: origin, ...options });
  const requests: string[] = [];
  const refused: string[] = [];
  const complaints: string[] = [];
  await context.route('**/*', async (route) => {
    const url = route.request().url();
    const isOurs = url.startsWith(`${origin}/`);
    (isOurs ? requests : refused).push(url);
    return isOurs ? route.continue() : route.abort('internetdisconnected');
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { page, requests, refused, complaints };
}

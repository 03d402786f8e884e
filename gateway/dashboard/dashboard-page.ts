import { html } from '../playground/html.js';
import { writePage, type PageContext } from './page.js';
import { say, type Word } from './words.js';

/** The page at `/dashboard`; its script fills it with what its address asks for. */
export function dashboardPage(context: PageContext): string {
  const { language, endpoint, url } = context;
  const t = (word: Word, values?: Record<string, string>) => say(language, word, values);
  const isOverview = !/[?&](city|q|tile)=/.test(url);
  return writePage(context, {
    title: `${t('title')} · Citylink`,
    description: t('atAGlanceLead'),
    script: 'dashboard.js',
    current: isOverview ? 'overview' : undefined,
    main: html`<main id="page" tabindex="-1">
      <div class="head" id="head">
        ${isOverview ? html`<h1>${t('atAGlance')}</h1>` : html`<h1>${t('title')}</h1>`}
        <p id="connection" class="connection" role="status">${t('connecting')}</p>
        ${isOverview && html`<p class="lead">${t('atAGlanceLead')}</p>`}
      </div>
      <div id="content">
        <p class="waiting">${t('loading')}</p>
      </div>
      <noscript><p>${t('needsScript', { endpoint })}</p></noscript>
    </main>`,
  });
}

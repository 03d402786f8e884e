import { html } from '../playground/html.js';
import { writePage, type PageContext } from './page.js';
import { say, type Word } from './words.js';

/** Questions with the addresses of their results. */
const QUESTIONS: readonly (readonly [question: Word, address: string])[] = [
  ['questionDesignated', 'tile=map&view=table'],
  ['questionYears', 'tile=designations'],
  ['questionTargets', 'tile=targets'],
  ['questionSpread', 'tile=spread&solution=mastercard-city-key'],
  ['questionChallenges', 'tile=challenges&view=table'],
  ['questionDimensions', 'tile=dimensions'],
  ['questionPartners', 'tile=partners'],
  ['questionEvents', 'tile=calendar'],
  ['questionWorld', 'tile=map&area=world'],
  ['questionGaps', 'tile=gaps'],
];

/** The page at `/`: what the network is, its figures, questions with their results, and the way for developers. */
export function frontPage(context: PageContext): string {
  const { language, endpoint, hasDashboard, playground, reference } = context;
  const t = (word: Word, values?: Record<string, string>) => say(language, word, values);
  return writePage(context, {
    title: `Citylink · ${t('hero')}`,
    description: t('heroLead'),
    script: 'front.js',
    current: 'frontPage',
    main: html`<main id="page" class="front" tabindex="-1">
      <div class="hero">
        <h1>${t('hero')}</h1>
        <p>${t('heroLead')}</p>
        ${hasDashboard && html`<p><a class="button" href="/dashboard?lang=${language}">${t('openDashboard')}</a></p>`}
      </div>
      ${
        hasDashboard &&
        html`<div id="figures" class="figures"></div>
          <section aria-labelledby="questions">
            <h2 id="questions">${t('questions')}</h2>
            <ol class="questions">
              ${QUESTIONS.map(
                ([question, address]) =>
                  html`<li><a href="/dashboard?${address}&lang=${language}">${t(question)}</a></li> `,
              )}
            </ol>
          </section>
          <section aria-labelledby="data">
            <h2 id="data">${t('aboutData')}</h2>
            <p>${t('aboutDataText')}</p>
            <p class="note">${t('licences')}</p>
          </section>`
      }
      <section aria-labelledby="developers">
        <h2 id="developers">${t('developers')}</h2>
        <p>${t('developersText')}</p>
        <pre
          tabindex="0"
          role="region"
          aria-label="${t('developers')}"
        ><code>${exampleOf(endpoint, hasDashboard)}</code></pre>
        <ul class="ways">
          ${playground && html`<li><a href="/playground">${t('playground')}</a></li>`}
          <li><a href="/docs?lang=${language}">${t('clients')}</a></li>
          ${reference && html`<li><a href="/docs/schema">${t('reference')}</a></li>`}
          <li><a href="/health/network">${t('health')}</a></li>
        </ul>
      </section>
      <noscript><p>${t('needsScript', { endpoint })}</p></noscript>
    </main>`,
  });
}

/** A request of our own network, or one that every graph responds to. */
function exampleOf(endpoint: string, hasDashboard: boolean): string {
  const query = hasDashboard ? '{ city(id: \\"th-yala\\") { name { th en } furthestStatus } }' : '{ __typename }';
  return `POST ${endpoint}\ncontent-type: application/json\n\n{ "query": "${query}" }`;
}

import { Html, html } from '../playground/html.js';
import type { BuiltFiles } from './built-files.js';
import type { PageDocument, PageSettings } from './page-settings.js';
import { say, type PageLanguage, type Word } from './words.js';

/** What all pages have in common. */
export interface PageContext {
  language: PageLanguage;
  files: BuiltFiles;
  /** The path of the GraphQL endpoint on this server. */
  endpoint: string;
  documents: Readonly<Record<string, PageDocument>>;
  /** Whether there is a dashboard to lead to. */
  hasDashboard: boolean;
  playground: boolean;
  exports: boolean;
  reference: boolean;
  /** The address of the page as it was sent, such as `/dashboard?city=th-yala`. */
  url: string;
}

interface Page {
  title: string;
  description: string;
  /** The page's own script, by its name without hash. */
  script: string;
  current: 'overview' | 'frontPage' | undefined;
  main: Html;
}

const MARK = new Html(
  '<svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true"><rect width="32" height="32" rx="8" fill="#0f766e"/><g stroke="#99f6e4" stroke-width="2" stroke-linecap="round"><path d="M9 21 16 9.5 23.5 20M9 21l14.5-1"/></g><g fill="#fff"><circle cx="16" cy="9.5" r="3.5"/><circle cx="9" cy="21.5" r="3.5"/><circle cx="23.5" cy="20.5" r="3.5"/></g></svg>',
);
const HALF_MOON = new Html(
  '<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" stroke-width="2"/><path d="M12 3a9 9 0 0 1 0 18z" fill="currentColor"/></svg>',
);

/** A whole document: the header with search and switches, and the content that the page's script fills. */
export function writePage(context: PageContext, { title, description, script, current, main }: Page): string {
  const { language, files, endpoint, documents, hasDashboard, playground, exports, url } = context;
  const t = (word: Word, values?: Record<string, string>) => say(language, word, values);
  const settings: PageSettings = { language, endpoint, documents, playground, exports };
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="description" content="${description}" />
        <title>${title}</title>
        <script src="${files.urlOf('theme.js')}"></script>
        ${files.fonts.map((font) => html`<link rel="preload" href="${font}" as="font" type="font/woff2" crossorigin />`)}
        <link rel="stylesheet" href="${files.urlOf('dashboard.css')}" />
        <script type="module" src="${files.urlOf(script)}"></script>
      </head>
      <body>
        <a class="skip" href="#page">${t('skip')}</a>
        <header class="top">
          <div>
            <a class="mark" href="/?lang=${language}">${MARK} ${t('brand')}</a>
            ${
              hasDashboard &&
              html`<nav aria-label="Citylink">
                  <a href="/?lang=${language}" ${current === 'frontPage' && new Html('aria-current="page"')}
                    >${t('frontPage')}</a
                  >
                  <a href="/dashboard?lang=${language}" ${current === 'overview' && new Html('aria-current="page"')}
                    >${t('overview')}</a
                  >
                </nav>
                <form class="find" action="/dashboard" role="search">
                  <input type="hidden" name="lang" value="${language}" />
                  <input
                    type="search"
                    name="q"
                    required
                    maxlength="100"
                    value="${searchText(url)}"
                    aria-label="${t('searchFor')}"
                    placeholder="${t('searchFor')}"
                  />
                  <button>${t('search')}</button>
                </form>`
            }
            <div class="switches">
              ${
                language === 'th'
                  ? html`<a href="${inLanguage(url, 'en')}" hreflang="en" lang="en">English</a>`
                  : html`<a href="${inLanguage(url, 'th')}" hreflang="th" lang="th">ไทย</a>`
              }
              <button type="button" id="theme" class="icon" aria-label="${t('theme')}" title="${t('theme')}">
                ${HALF_MOON}
              </button>
            </div>
          </div>
        </header>
        ${main}
        <script type="application/json" id="settings">
          ${json(settings)}
        </script>
      </body>
    </html> `.text;
}

/** The same address with another language. */
function inLanguage(url: string, language: PageLanguage): string {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  searchParams.set('lang', language);
  return `${pathname}?${searchParams.toString()}`;
}

function searchText(url: string): string {
  return new URL(url, 'http://localhost').searchParams.get('q') ?? '';
}

/** Inside a script element only `<` could end it, or open a comment. */
function json(value: unknown): Html {
  return new Html(JSON.stringify(value).replaceAll('<', '\\u003c'));
}

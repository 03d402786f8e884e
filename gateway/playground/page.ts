import type { Assets } from './assets.js';
import { html, type Html } from './html.js';

/** What every page has around its body. */
export interface Page {
  title: string;
  /** For search engines and link previews. */
  description: string;
  /** Thai by default; what is in another language says so on its element. */
  language?: 'th' | 'en';
  assets: Assets;
  /** The page's own script, a file among our assets. */
  script?: string;
  head?: Html;
  body: Html;
}

/** A whole document. */
export function page({ title, description, language = 'th', assets, script, head, body }: Page): string {
  const document = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="description" content="${description}" />
        <title>${title}</title>
        <link rel="icon" href="${assets.own}citylink.svg" type="image/svg+xml" />
        ${['thai-400', 'latin-400', 'thai-700', 'latin-700'].map(
          (face) =>
            html`<link
              rel="preload"
              href="${assets.own}fonts/noto-sans-thai-${face}-normal.woff2"
              as="font"
              type="font/woff2"
              crossorigin
            /> `,
        )}
        <link rel="stylesheet" href="${assets.own}citylink.css" />
        ${head} ${script !== undefined && html`<script src="${assets.own}${script}" defer></script>`}
      </head>
      ${body}
    </html> `;
  return document.text;
}

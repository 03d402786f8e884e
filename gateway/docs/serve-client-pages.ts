import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayConfig } from '../config.js';
import { requestedLanguage } from '../http/requested-language.js';
import { addToVary } from '../http/vary.js';
import type { Assets } from '../playground/assets.js';
import { contentSecurityPolicy } from '../playground/content-security-policy.js';
import type { Html } from '../playground/html.js';
import { html } from '../playground/html.js';
import { page } from '../playground/page.js';
import { CLIENT_PAGES, readSnippet, type ClientPage } from './client-pages.js';

interface ClientPagesOptions {
  assets: Assets;
  /** Which ways to the named operations there are. */
  offers: Pick<GatewayConfig, 'openapi' | 'exports' | 'mcp'>;
  /** Whether there is a reference of the schema at `/docs/schema`. */
  reference: boolean;
}

type Language = 'th' | 'en';

const TEXTS = {
  en: {
    title: 'Connect to Citylink',
    description: 'How to read the network with the tool that you know.',
    schema: 'Reference of the schema',
    openapi: 'OpenAPI of the named operations',
    index: 'All clients',
  },
  th: {
    title: 'เชื่อมต่อกับ Citylink',
    description: 'วิธีอ่านข้อมูลของเครือข่ายด้วยเครื่องมือที่ท่านถนัด',
    schema: 'เอกสารอ้างอิงของสคีมา',
    openapi: 'OpenAPI ของคำสั่งค้นที่มีชื่อ',
    index: 'วิธีเชื่อมต่อทั้งหมด',
  },
};

/** Serves `/docs`, an index, and `/docs/<client>`, a page for each kind of client, in Thai or English. */
export function serveClientPages(server: FastifyInstance, { assets, offers, reference }: ClientPagesOptions): void {
  const pages = CLIENT_PAGES.filter(({ needs }) => needs === undefined || offers[needs]);

  for (const path of ['/docs', '/docs/'])
    server.get(path, (request, reply) => {
      const language = requestedLanguage(request);
      const texts = TEXTS[language];
      const links = [
        ...pages.map(({ address, title }) => [`/docs/${address}?lang=${language}`, title[language]]),
        ...(reference ? [['/docs/schema', texts.schema]] : []),
        ...(offers.openapi ? [['/openapi.json', texts.openapi]] : []),
      ];
      return send(reply, request, language, texts.title, [
        html`<p>${texts.description}</p>
          <ul>
            ${links.map(([href, text]) => html`<li><a href="${href}">${text}</a></li>`)}
          </ul>`,
      ]);
    });

  for (const clientPage of pages)
    server.get(`/docs/${clientPage.address}`, async (request, reply) => {
      const language = requestedLanguage(request);
      const body = await bodyOf(clientPage, language, `${request.protocol}://${request.host || 'localhost'}`);
      return send(reply, request, language, clientPage.title[language], body);
    });

  function send(
    reply: FastifyReply,
    request: FastifyRequest,
    language: Language,
    title: string,
    body: Html[],
  ): FastifyReply {
    const { index, description } = TEXTS[language];
    const other = language === 'th' ? 'en' : 'th';
    addToVary(reply, ['accept-language']);
    const path = request.url.split('?', 1)[0]!;
    return reply
      .headers({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': contentSecurityPolicy.page,
        'content-language': language,
        'cache-control': 'no-cache',
      })
      .send(
        page({
          title: `Citylink · ${title}`,
          description,
          language,
          assets,
          body: html`<body class="landing">
            <header class="bar">
              <a class="mark" href="/"
                ><img src="${assets.own}citylink.svg" alt="" width="28" height="28" /> Citylink</a
              >
              <nav aria-label="Citylink">
                <a href="/docs?lang=${language}">${index}</a>
                <a href="${path}?lang=${other}" lang="${other}" hreflang="${other}"
                  >${other === 'th' ? 'ไทย' : 'English'}</a
                >
              </nav>
            </header>
            <main>
              <h1>${title}</h1>
              ${body}
            </main>
          </body>`,
        }),
      );
  }
}

async function bodyOf({ paragraphs, snippets }: ClientPage, language: Language, address: string): Promise<Html[]> {
  const texts = await Promise.all(snippets.map((name) => readSnippet(name, address)));
  return [
    ...paragraphs.map((text) => html`<p>${withCode(text[language])}</p>`),
    ...texts.map(
      (text, index) =>
        html`<figure>
          <figcaption>${snippets[index]}</figcaption>
          <pre tabindex="0" role="region" aria-label="${snippets[index]}"><code lang="en">${text}</code></pre>
        </figure>`,
    ),
  ];
}

/** What stands between backticks is code. */
function withCode(text: string): Html[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}

import type { Assets } from './assets.js';
import type { Example } from './examples.js';
import { html } from './html.js';
import { page } from './page.js';

/** Valid for every GraphQL schema, so that the page has a query even without examples. */
const SMALLEST: Example = {
  name: 'Hello',
  description: '',
  query: 'query Hello {\n  __typename\n}',
  variables: '',
  isReady: true,
};

/** The page at `/`: a description of Citylink in Thai and English, and one query with its result. */
export function landingPage(options: {
  assets: Assets;
  endpoint: string;
  example?: Example;
  playground: boolean;
}): string {
  const { assets, endpoint, example = SMALLEST, playground } = options;
  return page({
    title: 'Citylink · โครงข่ายข้อมูลเมืองอัจฉริยะ',
    description:
      'Citylink เชื่อมเมืองอัจฉริยะกับพันธมิตรไว้ในกราฟเดียว · Citylink joins smart cities and their partners in one graph.',
    assets,
    script: 'landing.js',
    body: html`<body class="landing">
      <header class="bar">
        <a class="mark" href="/"><img src="${assets.own}citylink.svg" alt="" width="28" height="28" /> Citylink</a>
        <nav aria-label="หน้าหลัก · Main">
          ${playground && html`<a href="/playground">สนามทดลอง · <span lang="en">Playground</span></a>`}
          <a href="/health/network">สถานะ · <span lang="en">Health</span></a>
        </nav>
      </header>
      <main>
        <div class="hero pair">
          <section>
            <h1>ถามครั้งเดียว เห็นทั้งเครือข่าย</h1>
            <p>
              Citylink เชื่อมเมืองอัจฉริยะกับพันธมิตรไว้ในกราฟเดียว คำถามเดียวบอกได้ว่าเมืองใดเผชิญความท้าทายเดียวกัน วิธีแก้ใดได้ผลแล้วที่อื่น
              ใครเป็นผู้แนะนำ และจะพบกันได้ที่งานใด
            </p>
          </section>
          <section lang="en">
            <h1>One question, the whole network</h1>
            <p>
              Citylink joins smart cities and their partners in one graph. One request tells which cities face the same
              challenge, which solution is proven elsewhere, who introduced it, and at which event they can meet.
            </p>
          </section>
        </div>
        ${
          playground &&
          html`<p class="action">
            <a class="button" href="/playground">เปิดสนามทดลอง · <span lang="en">Open the playground</span></a>
          </p>`
        }
        <section class="live" aria-labelledby="live-title">
          <div class="live-head">
            <h2 id="live-title">คำถามจริง คำตอบจริง · <span lang="en">A live question, a live answer</span></h2>
            <button class="button quiet" id="ask" type="button">ถามอีกครั้ง · <span lang="en">Ask again</span></button>
          </div>
          ${example.description && html`<p class="note" lang="${/\p{Script=Thai}/u.test(example.description) ? 'th' : 'en'}">${example.description}</p>`}
          <div class="exchange">
            <figure>
              <figcaption>
                <span>คำถาม · <span lang="en">Question</span></span> <code>POST ${endpoint}</code>
              </figcaption>
              <pre
                tabindex="0"
                role="region"
                aria-label="คำถาม · Question"
              ><code id="query" data-endpoint="${endpoint}">${withoutLeadingComment(example.query)}</code>${
                example.variables &&
                html`<span class="label">ตัวแปร · <span lang="en">Variables</span></span
                  ><code id="variables">${example.variables}</code>`
              }</pre>
            </figure>
            <figure>
              <figcaption>
                <span>คำตอบ · <span lang="en">Answer</span></span>
                <span id="status" role="status">กำลังถาม… · <span lang="en">Asking…</span></span>
              </figcaption>
              <pre class="answer" tabindex="0" role="region" aria-label="คำตอบ · Answer"><code id="answer"></code></pre>
            </figure>
          </div>
          <noscript
            ><p class="note">
              หน้านี้ใช้ JavaScript เพื่อถามเกตเวย์ · <span lang="en">This page asks the gateway with JavaScript.</span>
            </p></noscript
          >
        </section>
      </main>
    </body>`,
  });
}

/** The page says it in words above. */
function withoutLeadingComment(query: string): string {
  return query.replace(/^(?:\s*#.*\n)*/, '');
}

import type { Assets } from './assets.js';
import type { Example } from './examples.js';
import { Html, html } from './html.js';
import { laboratory } from './laboratory.js';
import { page } from './page.js';

/** The playground itself: Hive Laboratory on the whole page, with our examples. */
export function laboratoryPage(options: { assets: Assets; endpoint: string; examples: Example[] }): string {
  const { assets, endpoint, examples } = options;
  const script = assets.laboratory + laboratory.script;
  return page({
    title: 'Citylink · สนามทดลอง · Playground',
    description: 'ถามกราฟของ Citylink จากเบราว์เซอร์ · Ask the graph of Citylink from a browser.',
    assets,
    script: 'playground.js',
    head: html`<link rel="preload" href="${script}" as="script" />`,
    body: html`<body class="playground">
      <header class="bar">
        <a class="mark" href="/"><img src="${assets.own}citylink.svg" alt="" width="28" height="28" /> Citylink</a>
        <p id="hint" class="hint" role="status">
          เลือกตัวอย่างทางซ้าย แล้วกด “เรียกใช้” · <span lang="en">Pick an example on the left, then press Run</span>
        </p>
        <label class="switch">
          <input id="plan" type="checkbox" autocomplete="off" /> แผนและต้นทุน · <span lang="en">Plan and cost</span>
        </label>
      </header>
      <main id="laboratory" lang="en">
        <p class="waiting" role="status">
          <span lang="th">กำลังเปิดสนามทดลอง…</span> <span>Opening the playground…</span>
        </p>
      </main>
      <aside id="live" class="results" lang="en" hidden>
        <p class="bar">
          <strong><span lang="th">ผลลัพธ์ที่ทยอยมาถึง</span> · Results as they arrive</strong>
          <output id="live-state"></output>
          <button id="live-close" type="button"><span lang="th">ปิด</span> · Close</button>
        </p>
        <div id="live-result"></div>
      </aside>
      <noscript
        ><p class="waiting">
          สนามทดลองใช้ JavaScript · <span lang="en">The playground needs JavaScript.</span>
        </p></noscript
      >
      <script type="application/json" id="settings">
        ${json({ endpoint, script, workers: `${assets.laboratory}monacoeditorwork/`, examples })}
      </script>
    </body>`,
  });
}

/** Inside a script element only `<` could end it, or open a comment. */
function json(value: unknown): Html {
  return new Html(JSON.stringify(value).replaceAll('<', '\\u003c'));
}

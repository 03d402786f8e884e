import type { Assets } from './assets.js';
import { html } from './html.js';
import { laboratory } from './laboratory.js';
import { page } from './page.js';

/** The page at `/playground` when Laboratory's files are missing. */
export function missingPage(options: { assets: Assets; endpoint: string }): string {
  const { assets, endpoint } = options;
  const name = html`<code>${laboratory.name}@${laboratory.version}</code>`;
  return page({
    title: 'Citylink · ยังไม่มีสนามทดลอง · No playground yet',
    description: 'ยังไม่มีไฟล์ของสนามทดลอง · The playground is not here yet.',
    assets,
    body: html`<body class="landing">
      <header class="bar">
        <a class="mark" href="/"><img src="${assets.own}citylink.svg" alt="" width="28" height="28" /> Citylink</a>
      </header>
      <main>
        <div class="hero pair">
          <section>
            <h1>ยังไม่มีไฟล์ของสนามทดลอง</h1>
            <p>สนามทดลองมาจากแพ็กเกจ npm ${name} ซึ่งดาวน์โหลดไม่สำเร็จตอนเริ่มระบบ ส่วนอื่นทำงานตามปกติ</p>
            <h2>สิ่งที่ทำได้</h2>
            <ol>
              <li>
                ต่อเครือข่าย (หรือให้เครื่องเข้าถึง npm registry ได้) แล้วสั่ง <code>npm start</code> อีกครั้ง ทำครั้งเดียวพอ
                ครั้งต่อไปไม่ต้องใช้เครือข่าย
              </li>
              <li>ระหว่างนี้ ใช้โปรแกรม GraphQL ใดก็ได้ถามไปที่ <code>POST ${endpoint}</code></li>
            </ol>
          </section>
          <section lang="en">
            <h1>The playground is not here yet</h1>
            <p>It comes from the npm package ${name}, which could not be fetched at start. Everything else works.</p>
            <h2>What to do</h2>
            <ol>
              <li>
                Connect to the network (or give this machine an npm registry), then run <code>npm start</code> again.
                Once is enough: later starts need no network.
              </li>
              <li>Until then, ask with any GraphQL client at <code>POST ${endpoint}</code>.</li>
            </ol>
          </section>
        </div>
      </main>
    </body>`,
  });
}

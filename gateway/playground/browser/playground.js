/** @typedef {{ name: string, description: string, query: string, variables: string }} Example */

/** @type {{ endpoint: string, script: string, workers: string, examples: Example[] }} */
const settings = JSON.parse(element('settings').textContent);
const endpoint = new URL(settings.endpoint, location.href).href;
const room = element('laboratory');

self.MonacoEnvironment = {
  getWorkerUrl: (_module, label) =>
    `${settings.workers}${['graphql', 'json'].includes(label) ? label : 'editor'}.worker.bundle.js`,
};
completeRequests();
start().catch(() => {
  const words = [
    ['th', 'เปิดสนามทดลองไม่สำเร็จ ลองโหลดหน้านี้อีกครั้ง'],
    ['en', 'The playground did not open. Try to load this page again.'],
  ];
  const lines = words.map(([lang, text]) => Object.assign(document.createElement('span'), { lang, textContent: text }));
  const message = Object.assign(document.createElement('p'), { className: 'waiting', role: 'alert' });
  message.append(...lines);
  room.replaceChildren(message);
});

async function start() {
  await withoutEval(() => load(settings.script));
  whenOpened((root) => root.adoptedStyleSheets.push(laboratoryStyles()));
  HiveLaboratory.renderLaboratory(room, {
    defaultEndpoint: endpoint,
    enableDocs: true,
    enableFullScreen: false,
    theme: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
    defaultSettings: saved('settings') ?? {
      fetch: { credentials: 'same-origin', timeout: 10_000 },
      subscriptions: { protocol: 'GRAPHQL_SSE' },
      // It would ask for the whole schema again every five seconds.
      introspection: { method: 'POST', pollSchema: false },
    },
    // Before each request a script may run, but only by eval, which this page's policy refuses.
    permissions: { preflight: { read: false, create: false, update: false, delete: false } },
    ...examples(),
  });
}

/** Laboratory lives in a shadow root, which it makes some time after it is asked to. @param {(root: ShadowRoot) => void} then */
function whenOpened(then) {
  new MutationObserver((_, observer) => {
    const root = room.querySelector('.hive-laboratory-host')?.shadowRoot;
    if (!root) return;
    observer.disconnect();
    then(root);
  }).observe(room, { childList: true });
}

function laboratoryStyles() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    /* The switch of the scripts that may not run here stays in its place whatever the permissions say, and takes Run's. */
    [aria-label$='preflight'] { display: none; }
    /* Laboratory sets its own fonts in the editors each time it renders, and they have no Thai. */
    .monaco-editor .view-lines { font-family: var(--mono) !important; }
  `);
  return sheet;
}

/** Laboratory's own tabs stay as they were left; the collection of examples is the server's, each time. */
function examples() {
  const id = 'citylink-examples';
  const operations = settings.examples.map(({ name, description, query, variables }) => ({
    id: `citylink-${name}`,
    name,
    description,
    query,
    variables,
    headers: '',
    extensions: '',
    createdAt: new Date().toISOString(),
  }));
  const own = (saved('collections') ?? []).filter((/** @type {{ id: string }} */ collection) => collection.id !== id);
  const collection = { id, name: 'Citylink', createdAt: new Date().toISOString(), operations };
  const [first] = operations;
  return {
    defaultCollections: first ? [collection, ...own] : own,
    ...(first &&
      !saved('tabs')?.length && {
        defaultOperations: [first],
        defaultTabs: [{ id: 'citylink-first', type: 'operation', data: { id: first.id, name: first.name } }],
        defaultActiveTabId: 'citylink-first',
      }),
  };
}

/** What Laboratory kept under its own name for it; nothing if that cannot be read. @param {string} name */
function saved(name) {
  try {
    return JSON.parse(localStorage.getItem(`hive-laboratory:${name}`) ?? 'null');
  } catch {
    return null;
  }
}

/** Laboratory has no setting for headers that every tab sends, and none for what it does with the results of a live query. */
function completeRequests() {
  const { fetch } = window;
  window.fetch = (input, init) => {
    const request = new Request(input, init);
    if (request.headers.get('accept') === 'text/event-stream') return showLive(request, fetch);
    if (request.url !== endpoint) return fetch(request);
    request.headers.set('apollo-query-plan-experimental', '1');
    request.headers.set('apollo-query-plan-experimental-format', 'internal');
    return fetch(request);
  };
}

/** Ends the live query that the panel shows. */
let stopLive = () => {};

/**
 * Shows the results of a live query in the panel, one in the place of the one before. Laboratory, which would read them to the
 * end and show none, gets the first one as if it were the only one.
 *
 * @param {Request} request @param {typeof fetch} send @returns {Promise<Response>}
 */
async function showLive({ url, headers }, send) {
  stopLive();
  const stop = new AbortController();
  stopLive = () => stop.abort();
  const response = await send(url.replace(endpoint, `${endpoint}/stream`), { headers, signal: stop.signal });
  if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream')) return response;
  const results = readResults(response.body);
  const first = await results.next();
  const type = { 'content-type': 'application/json' };
  if (first.done) return new Response('{"errors":[{"message":"There was no result."}]}', { headers: type });
  const panel = element('live');
  const show = (/** @type {string} */ text, /** @type {number} */ number) => {
    element('live-result').textContent = JSON.stringify(JSON.parse(text), null, 2);
    element('live-state').textContent = `${number} · ${new Date().toLocaleTimeString()}`;
  };
  element('live-stop').onclick = () => {
    stop.abort();
    panel.hidden = true;
  };
  panel.hidden = false;
  show(first.value, 1);
  void (async () => {
    let number = 1;
    for await (const text of results) show(text, (number += 1));
  })().catch(() => undefined); // It was stopped, or the gateway has gone.
  return new Response(first.value, { headers: type });
}

/** The JSON texts of the results of an event stream. @param {ReadableStream<Uint8Array>} body */
async function* readResults(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, data] = /^event: next$[^]*?^data: (.*)$/m.exec(block) ?? [];
      if (data !== undefined) yield data;
    }
  }
}

/**
 * While it loads, zod (inside Laboratory) calls `Function('')` to learn whether it may compile its checks. The policy's
 * answer is no, and each question is reported as a violation: this gives the same answer without the report.
 *
 * @param {() => Promise<void>} run
 */
async function withoutEval(run) {
  const { Function } = globalThis;
  const refusing = Object.assign(
    () => {
      throw new EvalError('The policy of this page allows no eval.');
    },
    { prototype: Function.prototype },
  );
  Object.assign(globalThis, { Function: refusing });
  try {
    await run();
  } finally {
    Object.assign(globalThis, { Function });
  }
}

/** @param {string} src @returns {Promise<void>} */
function load(src) {
  return new Promise((resolve, reject) => {
    document.head.append(
      Object.assign(document.createElement('script'), { src, onload: () => resolve(), onerror: reject }),
    );
  });
}

/** @param {string} id */
function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

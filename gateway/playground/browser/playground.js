/** @typedef {{ name: string, description: string, query: string, variables: string }} Example */

/** @type {{ endpoint: string, script: string, workers: string, examples: Example[] }} */
const settings = JSON.parse(element('settings').textContent);
const endpoint = new URL(settings.endpoint, location.href).href;
const room = element('laboratory');

self.MonacoEnvironment = {
  getWorkerUrl: (_module, label) =>
    `${settings.workers}${['graphql', 'json'].includes(label) ? label : 'editor'}.worker.bundle.js`,
};
askForQueryPlans();
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

/** Laboratory has no setting for headers that every tab sends. */
function askForQueryPlans() {
  const { fetch } = window;
  window.fetch = (input, init) => {
    const request = new Request(input, init);
    if (request.url !== endpoint) return fetch(request);
    request.headers.set('apollo-query-plan-experimental', '1');
    request.headers.set('apollo-query-plan-experimental-format', 'internal');
    return fetch(request);
  };
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

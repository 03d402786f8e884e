/** @typedef {{ name: string, title: string, description: string, query: string, variables: string, headers: string }} Example */

/** @type {{ endpoint: string, script: string, workers: string, examples: Example[] }} */
const settings = JSON.parse(element('settings').textContent);
const endpoint = new URL(settings.endpoint, location.href).href;
const room = element('laboratory');
/** The plan is longer than most results, and comes with them: only who wants it gets it. */
const planSwitch = /** @type {HTMLInputElement} */ (element('plan'));

self.MonacoEnvironment = {
  getWorkerUrl: (_module, label) =>
    `${settings.workers}${['graphql', 'json'].includes(label) ? label : 'editor'}.worker.bundle.js`,
};
/** Laboratory is shown in one language: the one in the address (`?lang=th`), else the first that the browser prefers. */
const inThai = (new URLSearchParams(location.search).get('lang') ?? navigator.language).startsWith('th');
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
  const words = inThai ? await import('./laboratory-words.js') : undefined;
  if (words) room.lang = 'th';
  await withoutEval(() => load(settings.script));
  whenOpened((root) => {
    root.adoptedStyleSheets.push(laboratoryStyles());
    explainWhatIsNotSent(root);
    words?.showInThai(root);
  });
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
    /* Laboratory marks a result with any error as failed; of this one most is there. */
    :host([data-partial]) [data-slot='badge']:has(> .lucide-circle-x) { color: light-dark(#8a5300, #f0b95b); background: light-dark(#fff1d6, #3d2c0c); }
    :host([data-partial]) [data-slot='badge'] > .lucide-circle-x { display: none; }
    :host([data-partial]) [data-slot='badge']:has(> .lucide-circle-x)::before { content: '◐'; }
    /* What is wider than its panel would push the panel out of the window: rows of tabs break instead. */
    [data-panel] .grid { grid-template-columns: minmax(0, 1fr); }
    [data-panel] [role='tablist'] { flex-wrap: wrap; height: auto; row-gap: 0.5rem; }
    [data-panel] [role='tab'] { height: 1.75rem; }
    /* A title is read to its end in the list of examples, and cut in a tab. */
    [data-radix-scroll-area-viewport] > div { display: block !important; }
    [data-slot='collapsible-content'] [data-slot='button'] { height: auto; white-space: normal; text-align: left; padding-block: 0.25rem; }
    [aria-roledescription='sortable'] { max-width: 20rem; }
    [aria-roledescription='sortable'] > * { overflow: hidden; text-overflow: ellipsis; }
    /* On a narrow screen the panels lie one below the other. */
    @media (max-width: 60rem) {
      .hive-laboratory { overflow: auto; }
      [data-panel-group-direction='horizontal'] { flex-direction: column !important; height: auto !important; min-width: 0; overflow: visible !important; }
      [data-panel-group-direction='horizontal'] > [data-panel] { flex: none !important; width: 100%; height: 26rem; }
      [data-panel-group-direction='horizontal'] > [data-panel]:has([data-panel-group-direction='horizontal']) { height: auto; overflow: visible !important; }
      [data-panel-group-direction='horizontal'] > [data-panel-resize-handle-id] { display: none; }
      [data-panel]:has([data-panel-group-direction='horizontal']) .overflow-hidden:has([data-panel-group-direction='horizontal']) { overflow: visible; }
    }
  `);
  return sheet;
}

/** Laboratory's own tabs stay as they were left; the collection of examples is the server's, each time. */
function examples() {
  const id = 'citylink-examples';
  const operations = settings.examples.map(({ name, title, description, query, variables, headers }) => ({
    id: `citylink-${name}`,
    name: title === '' ? name : `${name} · ${title}`,
    description,
    query,
    variables,
    headers,
    extensions: '',
    createdAt: new Date().toISOString(),
  }));
  const own = (saved('collections') ?? []).filter((/** @type {{ id: string }} */ collection) => collection.id !== id);
  const collection = { id, name: 'Citylink', createdAt: new Date().toISOString(), operations };
  const [first] = operations;
  const asked = askedByAddress(operations);
  return {
    defaultCollections: first ? [collection, ...own] : own,
    ...asked,
    ...(first &&
      !saved('tabs')?.length &&
      !asked && {
        defaultOperations: [first],
        defaultTabs: [{ id: 'citylink-first', type: 'operation', data: { id: first.id, name: first.name } }],
        defaultActiveTabId: 'citylink-first',
      }),
  };
}

/**
 * An example that the address names, with its variables, such as `?operation=CitiesOnMap&variables={"region":["SOUTH"]}`: it comes in a
 * tab of its own, beside those that were left open.
 *
 * @param {(Omit<Example, 'title'> & { id: string })[]} operations
 */
function askedByAddress(operations) {
  const given = new URLSearchParams(location.search);
  const name = given.get('operation');
  const example = operations.find(({ id }) => id === `citylink-${name}`);
  if (!example) return undefined;
  const id = 'citylink-asked';
  const others = (/** @type {string} */ kept) =>
    (saved(kept) ?? []).filter((/** @type {{ id: string }} */ each) => each.id !== id);
  return {
    defaultOperations: [
      ...others('operations'),
      { ...example, id, name, variables: given.get('variables') ?? example.variables },
    ],
    defaultTabs: [...others('tabs'), { id, type: 'operation', data: { id, name } }],
    defaultActiveTabId: id,
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

/**
 * Laboratory has no setting for headers that every tab sends, and none for what it does with the results of a live query or with a
 * result in parts.
 */
function completeRequests() {
  const { fetch } = window;
  window.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (request.headers.get('accept') === 'text/event-stream') return showLive(request, fetch);
    if (request.url !== endpoint) return fetch(request);
    if (planSwitch.checked) {
      request.headers.set('apollo-query-plan-experimental', '1');
      request.headers.set('apollo-query-plan-experimental-format', 'internal');
      request.headers.set('citylink-cost', '1');
    }
    const text = await request.clone().text();
    if (!text.includes('__schema')) sent += 1;
    const response = await (/@defer\b/.test(text) ? showParts(request, fetch) : fetch(request));
    if (!text.includes('__schema')) void tellWhatIsMissing(response.clone());
    return response;
  };
}

/** How many operations were sent. */
let sent = 0;

/** Says in the bar what of a result is missing, and marks it as partial. @param {Response} response */
async function tellWhatIsMissing(response) {
  const { data, errors = [], extensions = {} } = await response.json().catch(() => ({}));
  const isPartial = Boolean(data) && errors.length > 0;
  room.querySelector('.hive-laboratory-host')?.toggleAttribute('data-partial', isPartial);
  if (!isPartial) return tell('', '');
  const reason = extensions.missing?.[0]?.reason ?? errors[0].message;
  tell(
    `ได้ผลลัพธ์บางส่วน (ข้อผิดพลาด ${errors.length} รายการ)`,
    `A partial result (${errors.length} ${errors.length === 1 ? 'error' : 'errors'}): ${reason}`,
  );
}

/** Laboratory sends nothing while the text of an operation is wrong, and does not say so. @param {ShadowRoot} root */
function explainWhatIsNotSent(root) {
  root.addEventListener('click', (event) => {
    const button = event.composedPath().find((each) => each instanceof HTMLButtonElement);
    if (!['Run', 'เรียกใช้'].includes(button?.textContent?.trim() ?? '')) return;
    const before = sent;
    setTimeout(() => {
      if (sent !== before || !root.querySelector('.monaco-editor .squiggly-error')) return;
      tell('คำสั่งค้นยังไม่ถูกต้อง จึงยังไม่ได้ส่ง โปรดแก้ส่วนที่ขีดเส้นใต้สีแดง', 'Nothing was sent: correct what is underlined in red.');
    }, 500);
  });
}

/** Says something in the bar, in both languages; nothing clears it. @param {string} th @param {string} en */
function tell(th, en) {
  const english = Object.assign(document.createElement('span'), { lang: 'en', textContent: en });
  element('hint').replaceChildren(...(th === '' ? [] : [`${th} · `, english]));
}

/** Ends what the panel shows. */
let endShown = () => {};

/** Ends what the panel shows, as something else is sent. @returns {AbortController} aborted when the panel is closed */
function beginShown() {
  endShown();
  const end = new AbortController();
  endShown = () => end.abort();
  return end;
}

/** Opens the panel. @param {AbortController} end @returns {(texts: string[], state: string) => void} shows texts in it, side by side */
function openPanel(end) {
  const panel = element('live');
  element('live-close').onclick = () => {
    end.abort();
    panel.hidden = true;
  };
  panel.hidden = false;
  return (texts, state) => {
    const shown = element('live-result');
    shown.replaceChildren(...texts.map((text) => Object.assign(document.createElement('pre'), { textContent: text })));
    shown.scrollLeft = shown.scrollWidth;
    element('live-state').textContent = state;
  };
}

/**
 * Shows the results of a live query in the panel, one in the place of the one before. Laboratory, which would read them to the
 * end and show none, gets the first one as if it were the only one.
 *
 * @param {Request} request @param {typeof fetch} send @returns {Promise<Response>}
 */
async function showLive({ url, headers }, send) {
  const end = beginShown();
  const response = await send(url.replace(endpoint, `${endpoint}/stream`), { headers, signal: end.signal });
  if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream')) return response;
  const results = readResults(response.body);
  const first = await results.next();
  if (first.done) return jsonResponse('{"errors":[{"message":"There was no result."}]}');
  const write = openPanel(end);
  const show = (/** @type {string} */ text, /** @type {number} */ number) =>
    write([indented(JSON.parse(text))], `${number} · ${new Date().toLocaleTimeString()}`);
  show(first.value, 1);
  void (async () => {
    let number = 1;
    for await (const text of results) show(text, (number += 1));
  })().catch(() => undefined); // It was stopped, or the gateway has gone.
  return jsonResponse(first.value);
}

/**
 * Shows the parts of a result with `@defer` in the panel, each when it arrives. Laboratory gets the whole result that they amount to.
 *
 * @param {Request} request @param {typeof fetch} send @returns {Promise<Response>}
 */
async function showParts(request, send) {
  const end = beginShown();
  request.headers.set('accept', 'multipart/mixed;incrementalSpec=v0.2, application/json');
  const begin = performance.now();
  const response = await send(request, { signal: AbortSignal.any([request.signal, end.signal]) });
  if (!response.body || !response.headers.get('content-type')?.startsWith('multipart/mixed')) return response;
  const write = openPanel(end);
  const result = assembleParts();
  const shown = [];
  for await (const block of readBlocks(response.body, '\r\n---')) {
    const [, json] = block.split('\r\n\r\n');
    if (!json) continue; // Before the first delimiter.
    const part = JSON.parse(json);
    result.add(part);
    shown.push(`# ${shown.length + 1} · ${Math.round(performance.now() - begin)} ms\n${indented(part)}`);
    write(shown, `${shown.length}${part.hasNext ? ' …' : ''}`);
  }
  return jsonResponse(JSON.stringify(result.whole()));
}

/**
 * @typedef {string | number} Step
 * @typedef {{ message: string }} ResultError
 * @typedef {{ id: string, subPath?: Step[], data: object, errors?: ResultError[], extensions?: object }} Addition
 * @typedef {{
 *   data?: object | null, errors?: ResultError[], extensions?: object, hasNext: boolean,
 *   pending?: { id: string, path: Step[] }[], incremental?: Addition[], completed?: { id: string, errors?: ResultError[] }[]
 * }} Part
 */

/** Puts the parts of a result together: https://specs.apollo.dev/incremental/v0.2/ */
function assembleParts() {
  /** @type {Part['data']} */
  let data = null;
  /** @type {ResultError[]} */
  const errors = [];
  const extensions = {};
  /** @type {Map<string, Step[]>} */
  const paths = new Map();
  return {
    /** @param {Part} part */
    add(part) {
      const { pending = [], incremental = [], completed = [] } = part;
      if (part.data !== undefined) data = part.data;
      for (const { id, path } of pending) paths.set(id, path);
      for (const { id, subPath = [], data: added } of incremental)
        Object.assign(valueAt(data, [...(paths.get(id) ?? []), ...subPath]), added);
      for (const each of [part, ...incremental, ...completed]) errors.push(...(each.errors ?? []));
      // The last part has those of the whole.
      for (const each of [part, ...incremental]) Object.assign(extensions, each.extensions);
    },
    whole: () => ({
      ...(errors.length > 0 && { errors }),
      data,
      ...(Object.keys(extensions).length > 0 && { extensions }),
    }),
  };
}

/** @param {any} value @param {Step[]} path */
function valueAt(value, path) {
  return path.reduce((inner, step) => inner[step], value);
}

/** The JSON texts of the results of an event stream. @param {ReadableStream<Uint8Array>} body */
async function* readResults(body) {
  for await (const block of readBlocks(body, '\n\n')) {
    const [, data] = /^event: next$[^]*?^data: (.*)$/m.exec(block) ?? [];
    if (data !== undefined) yield data;
  }
}

/** The texts that end with a delimiter, each when it has arrived. @param {ReadableStream<Uint8Array>} body @param {string} delimiter */
async function* readBlocks(body, delimiter) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + decoder.decode(value, { stream: true })).split(delimiter);
    rest = blocks.pop() ?? '';
    yield* blocks;
  }
}

/** @param {string} text */
function jsonResponse(text) {
  return new Response(text, { headers: { 'content-type': 'application/json' } });
}

/** @param {unknown} value */
function indented(value) {
  return JSON.stringify(value, null, 2);
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

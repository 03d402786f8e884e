/** Results that are shown: more of them help nobody. */
const MAX_RESULTS = 50;

const search = /** @type {HTMLInputElement} */ (element('search'));
const found = element('found');
const results = element('results');
const list = results.querySelector('ol');

/** @typedef {{ id: string, name: string, text: string, description: string, lang: string }} Entry */
/** Everything that can be found: types, fields, input fields and enum values. @type {Entry[]} */
const entries = [...document.querySelectorAll('.type, .part')].map((node) => {
  const paragraphs = [...node.querySelectorAll(':scope > .description')];
  const first = paragraphs[0];
  return {
    id: node.id,
    name: node.id.toLowerCase(),
    text: paragraphs
      .map((each) => each.textContent)
      .join('\n')
      .toLowerCase(),
    description: first?.textContent ?? '',
    lang: first?.getAttribute('lang') ?? 'en',
  };
});

search.addEventListener('input', show);
search.form?.addEventListener('submit', (event) => {
  event.preventDefault();
  results.querySelector('a')?.focus();
});
for (const choice of document.querySelectorAll('input[name="language"]'))
  choice.addEventListener('change', () => {
    if (choice instanceof HTMLInputElement) document.body.dataset.language = choice.value;
  });
show();

function show() {
  const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  results.hidden = words.length === 0;
  if (words.length === 0) {
    found.textContent = '';
    list?.replaceChildren();
    return;
  }
  scrollTo({ top: 0 }); // The results stand below the bar.
  const hits = entries
    .filter(({ name, text }) => words.every((word) => name.includes(word) || text.includes(word)))
    .map((entry) => ({ entry, rank: rankOf(entry, words) }))
    .sort((a, b) => a.rank - b.rank);
  say(
    `พบ ${hits.length} รายการ`,
    `${hits.length} found${hits.length > MAX_RESULTS ? `, the first ${MAX_RESULTS} shown` : ''}`,
  );
  list?.replaceChildren(...hits.slice(0, MAX_RESULTS).map(({ entry }) => resultOf(entry)));
}

/** Names before descriptions, equal names first, then shorter ones. @param {Entry} entry @param {string[]} words */
function rankOf({ name }, words) {
  const last = name.slice(name.indexOf('.') + 1);
  if (words.includes(name) || words.includes(last)) return name.length;
  if (words.every((word) => name.includes(word))) return 1_000 + name.length;
  return 10_000 + name.length;
}

/** @param {Entry} entry */
function resultOf({ id, description, lang }) {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = `#${id}`;
  link.textContent = id;
  const text = document.createElement('span');
  text.lang = lang;
  text.textContent = description;
  item.append(link, ' ', text);
  return item;
}

/** @param {string} thai @param {string} english */
function say(thai, english) {
  const span = document.createElement('span');
  span.lang = 'en';
  span.textContent = english;
  found.replaceChildren(`${thai} · `, span);
}

/** @param {string} id */
function element(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`the page has no #${id}`);
  return node;
}

const query = element('query');
const variables = document.getElementById('variables');
const answer = element('answer');
const status = element('status');
const button = element('ask');

const TOKENS = /(#.*)|("(?:[^"\\]|\\.)*")(\s*:)?|(\$?[A-Za-z_]\w*)|(-?\d[\d.eE+-]*)/g;
const KEYWORDS = new Set(['query', 'fragment', 'on', 'true', 'false', 'null']);

const request = { query: query.textContent, variables: variables ? JSON.parse(variables.textContent) : undefined };
show(query, query.textContent);
if (variables) show(variables, variables.textContent);
button.addEventListener('click', ask);
ask();

async function ask() {
  // Not `disabled`: that would take the keyboard's focus away.
  if (button.getAttribute('aria-disabled') === 'true') return;
  button.setAttribute('aria-disabled', 'true');
  say('กำลังถาม…', 'Asking…');
  const start = performance.now();
  try {
    const response = await fetch(query.dataset.endpoint ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(10_000),
    });
    const result = await response.json();
    const time = `${Math.round(performance.now() - start)} ms`;
    show(answer, JSON.stringify(result, null, 2));
    if (!result.data) say('เกตเวย์ตอบไม่ได้', 'The gateway could not answer', 'failed');
    else if (result.errors) say(`ตอบได้บางส่วน ${time}`, `A part is missing, ${time}`, 'failed');
    else say(`ตอบใน ${time}`, `Answered in ${time}`, 'answered');
  } catch (error) {
    answer.textContent = String(error);
    say('ติดต่อเกตเวย์ไม่ได้ ลองอีกครั้งภายหลัง', 'The gateway cannot be reached, try again later', 'failed');
  } finally {
    button.removeAttribute('aria-disabled');
  }
}

/** @param {string} thai @param {string} english */
function say(thai, english, state = 'asking') {
  const span = document.createElement('span');
  span.lang = 'en';
  span.textContent = english;
  status.className = state;
  status.replaceChildren(`${thai} · `, span);
}

/** GraphQL or JSON, in colours. @param {HTMLElement} code @param {string} text */
function show(code, text) {
  /** @type {(string | Node)[]} */
  const pieces = [];
  let end = 0;
  for (const token of text.matchAll(TOKENS)) {
    const [all, comment, string, colon, word] = token;
    const kind = comment
      ? 'comment'
      : colon
        ? 'key'
        : string
          ? 'string'
          : word
            ? KEYWORDS.has(word) || word.startsWith('$')
              ? 'word'
              : ''
            : 'number';
    if (!kind) continue;
    const span = document.createElement('span');
    span.className = kind;
    span.textContent = all;
    pieces.push(text.slice(end, token.index), span);
    end = token.index + all.length;
  }
  code.replaceChildren(...pieces, text.slice(end));
}

/** @param {string} id */
function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

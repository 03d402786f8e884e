import { h } from './dom.js';
import { settings, t } from './settings.js';

/** Shows the text of a persisted document with its variables and its address, and a link to the playground where there is one. */
export function showQuery(operation: string, variables: Readonly<Record<string, unknown>>): void {
  const document_ = settings.documents[operation];
  if (!document_) return;
  const { text, hash } = document_;
  const given = JSON.stringify(variables, null, 2);
  const status = h('span', { role: 'status' });
  const copy = () =>
    void navigator.clipboard?.writeText(text).then(
      () => status.replaceChildren(t('copied')),
      () => undefined,
    );
  const dialog = h(
    'dialog',
    { class: 'query', 'aria-labelledby': 'query-title' },
    h('h2', { id: 'query-title' }, t('showQuery')),
    h('p', {}, `${t('address')}: `, h('code', {}, `POST ${new URL(settings.endpoint, location.href).href}`)),
    h('p', {}, 'documentId: ', h('code', {}, `sha256:${hash}`)),
    h('pre', { tabindex: 0, role: 'region', 'aria-label': operation }, h('code', {}, text)),
    given !== '{}' && h('h3', {}, t('variables')),
    given !== '{}' && h('pre', { tabindex: 0, role: 'region', 'aria-label': t('variables') }, h('code', {}, given)),
    h(
      'p',
      { class: 'actions' },
      h('button', { type: 'button', class: 'button', onclick: () => dialog.close() }, t('close')),
      h('button', { type: 'button', class: 'button quiet', onclick: copy }, t('copy')),
      settings.playground &&
        h(
          'a',
          { class: 'button quiet', href: `/playground?${playgroundParameters(operation, given)}` },
          t('openInPlayground'),
        ),
      status,
    ),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function playgroundParameters(operation: string, variables: string): string {
  return new URLSearchParams({ operation, variables, lang: settings.language }).toString();
}

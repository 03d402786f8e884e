import { hashOf } from '../documents/document-store.js';
import type { NamedOperation } from '../documents/named-operations.js';
import type { PageDocument } from './page-settings.js';

const IS_OF_PAGES = /^(dashboard-.*|vocabulary)$/;

/** Without it there is no dashboard to show. */
const MAP = 'dashboard-map';

/** The documents of the pages by the names of their operations; none for the supergraph of another network. */
export function pageDocumentsOf(named: ReadonlyMap<string, NamedOperation>): Record<string, PageDocument> {
  if (!named.has(MAP)) return {};
  return Object.fromEntries(
    [...named.values()].flatMap(({ address, name, text }) =>
      IS_OF_PAGES.test(address) ? [[name, { hash: hashOf(text), text, address }]] : [],
    ),
  );
}

import { h } from '../dom.js';
import { dashboardUrl, t } from '../settings.js';
import { nameOf } from '../table.js';
import { WORDS, type Word } from '../../words.js';
import type { DashboardSearchQuery } from '../operations.js';
import type { Tile } from '../tile.js';

/** What has a name like the text. */
export function searchTile(text: string): Tile<DashboardSearchQuery> {
  return {
    name: 'search',
    operation: 'DashboardSearch',
    rows: () => 'search.hits',
    title: 'result',
    isList: true,
    width: 'full',
    variables: () => ({ text }),
    content({ search }) {
      const hits = search?.hits ?? [];
      return [h('p', { class: 'note', role: 'status' }, t(hits.length > 0 ? 'results' : 'noResults', { text }))];
    },
    tables: ({ search }) =>
      (search?.hits ?? []).length === 0
        ? []
        : [
            {
              caption: t('result'),
              columns: [t('name'), t('type')],
              rows: search!.hits!.map(({ id, type, name }) => {
                const href = addressOf(type, id);
                const text_ = nameOf(name);
                return [href === undefined ? text_ : h('a', { href }, text_), type in WORDS ? t(type as Word) : type];
              }),
            },
          ],
  };
}

/** The page of a record, where it has one. */
function addressOf(type: string, id: string): string | undefined {
  if (type === 'City') return dashboardUrl({ city: id });
  if (type === 'Solution') return dashboardUrl({ tile: 'spread', solution: id });
  return undefined;
}

import { h } from '../dom.js';
import { dayOf } from '../facts.js';
import { formatNumber, t, textOf } from '../settings.js';
import { confidenceOf, nameOf, sourceOf, type Table } from '../table.js';
import type { DashboardTargetsQuery } from '../operations.js';
import type { Tile } from '../tile.js';
import { labelOf } from '../vocabulary.js';

type Programme = NonNullable<DashboardTargetsQuery['programme']>;
type Target = Programme['targets'][number];

/** What was promised beside what came, and figures on which sources disagree side by side. */
export function targetsTile(): Tile<DashboardTargetsQuery> {
  const targetsOf = ({ programme }: DashboardTargetsQuery) =>
    (programme?.targets ?? []).toSorted((a, b) => (a.byDate?.value ?? '').localeCompare(b.byDate?.value ?? ''));
  return {
    name: 'targets',
    operation: 'DashboardTargets',
    rows: () => 'programme.targets',
    title: 'targets',
    lead: ({ programme }) => [textOf(programme?.name), t('targetsLead')].filter(Boolean).join(': '),
    width: 'half',
    variables: () => ({ programme: 'depa-smart-city' }),
    content(data) {
      const targets = targetsOf(data);
      const most = Math.max(1, ...targets.flatMap(({ value, designatedByDate }) => [value, designatedByDate ?? 0]));
      return [
        h(
          'ul',
          { class: 'bullets' },
          targets.map((target) => bulletOf(target, most)),
        ),
        ...conflictsOf(data.programme?.counts ?? []).map((figures) =>
          h(
            'div',
            { class: 'conflict' },
            h('h3', {}, `${t('disagree')}: ${labelOf('Metric', figures[0]!.metric)}`),
            h(
              'ul',
              {},
              figures.map(({ value, asOf, source, confidence }) =>
                h(
                  'li',
                  {},
                  h('b', {}, formatNumber(value)),
                  h('span', {}, asOf ? `${t('asOf')} ${dayOf(asOf)}` : ''),
                  sourceOf(source),
                  confidenceOf(confidence),
                ),
              ),
            ),
          ),
        ),
      ];
    },
    tables: (data): Table[] => [
      {
        caption: t('targets'),
        columns: [t('byDate'), t('target'), t('reachedBy'), t('statedBy'), t('statedOn'), t('confidence'), t('source')],
        rows: targetsOf(data).map((target) => [
          dayOf(target.byDate) || t('undated'),
          target.value,
          target.designatedByDate,
          nameOf((target.statedByPerson ?? target.statedByPartner)?.name),
          dayOf(target.statedOn),
          confidenceOf(target.confidence),
          sourceOf(target.source),
        ]),
      },
    ],
  };
}

/** A target as a bar whose filled part is what was reached. */
function bulletOf(
  { value, byDate, designatedByDate, statedByPerson, statedByPartner, conflictGroup, source }: Target,
  most: number,
): Node {
  const reached = designatedByDate ?? 0;
  const bar = h('span', { class: 'bar', 'aria-hidden': 'true' }, h('span'), h('span'));
  const [whole, filled] = [...bar.children] as HTMLElement[];
  // Not as an attribute, which the policy of the page refuses.
  whole!.style.width = `${(100 * value) / most}%`;
  filled!.style.width = `${(100 * reached) / most}%`;
  return h(
    'li',
    {},
    h(
      'p',
      {},
      h('b', {}, t('ofTarget', { count: formatNumber(reached), target: formatNumber(value) })),
      ` ${t('byDate')} ${dayOf(byDate)}`,
    ),
    bar,
    h(
      'p',
      { class: 'note' },
      nameOf((statedByPerson ?? statedByPartner)?.name),
      conflictGroup !== null && [' · ', h('span', { class: 'flag' }, t('disagree'))],
      ' · ',
      sourceOf(source),
    ),
  );
}

function conflictsOf<Figure extends { conflictGroup: string | null }>(figures: readonly Figure[]): Figure[][] {
  const groups = Map.groupBy(
    figures.filter(({ conflictGroup }) => conflictGroup !== null),
    ({ conflictGroup }) => conflictGroup,
  );
  return [...groups.values()].filter(({ length }) => length > 1);
}

import { h } from '../dom.js';
import { cityLink, dayOf, partyOf } from '../facts.js';
import { t, textOf } from '../settings.js';
import { confidenceOf, nameOf, sourceOf } from '../table.js';
import { labelOf } from '../vocabulary.js';
import type { DashboardSpreadQuery } from '../operations.js';
import type { Tile } from '../tile.js';

type Step = NonNullable<DashboardSpreadQuery['solution']>['introductionTree'][number];
type Party = Step['introduction']['from'];

const FIRST = 'mastercard-city-key';

/** From whom to whom a solution was introduced. */
export function spreadTile(parameters: URLSearchParams): Tile<DashboardSpreadQuery> {
  let solution = parameters.get('solution') ?? FIRST;
  const select = h('select', { id: 'spread-solution' });
  const stepsOf = (data: DashboardSpreadQuery) => data.solution?.introductionTree ?? [];

  return {
    name: 'spread',
    operation: 'DashboardSpread',
    rows: () => 'solution.introductionTree',
    title: 'spread',
    lead: 'spreadLead',
    width: 'wide',
    variables: () => ({ solution }),
    controls({ restart }) {
      select.addEventListener('change', () => {
        solution = select.value;
        restart();
      });
      return h('div', { class: 'pick' }, h('label', { for: select.id }, t('solution')), select);
    },
    chart(container, data) {
      const steps = stepsOf(data);
      // The first of them is at the depth of who introduced it.
      const depths = new Map<string, number>();
      for (const { depth, introduction } of steps) {
        const [from, to] = [keyOf(introduction.from), keyOf(introduction.to)];
        if (!depths.has(from)) depths.set(from, depth - 1);
        if (!depths.has(to)) depths.set(to, depth);
      }
      const parties = new Map(
        steps.flatMap(({ introduction: { from, to } }) => [from, to].map((party) => [keyOf(party), party] as const)),
      );
      const nodes = [...parties].map(([key, { city, partner }]) => ({
        key,
        name: textOf((city ?? partner)?.name) || t('unknown'),
        city: city?.id,
        depth: depths.get(key) ?? 0,
      }));
      const edges = steps.map(({ introduction: { from, to, stage } }) => ({
        from: keyOf(from),
        to: keyOf(to),
        label: labelOf('Stage', stage),
      }));
      void import('../charts/draw-spread.js').then(({ drawSpread }) => drawSpread(container, nodes, edges));
    },
    summary: (data) =>
      stepsOf(data)
        .map(({ introduction: { from, to } }) => `${partyName(from)} → ${partyName(to)}`)
        .join(', '),
    content(data) {
      const options = (data.solutions?.nodes ?? []).filter(
        ({ id, introductions }) => introductions.totalCount > 0 || id === solution,
      );
      select.replaceChildren(
        ...options.map(({ id, name }) => h('option', { value: id, selected: id === solution }, textOf(name))),
      );
      const { solution: shown } = data;
      if (!shown) return [];
      const deployed = shown.deployments.nodes.filter(({ city }) => city !== null);
      return [
        stepsOf(data).length === 0 ? h('p', { class: 'empty' }, t('noSpread')) : '',
        h('p', { class: 'note' }, nameOf(shown.description)),
        h(
          'dl',
          { class: 'facts' },
          shown.owner && h('div', {}, h('dt', {}, t('owner')), h('dd', {}, nameOf(shown.owner.name))),
          deployed.length > 0 &&
            h(
              'div',
              {},
              h('dt', {}, t('inUse')),
              h(
                'dd',
                {},
                deployed.map(({ city, stage }) =>
                  h('span', { class: 'chip' }, cityLink(city!), ' ', h('small', {}, labelOf('Stage', stage))),
                ),
              ),
            ),
        ),
      ];
    },
    tables: (data) => [
      {
        caption: textOf(data.solution?.name),
        columns: [t('from'), t('to'), t('stage'), t('date'), t('confidence'), t('source')],
        rows: stepsOf(data).map(({ introduction: { from, to, stage, on, confidence, source } }) => [
          partyOf(from),
          partyOf(to),
          labelOf('Stage', stage),
          dayOf(on),
          confidenceOf(confidence),
          sourceOf(source),
        ]),
      },
    ],
  };
}

function keyOf({ city, partner }: Party): string {
  return city ? `city ${city.id}` : `partner ${partner?.id ?? ''}`;
}

function partyName({ city, partner }: Party): string {
  return textOf((city ?? partner)?.name) || t('unknown');
}

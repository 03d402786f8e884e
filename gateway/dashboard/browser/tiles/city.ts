import { h } from '../dom.js';
import { cityLink, dayOf, joined, partyOf, solutionLink } from '../facts.js';
import { formatNumber, t, textOf, type Localized } from '../settings.js';
import { confidenceOf, nameOf, sourceOf, type Cell, type SourceLike, type Table } from '../table.js';
import { labelOf } from '../vocabulary.js';
import type {
  DashboardCityEventsQuery,
  DashboardCityPartnersQuery,
  DashboardCityQuery,
  DashboardCitySolutionsQuery,
  DashboardCitySuggestionsQuery,
} from '../operations.js';
import type { Tile } from '../tile.js';
import { toCome, whenOf } from './calendar.js';

/** How sure a fact is, and where it comes from: the last two columns of every table of facts. */
function origin({ confidence, source }: { confidence: string; source: SourceLike | null }): Cell[] {
  return [confidenceOf(confidence), sourceOf(source)];
}

const ORIGIN = () => [t('confidence'), t('source')];

/**
 * The tiles of the page of one city.
 *
 * @param onName called with the name of the city, or undefined when there is none
 */
export function cityTiles(id: string, onName: (name: Localized | undefined) => void): Tile<never>[] {
  const common = { variables: () => ({ id }) };
  const profile: Tile<DashboardCityQuery> = {
    ...common,
    isList: true,
    name: 'city',
    operation: 'DashboardCity',
    rows: () => 'city.statusHistory',
    title: 'profile',
    width: 'full',
    content({ city }) {
      onName(city?.name);
      if (!city) return [h('p', { class: 'empty' }, t('noCity', { id }))];
      const fact = (name: string, ...value: (Node | string | false | null)[]) =>
        h('div', {}, h('dt', {}, name), h('dd', {}, value));
      return [
        h(
          'dl',
          { class: 'facts' },
          fact(t('status'), city.furthestStatus ? labelOf('CityStatus', city.furthestStatus) : t('noStatus')),
          fact(t('kind'), labelOf('AreaKind', city.kind)),
          fact(t('region'), labelOf('Region', city.region)),
          city.province && fact(t('province'), nameOf(city.province.name)),
          city.population &&
            fact(
              t('population'),
              h('b', {}, formatNumber(city.population.value)),
              ' ',
              city.population.asOf && `${t('asOf')} ${dayOf(city.population.asOf)} `,
              confidenceOf(city.population.confidence),
              ' ',
              sourceOf(city.population.source),
              city.population.alternatives.length > 0 &&
                h(
                  'span',
                  { class: 'others' },
                  `${t('otherFigures')} `,
                  joined(
                    city.population.alternatives.map(({ value, source }) =>
                      h('span', {}, `${formatNumber(value)} (`, sourceOf(source), ')'),
                    ),
                  ),
                ),
            ),
        ),
      ];
    },
    tables: ({ city }): Table[] =>
      city
        ? [
            {
              caption: t('history'),
              columns: [t('status'), t('on'), t('body'), ...ORIGIN()],
              rows: city.statusHistory.map((entry) => [
                labelOf('CityStatus', entry.status),
                h(
                  'span',
                  {},
                  dayOf(entry.on) || (entry.notAfter ? t('notAfter', { date: dayOf(entry.notAfter) }) : t('unknown')),
                  entry.conflictGroup !== null && [' ', h('span', { class: 'flag' }, t('disagree'))],
                ),
                nameOf(entry.body?.name),
                ...origin(entry),
              ]),
            },
            {
              caption: t('planAndDimensions'),
              columns: [t('dimension'), ...ORIGIN()],
              rows: [
                ...(city.plan
                  ? [
                      [
                        h(
                          'span',
                          {},
                          `${t('plan')}: `,
                          nameOf(city.plan.title),
                          city.plan.submittedOn && ` (${t('submitted', { date: dayOf(city.plan.submittedOn) })})`,
                        ),
                        ...origin(city.plan),
                      ],
                    ]
                  : []),
                ...city.dimensions.map((each) => [labelOf('Dimension', each.dimension), ...origin(each)]),
              ],
            },
            {
              caption: t('cityChallenges'),
              columns: [t('challenge'), ...ORIGIN()],
              rows: city.challenges.map((each) => [nameOf(each.challenge?.name), ...origin(each)]),
            },
            {
              caption: t('memberships'),
              columns: [t('programme'), t('joined'), ...ORIGIN()],
              rows: city.memberships.map((each) => [
                h(
                  'span',
                  {},
                  nameOf(each.programme?.name),
                  each.cohort && h('small', {}, ' ', nameOf(each.cohort.name)),
                ),
                dayOf(each.joinedOn),
                ...origin(each),
              ]),
            },
          ]
        : [],
  };

  const partners: Tile<DashboardCityPartnersQuery> = {
    ...common,
    isList: true,
    name: 'city-partners',
    operation: 'DashboardCityPartners',
    rows: () => 'city.partners.nodes',
    title: 'cityPartners',
    width: 'full',
    tables: ({ city }): Table[] =>
      city
        ? [
            {
              caption: t('leaders'),
              columns: [t('person'), t('office'), t('period'), ...ORIGIN()],
              rows: (city.officeHolders?.nodes ?? []).map((office, _index, all) => [
                nameOf(office.person?.name),
                nameOf(office.title),
                periodOf(office, all),
                ...origin(office),
              ]),
              total: city.officeHolders?.totalCount,
            },
            {
              caption: t('cityPartners'),
              columns: [t('partner'), t('kind'), t('role')],
              rows: (city.partners?.nodes ?? []).map(({ partner, roles }) => [
                nameOf(partner?.name),
                labelOf('PartnerKind', partner?.kind),
                [...new Set(roles.map(({ kind }) => labelOf('PartnerLinkKind', kind)))].join(', '),
              ]),
              total: city.partners?.totalCount,
            },
            {
              caption: t('agreements'),
              columns: [t('name'), t('kind'), t('status'), t('on'), ...ORIGIN()],
              rows: (city.agreements?.nodes ?? []).map((agreement) => [
                nameOf(agreement.name),
                labelOf('AgreementKind', agreement.kind),
                labelOf('AgreementStatus', agreement.status),
                dayOf(agreement.on),
                confidenceOf(agreement.confidence),
                joined(agreement.sources.map(sourceOf)),
              ]),
              total: city.agreements?.totalCount,
            },
          ]
        : [],
  };

  const solutions: Tile<DashboardCitySolutionsQuery> = {
    ...common,
    isList: true,
    name: 'city-solutions',
    operation: 'DashboardCitySolutions',
    rows: () => 'city.deployments.nodes',
    title: 'citySolutions',
    width: 'full',
    tables: ({ city }): Table[] =>
      city
        ? [
            {
              caption: t('deployments'),
              columns: [t('solution'), t('stage'), t('operator'), t('on'), t('confidence'), t('source')],
              rows: (city.deployments?.nodes ?? []).map(({ solution, stage, operator, history, confidence }) => [
                solutionLink(solution),
                labelOf('Stage', stage),
                nameOf(operator?.name),
                history.map((step) => `${labelOf('Stage', step.stage)} ${dayOf(step.on)}`.trim()).join(' → '),
                confidenceOf(confidence),
                sourceOf(history.at(-1)?.source),
              ]),
              total: city.deployments?.totalCount,
            },
            {
              caption: t('received'),
              columns: [t('solution'), t('from'), t('stage'), t('on'), ...ORIGIN()],
              rows: (city.introductionsReceived?.nodes ?? []).map((each) => [
                solutionLink(each.solution),
                partyOf(each.from),
                labelOf('Stage', each.stage),
                dayOf(each.on),
                ...origin(each),
              ]),
              total: city.introductionsReceived?.totalCount,
            },
            {
              caption: t('given'),
              columns: [t('solution'), t('to'), t('stage'), t('on'), ...ORIGIN()],
              rows: (city.introductionsGiven?.nodes ?? []).map((each) => [
                solutionLink(each.solution),
                partyOf(each.to),
                labelOf('Stage', each.stage),
                dayOf(each.on),
                ...origin(each),
              ]),
              total: city.introductionsGiven?.totalCount,
            },
          ]
        : [],
  };

  const suggestions: Tile<DashboardCitySuggestionsQuery> = {
    ...common,
    name: 'city-suggestions',
    operation: 'DashboardCitySuggestions',
    rows: () => 'city.suggestedSolutions.nodes',
    title: 'suggestions',
    lead: 'suggestionsLead',
    width: 'narrow',
    content({ city }) {
      if (!city) return [];
      const { peers, suggestedSolutions, suggestedEvents } = city;
      return [
        ...listOf(
          t('peers'),
          peers?.emptyBecause,
          peers?.nodes.map((each) => ({ what: cityLink(each.city), reasons: each.reasons })),
        ),
        ...listOf(
          t('suggestedSolutions'),
          suggestedSolutions?.emptyBecause,
          suggestedSolutions?.nodes.map(({ solution, reasons }) => ({ what: solutionLink(solution), reasons })),
        ),
        ...listOf(
          t('suggestedEvents'),
          suggestedEvents?.emptyBecause,
          suggestedEvents?.nodes.map(({ event, reasons }) => ({ what: nameOf(event.name), reasons })),
        ),
      ];
    },
  };

  const events: Tile<DashboardCityEventsQuery> = {
    ...common,
    isList: true,
    name: 'city-events',
    operation: 'DashboardCityEvents',
    rows: () => 'city.events.nodes',
    title: 'cityEvents',
    width: 'wide',
    tables: ({ city }): Table[] => {
      const columns = [t('event'), t('date'), t('kind'), ...ORIGIN()];
      const row = (
        event: NonNullable<NonNullable<DashboardCityEventsQuery['city']>['events']>['nodes'][number],
      ): Cell[] => [
        nameOf(event.name),
        whenOf(event),
        labelOf('EventKind', event.kind),
        confidenceOf(event.confidence),
        joined(event.sources.slice(0, 2).map(sourceOf)),
      ];
      return city
        ? [
            {
              caption: t('upcoming'),
              columns,
              rows: toCome(city.upcomingEvents?.nodes ?? []).map(row),
            },
            { caption: t('past'), columns, rows: (city.events?.nodes ?? []).map(row), total: city.events?.totalCount },
          ]
        : [];
    },
  };
  return [profile, solutions, partners, suggestions, events] as Tile<never>[];
}

type Office = NonNullable<NonNullable<DashboardCityPartnersQuery['city']>['officeHolders']>['nodes'][number];

/**
 * Since when and until when somebody holds an office, on which day a source shows it, and whether nobody is known to have held it later:
 * sources seldom tell when an office ended, so that many who left it have no last day.
 */
function periodOf(office: Office, all: readonly Office[]): string {
  const { from, to, asOf } = office;
  const span =
    from && to
      ? `${dayOf(from)} – ${dayOf(to)}`
      : from
        ? t('since', { date: dayOf(from) })
        : to && t('until', { date: dayOf(to) });
  const lastDay = lastDayOf(office);
  const isLatest =
    !to && lastDay !== '' && all.every((other) => other.title.en !== office.title.en || lastDayOf(other) <= lastDay);
  return [span, !to && asOf && t('asOfDay', { date: dayOf(asOf) }), isLatest && t('latestHolder')]
    .filter(Boolean)
    .join(' · ');
}

/** The last day on which somebody is known to hold an office; empty when no date tells. */
function lastDayOf({ from, to, asOf }: Office): string {
  return to?.value ?? asOf?.value ?? from?.value ?? '';
}

/** What is suggested, each with its reasons; or why there is nothing. */
function listOf(
  title: string,
  emptyBecause: Localized | null | undefined,
  suggested: readonly { what: Node | string; reasons: readonly { sentence: Localized }[] }[] | undefined,
): Node[] {
  if (!suggested) return [];
  return [
    h('h3', {}, title),
    suggested.length === 0
      ? h('p', { class: 'empty' }, textOf(emptyBecause) || t('nothing'))
      : h(
          'ul',
          { class: 'suggested' },
          suggested.map(({ what, reasons }) =>
            h(
              'li',
              {},
              h('b', {}, what),
              h(
                'ul',
                {},
                reasons.map(({ sentence }) => h('li', {}, nameOf(sentence))),
              ),
            ),
          ),
        ),
  ];
}

import { h } from '../dom.js';
import { dayOf } from '../facts.js';
import { dashboardUrl, language, t, textOf, type Localized } from '../settings.js';
import { nameOf, type Table } from '../table.js';
import { labelOf } from '../vocabulary.js';
import type { DashboardCalendarQuery } from '../operations.js';
import type { Tile } from '../tile.js';

type Entry = NonNullable<DashboardCalendarQuery['events']>['nodes'][number];

const MONTHS = Array.from({ length: 12 }, (_, month) => month);
const MONTH_NAMES = { short: monthNames('short'), long: monthNames('long') };
/** Years that are shown before older ones. */
const YEARS_SHOWN = 8;
/** For how many years an announcement without a date is believed, as the suggestions do. */
const BELIEVED = 2;
const LATEST = 6;

/** What happens when: a table of months with the number of their events, and those of the chosen one. */
export function calendarTile(): Tile<DashboardCalendarQuery> {
  let chosen: { year: number; month: number | undefined } | undefined;
  let redraw: () => void = () => undefined;

  return {
    name: 'calendar',
    operation: 'DashboardCalendar',
    rows: () => 'events.nodes',
    title: 'calendar',
    lead: 'calendarLead',
    width: 'wide',
    variables: () => ({ days: 365 }),
    controls(parts) {
      ({ redraw } = parts);
      return h('span');
    },
    content({ events, upcomingEvents }) {
      const entries = events?.nodes ?? [];
      const years = [...new Set(entries.flatMap((entry) => yearOf(entry) ?? []))].sort((a, b) => b - a);
      const dated = (year: number, month: number | undefined) =>
        entries.filter((entry) => yearOf(entry) === year && monthOf(entry) === month);
      const cell = (year: number, month: number | undefined) => {
        const count = dated(year, month).length;
        const when = month === undefined ? yearName(year) : `${MONTH_NAMES.long[month]} ${yearName(year)}`;
        const isChosen = chosen?.year === year && chosen.month === month;
        const choose = () => {
          chosen = isChosen ? undefined : { year, month };
          redraw();
        };
        return h(
          'td',
          {},
          count > 0 &&
            h(
              'button',
              {
                type: 'button',
                class: `day heat-${Math.min(count, 4)}`,
                'aria-label': `${when}: ${count}`,
                'aria-pressed': String(isChosen),
                onclick: choose,
              },
              count,
            ),
        );
      };
      const grid = h(
        'div',
        { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': t('calendar') },
        h(
          'table',
          { class: 'months' },
          h(
            'thead',
            {},
            h(
              'tr',
              {},
              h('th', { scope: 'col' }, t('year')),
              MONTH_NAMES.short.map((name) => h('th', { scope: 'col' }, name)),
              h('th', { scope: 'col', title: t('noMonth') }, '–', h('span', { class: 'hidden' }, t('noMonth'))),
            ),
          ),
          h(
            'tbody',
            {},
            years.slice(0, YEARS_SHOWN).map((year) =>
              h(
                'tr',
                {},
                h('th', { scope: 'row' }, yearName(year)),
                [...MONTHS, undefined].map((month) => cell(year, month)),
              ),
            ),
          ),
        ),
      );
      const firstYear = years[YEARS_SHOWN - 1] ?? 0;
      const earlier = entries.filter((entry) => (yearOf(entry) ?? firstYear) < firstYear).length;
      const undated = entries.filter((entry) => yearOf(entry) === undefined).length;
      const notInGrid = [
        earlier > 0 && t('earlierInTable', { count: earlier, year: yearName(firstYear) }),
        undated > 0 && t('undatedInTable', { count: undated }),
      ].filter((note) => note !== false);
      const list = chosen
        ? listOf(
            t('eventsOf', {
              when:
                chosen.month === undefined
                  ? yearName(chosen.year)
                  : `${MONTH_NAMES.long[chosen.month]} ${yearName(chosen.year)}`,
            }),
            dated(chosen.year, chosen.month),
          )
        : listOf(t('latest'), entries.filter((entry) => yearOf(entry) !== undefined).slice(0, LATEST));
      return [
        events ? grid : '',
        notInGrid.length > 0 ? h('p', { class: 'note' }, notInGrid.join(' · ')) : '',
        upcomingEvents ? listOf(t('upcoming'), toCome(upcomingEvents.nodes)) : '',
        events ? list : '',
      ];
    },
    tables: ({ events, upcomingEvents }) => [
      ...(upcomingEvents ? [eventTable(t('upcoming'), toCome(upcomingEvents.nodes))] : []),
      ...(events ? [eventTable(t('events'), events.nodes, events.totalCount)] : []),
    ],
  };
}

function eventTable(caption: string, entries: readonly Entry[], total?: number): Table {
  return {
    caption,
    columns: [t('event'), t('date'), t('kind'), t('place')],
    rows: entries.map((entry) => [
      nameOf(entry.name),
      whenOf(entry),
      labelOf('EventKind', entry.kind),
      textOf(entry.venue?.city?.name),
    ]),
    total,
  };
}

function listOf(title: string, entries: readonly Entry[]): Node {
  return h(
    'div',
    { class: 'list' },
    h('h3', {}, title),
    entries.length === 0
      ? h('p', { class: 'empty' }, t('noUpcoming'))
      : h(
          'ul',
          { class: 'entries' },
          entries.map((entry) =>
            h(
              'li',
              {},
              h('span', { class: 'when' }, whenOf(entry)),
              h(
                'span',
                {},
                nameOf(entry.name),
                h(
                  'small',
                  {},
                  labelOf('EventKind', entry.kind),
                  entry.venue?.city && [
                    ' · ',
                    h('a', { href: dashboardUrl({ city: entry.venue.city.id }) }, nameOf(entry.venue.city.name)),
                  ],
                ),
              ),
            ),
          ),
        ),
  );
}

/** The events to come, without those that were announced more than two years ago and have no date yet. */
export function toCome<Event extends { announcedOn: { value: string } | null }>(
  nodes: readonly { certainty: string; event: Event }[],
): Event[] {
  const today = new Date().toLocaleDateString('sv', { timeZone: 'Asia/Bangkok' });
  const oldest = Number(today.slice(0, 4)) - BELIEVED + today.slice(4);
  // A month or a year counts from its first day.
  const firstDay = (day: string) => day + '-01-01'.slice(day.length - 4);
  return nodes
    .filter(
      ({ certainty, event: { announcedOn } }) =>
        certainty !== 'UNDATED' || (announcedOn !== null && firstDay(announcedOn.value) >= oldest),
    )
    .map(({ event }) => event);
}

/** The date of an event as people say it. */
export function whenOf({
  startsOn,
  dateLabel,
}: {
  startsOn: { th: string; en: string } | null;
  dateLabel: Localized | null;
}): string {
  return dayOf(startsOn) || textOf(dateLabel) || t('undated');
}

function yearOf({ startsOn }: Entry): number | undefined {
  return startsOn ? Number(startsOn.value.slice(0, 4)) : undefined;
}

function monthOf({ startsOn }: Entry): number | undefined {
  return startsOn && startsOn.value.length >= 7 ? Number(startsOn.value.slice(5, 7)) - 1 : undefined;
}

function monthNames(style: 'short' | 'long'): string[] {
  const format = new Intl.DateTimeFormat(language, { month: style });
  return MONTHS.map((month) => format.format(new Date(2020, month, 1)));
}

/** Thais count years by the Buddhist Era. */
function yearName(year: number): string {
  return String(language === 'th' ? year + 543 : year);
}

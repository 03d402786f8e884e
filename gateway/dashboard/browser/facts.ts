import { h } from './dom.js';
import { dashboardUrl, language, t, type Localized } from './settings.js';
import { nameOf } from './table.js';

/** A day, month or year in both languages. */
export interface Day {
  th: string;
  en: string;
}

export function dayOf(day: Day | null | undefined): string {
  return day ? day[language] : '';
}

interface Named {
  id: string;
  name: Localized;
}

export function cityLink(city: Named): Node {
  return h('a', { href: dashboardUrl({ city: city.id }) }, nameOf(city.name));
}

export function solutionLink(solution: Named | null): Node | string {
  if (!solution) return t('unknown');
  return h('a', { href: dashboardUrl({ tile: 'spread', solution: solution.id }) }, nameOf(solution.name));
}

/** A city as a link, or the name of an organisation. */
export function partyOf({ city, partner }: { city: Named | null; partner: Named | null }): Node | string {
  if (city) return cityLink(city);
  return partner ? nameOf(partner.name) : t('unknown');
}

/** Parts of a sentence with commas, such as links. */
export function joined(parts: readonly (Node | string)[]): Node {
  return h(
    'span',
    {},
    parts.flatMap((part, index) => (index === 0 ? [part] : [', ', part])),
  );
}

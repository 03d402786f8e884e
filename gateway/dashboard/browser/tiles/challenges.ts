import { cityLink, joined, solutionLink } from '../facts.js';
import { formatNumber, t, textOf } from '../settings.js';
import { nameOf } from '../table.js';
import type { DashboardChallengesQuery } from '../operations.js';
import type { Tile } from '../tile.js';

/** Which cities share a challenge, and which solutions address it. */
export function challengesTile(): Tile<DashboardChallengesQuery> {
  const challengesOf = ({ challenges }: DashboardChallengesQuery) =>
    (challenges?.nodes ?? []).toSorted((a, b) => (b.cities?.totalCount ?? 0) - (a.cities?.totalCount ?? 0));
  return {
    name: 'challenges',
    operation: 'DashboardChallenges',
    rows: () => 'challenges.nodes',
    title: 'challenges',
    lead: 'challengesLead',
    width: 'half',
    chart(container, data) {
      const challenges = challengesOf(data);
      const labels = challenges.map(({ name }) => textOf(name));
      const series = [
        { name: t('cities'), colour: 'third', values: challenges.map(({ cities }) => cities?.totalCount ?? 0) },
        {
          name: t('solutions'),
          colour: 'second',
          values: challenges.map(({ solutions }) => solutions?.totalCount ?? 0),
        },
      ];
      void import('../charts/draw-bars.js').then(({ drawBars }) =>
        drawBars(container, { labels, series, lying: true }),
      );
    },
    summary: (data) =>
      challengesOf(data)
        .map(({ name, cities }) => `${textOf(name)} ${formatNumber(cities?.totalCount ?? 0)}`)
        .join(', '),
    tables: (data) => [
      {
        caption: t('challenges'),
        columns: [t('challenge'), t('cities'), t('city'), t('solution')],
        rows: challengesOf(data).map(({ name, cities, solutions }) => [
          nameOf(name),
          cities?.totalCount,
          joined((cities?.nodes ?? []).map(({ city }) => cityLink(city))),
          joined((solutions?.nodes ?? []).map(solutionLink)),
        ]),
      },
    ],
  };
}

import { compare, type Check } from '../check.js';
import type { ReadCity, ReadMembership } from '../verified-graph.js';

/** Counts are joins less leaves: however one asks for the members of a programme, there are as many. */
export const countChecks: readonly Check[] = [
  {
    name: 'A programme has the cities that joined and did not leave, as `members`, `cities(filter:)` and `cityStats` count them',
    needs: ['cities', 'memberCounts'],
    find: ({ cities = [], memberCounts = [], programmes = [], cohorts = [] }) =>
      memberCounts.flatMap(({ id, cities: filtered, cityStats }) => {
        const record = { kind: 'Programme', id };
        const expected = cities.filter((city) => current(city).some(({ programme }) => programme?.id === id)).length;
        const members = [...programmes, ...cohorts.flatMap(({ programme }) => programme ?? [])].find(
          (programme) => programme.id === id,
        )?.members;
        return [
          ...(members ? compare(record, '`members`', members.totalCount, expected) : []),
          ...compare(record, '`cities(filter:)`', filtered.totalCount, expected),
          ...compare(record, '`cityStats(filter:)`', sum(cityStats), expected),
        ];
      }),
  },
  {
    name: 'A cohort has the cities that joined with it',
    needs: ['cities', 'cohorts'],
    find: ({ cities = [], cohorts = [] }) =>
      cohorts.flatMap(({ id, members }) => {
        const joined = cities.flatMap((city) =>
          confirmed(city).filter(({ cohort }) => cohort?.id === id).length > 0 ? [city.id] : [],
        );
        const record = { kind: 'Cohort', id };
        return members === null
          ? []
          : [
              ...compare(record, '`members.totalCount`', members.totalCount, joined.length),
              ...compare(record, 'members', ids(members.nodes.map(({ city }) => city.id!)), ids(joined)),
            ];
      }),
  },
  {
    name: 'A city lists the deployments and introductions that solutions tell of it',
    needs: ['cities', 'solutions'],
    find: ({ cities = [], solutions = [] }) => {
      const deployments = solutions.flatMap((solution) => solution.deployments.nodes).filter(isConfirmed);
      const introductions = solutions.flatMap((solution) => solution.introductions?.nodes ?? []).filter(isConfirmed);
      return cities.flatMap((city) => {
        const record = { kind: 'City', id: city.id };
        const lists = [
          ['deployments', deployments.filter(({ city: of }) => of?.id === city.id).length],
          ['introductionsGiven', introductions.filter(({ from }) => from.city?.id === city.id).length],
          ['introductionsReceived', introductions.filter(({ to }) => to.city?.id === city.id).length],
        ] as const;
        return lists.flatMap(([name, expected]) =>
          city[name] ? compare(record, `\`${name}\``, city[name].totalCount, expected) : [],
        );
      });
    },
  },
];

/** The memberships that count. */
export function confirmed({ memberships }: ReadCity): ReadMembership[] {
  return memberships.filter(isConfirmed);
}

/** The memberships that count and have not ended. */
export function current(city: ReadCity): ReadMembership[] {
  return confirmed(city).filter(({ leftOn }) => leftOn === null);
}

export function isConfirmed({ standing }: { standing: { state: string } }): boolean {
  return standing.state === 'CONFIRMED';
}

function sum(bars: ReadonlyArray<{ count: number }>): number {
  return bars.reduce((total, { count }) => total + count, 0);
}

function ids(list: readonly string[]): string {
  return [...list].sort().join(' ');
}

import type { Check } from '../check.js';

/** An office of a city is held by one person at a time. */
export const officeChecks: readonly Check[] = [
  {
    name: 'A city has one open officer of a kind',
    needs: ['people'],
    find({ people = [] }) {
      const holders = new Map<string, string[]>();
      for (const { id, offices } of people)
        for (const { kind, city, to } of offices)
          if (kind === 'CHIEF_SMART_CITY_OFFICER' && city && to === null)
            holders.set(city.id!, [...(holders.get(city.id!) ?? []), id]);
      return [...holders]
        .filter(([, ids]) => ids.length > 1)
        .map(([id, ids]) => ({
          record: { kind: 'City', id },
          found: `${ids.length} open offices CHIEF_SMART_CITY_OFFICER: ${ids.join(', ')}`,
          expected: 'one',
        }));
    },
  },
];

import type { Check, Finding } from '../check.js';
import { wasWrittenByVersion1 } from '../older-facts.js';
import type { ReadPerson } from '../verified-graph.js';

const APPOINTED_BEFORE = 'version 1 made an appointment, which left those in office whom sources name';

/** An office of a city is held by one person at a time. */
export const officeChecks: readonly Check[] = [
  {
    name: 'A city has one open officer of a kind',
    needs: ['people'],
    find({ people = [] }) {
      const holders = new Map<string, ReadPerson[]>();
      for (const person of people)
        for (const { kind, city, to } of person.offices)
          if (kind === 'CHIEF_SMART_CITY_OFFICER' && city && to === null)
            holders.set(city.id!, [...(holders.get(city.id!) ?? []), person]);
      return [...holders].flatMap(([id, people]) => tooMany(id, people));
    },
  },
];

/** An appointment of today ends every other one, also those of version 1. */
function tooMany(city: string, holders: readonly ReadPerson[]): Array<Omit<Finding, 'check'>> {
  if (holders.some(isAppointedSince)) return findingOf(city, holders);
  const ofSources = holders.filter((person) => !wasWrittenByVersion1(person, 'appointOfficer'));
  const older = findingOf(city, holders).map((finding) => ({ ...finding, older: APPOINTED_BEFORE }));
  return [...findingOf(city, ofSources), ...(ofSources.length < holders.length ? older : [])];
}

function findingOf(city: string, holders: readonly ReadPerson[]): Array<Omit<Finding, 'check'>> {
  if (holders.length <= 1) return [];
  const found = `${holders.length} open offices CHIEF_SMART_CITY_OFFICER: ${holders.map(({ id }) => id).join(', ')}`;
  return [{ record: { kind: 'City', id: city }, found, expected: 'one' }];
}

function isAppointedSince(person: ReadPerson): boolean {
  const isAppointed = person.history?.nodes.some(({ action }) => action === 'appointOfficer') ?? false;
  return isAppointed && !wasWrittenByVersion1(person, 'appointOfficer');
}

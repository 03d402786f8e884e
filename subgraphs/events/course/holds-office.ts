import { latestDay } from '../../domain/dates/partial-date.js';
import { THAILAND, today } from '../../domain/dates/today.js';
import type { EventsContext } from '../loaders.js';

interface Offices {
  offices: Array<{ to: { value: string } | null; city: { id: string } | null }>;
}

/** Tells whether a person holds an office in a city, as the partners know it; false when they do not answer. */
export async function holdsOffice(
  { owners, clock }: EventsContext,
  personId: string,
  cityId: string,
): Promise<boolean> {
  const person = await owners.fields<Offices>('Person', personId, 'offices { to { value } city { id } }');
  const day = today(clock, THAILAND);
  return (person?.offices ?? []).some(
    ({ to, city }) => city?.id === cityId && (to === null || latestDay(to.value) >= day),
  );
}

import type { Database } from '../../runtime/database/database.js';
import { refusal } from '../../runtime/errors/errors.js';
import type { Write } from '../../runtime/write/write.js';
import { cityModel, type StoredCity } from '../city/city.model.js';
import { checkJoinedWithin } from '../city/membership/membership-rules.js';

const MOST_CITIES = 10_000;

/**
 * The size of a cohort as a source states it, null for none.
 *
 * @throws BAD_USER_INPUT
 */
export function checkedSize(size: number | null | undefined): number | null {
  if (size == null) return null;
  if (size >= 1 && size <= MOST_CITIES) return size;
  throw refusal(
    'BAD_USER_INPUT',
    {
      en: `\`input.statedSize\` must be 1 to ${MOST_CITIES}, but got ${size}.`,
      th: `\`input.statedSize\` ต้องเป็น 1 ถึง ${MOST_CITIES} แต่ได้รับ ${size}`,
    },
    { argument: 'input.statedSize' },
  );
}

/**
 * Checks that the cities of a cohort joined with it, if it joined on that day.
 *
 * @param joinedOn a partial date, null when it is not known
 * @throws RULE_VIOLATED (OUTSIDE_COHORT)
 */
export async function checkMembersJoined(
  database: Database,
  { session }: Write,
  cohortId: string,
  joinedOn: string | null,
): Promise<void> {
  const cities = await database
    .model(cityModel)
    .find({ 'memberships.cohortId': cohortId }, { memberships: 1 })
    .session(session)
    .lean<Array<Pick<StoredCity, 'memberships'>>>();
  for (const membership of cities.flatMap(({ memberships }) => memberships))
    if (membership.cohortId === cohortId) checkJoinedWithin(membership.joinedOn, undefined, { joinedOn });
}

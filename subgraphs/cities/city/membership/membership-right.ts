import { hasRole, type ActingCaller, type Grant } from '../../../protocol/caller.js';
import type { Row } from '../../../runtime/database/model.js';
import { refusal } from '../../../runtime/errors/errors.js';
import { authorize } from '../../../runtime/write/authorize.js';
import { notFound } from '../../../runtime/write/rows.js';
import { authorizeCity } from '../write-city.js';
import { cityModel, type StoredCity, type StoredMembership } from '../city.model.js';
import type { CitiesContext } from '../../loaders.js';
import { readProgramme } from './known-programme.js';

/** What an input says to name a membership. */
export interface NamedMembership {
  cityId: string;
  membershipId: string;
}

/**
 * Gives the caller when it may write about a membership: for the programme's owner, and where it says so for the city.
 *
 * @throws UNAUTHENTICATED, NOT_FOUND, FORBIDDEN, or DEADLINE_EXCEEDED while the partners do not tell who the owner is
 */
export async function authorizeMembership(
  context: CitiesContext,
  { cityId, membershipId }: NamedMembership,
  withCity: boolean,
): Promise<ActingCaller> {
  if (context.caller === null) return authorize(null);
  const city = await context.loaders.cities.byId.load(cityId);
  if (!city) throw notFound(cityModel.called, cityId, 'input.cityId');
  const { programmeId } = membershipOf(city, membershipId);
  return authorizeProgrammeOwner(context, cityId, programmeId, withCity ? [['city-officer', cityId]] : []);
}

/**
 * Gives the caller when it may act for the owner of a programme, or holds another role that would do.
 *
 * @throws as {@link authorizeMembership} does
 */
export async function authorizeProgrammeOwner(
  context: CitiesContext,
  cityId: string,
  programmeId: string,
  others: readonly Grant[],
): Promise<ActingCaller> {
  const grants = await grantsOfProgrammeOwner(context, programmeId, others);
  return authorizeCity(context, cityId, () => authorize(context.caller, ...grants));
}

/**
 * The roles that may act for the owner of a programme, with others that would do. The partners are asked only for a
 * caller that may be the owner and holds none of the others.
 *
 * @throws DEADLINE_EXCEEDED while the partners do not tell who the owner is
 */
export async function grantsOfProgrammeOwner(
  context: CitiesContext,
  programmeId: string,
  others: readonly Grant[] = [],
): Promise<Grant[]> {
  const { caller } = context;
  const mayBeOwner =
    !others.some(([role, of]) => caller !== null && hasRole(caller, role, of)) &&
    caller?.roles.some((role) => role.startsWith('partner-officer:'));
  const grants = mayBeOwner ? [...others, ...(await ownersOfProgramme({ programmeId }, context))] : [...others];
  if (grants.length === 0) grants.push(['network-admin']);
  return grants;
}

/**
 * The role that acts for the owner of the programme to which a record belongs; none when it has no owner.
 *
 * @throws DEADLINE_EXCEEDED while the partners do not tell who the owner is
 */
export async function ownersOfProgramme(
  { programmeId }: { programmeId: string },
  context: CitiesContext,
): Promise<Grant[]> {
  const programme = context.owners.canAsk('Programme') ? await readProgramme(context, programmeId) : null;
  if (programme === undefined)
    throw refusal('DEADLINE_EXCEEDED', {
      en: `Who owns the programme "${programmeId}" cannot be asked now: try again in a moment.`,
      th: `ขณะนี้ตรวจสอบไม่ได้ว่าใครเป็นเจ้าของโครงการ "${programmeId}" โปรดลองอีกครั้งในอีกสักครู่`,
    });
  return programme?.ownerId == null ? [] : [['partner-officer', programme.ownerId]];
}

/**
 * Finds a membership of a city, also one that does not count.
 *
 * @throws NOT_FOUND
 */
export function membershipOf(
  { memberships, claimedMemberships }: Row<StoredCity>,
  membershipId: string,
): StoredMembership {
  const found = [...memberships, ...claimedMemberships].find(({ id }) => id === membershipId);
  if (!found) throw notFound({ en: 'membership', th: 'สมาชิกภาพ' }, membershipId, 'input.membershipId');
  return found;
}

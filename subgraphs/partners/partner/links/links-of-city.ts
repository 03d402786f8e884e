import type { City, MembershipKey } from '../../references.js';
import { cityLink, type CityLink } from './city-link.js';
import type { PartnersContext } from '../../loaders.js';

/**
 * All the ways in which partners work with a city.
 *
 * @param direct leaves out the programmes it belongs to and the sponsors of its cohorts
 */
export async function linksOfCity(
  city: City,
  direct: boolean,
  loaders: PartnersContext['loaders'],
): Promise<CityLink[]> {
  const memberships = direct ? [] : (city.membershipKeys ?? []);
  const [links, ...joined] = await Promise.all([
    loaders.directLinks.load(city.id),
    ...memberships.map((membership) => linksOfMembership(membership, loaders)),
  ]);
  return [...links, ...joined.flat()];
}

async function linksOfMembership(
  { programmeId, cohortId, sponsorPartnerId }: MembershipKey,
  loaders: PartnersContext['loaders'],
): Promise<CityLink[]> {
  const owner = (await loaders.programmes.byId.load(programmeId))?.ownerPartnerId ?? null;
  return [
    ...(owner === null ? [] : [cityLink('PROGRAMME_OWNER', owner, { programmeId })]),
    ...(sponsorPartnerId === null ? [] : [cityLink('COHORT_SPONSOR', sponsorPartnerId, { programmeId, cohortId })]),
  ];
}

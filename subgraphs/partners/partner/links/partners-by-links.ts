import type { CityLink } from './city-link.js';

/** A partner with the distinct links that name it and the cities they lead to. */
export interface LinkedPartner {
  partnerId: string;
  cityIds: string[];
  roles: CityLink[];
}

/** The links of some kinds; all when none are given. */
export function ofKinds(
  links: readonly CityLink[],
  kinds: readonly CityLink['kind'][] | null | undefined,
): readonly CityLink[] {
  return kinds == null ? links : links.filter(({ kind }) => kinds.includes(kind));
}

/** Gathers the links of cities by partner, in the order of the partners' ids; each distinct link once. */
export function partnersByLinks(
  cities: ReadonlyArray<{ cityId: string; links: readonly CityLink[] }>,
): LinkedPartner[] {
  const partners = new Map<string, { cityIds: Set<string>; roles: Map<string, CityLink> }>();
  for (const { cityId, links } of cities) {
    for (const link of links) {
      const partner = partners.get(link.partnerId) ?? { cityIds: new Set(), roles: new Map() };
      partners.set(link.partnerId, partner);
      partner.cityIds.add(cityId);
      partner.roles.set(JSON.stringify(link), link);
    }
  }
  return [...partners]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([partnerId, { cityIds, roles }]) => ({
      partnerId,
      cityIds: [...cityIds].sort(),
      roles: [...roles.values()],
    }));
}

import type { PartnerLinkKind } from '../../vocabulary/vocabulary.js';

/** That a partner works with a city in one way: which partner, and the records that show it. */
export interface CityLink {
  kind: PartnerLinkKind;
  partnerId: string;
  agreementId: string | null;
  solutionId: string | null;
  programmeId: string | null;
  cohortId: string | null;
}

/** Makes a link out of the records that show it. */
export function cityLink(
  kind: PartnerLinkKind,
  partnerId: string,
  shownBy: Partial<Omit<CityLink, 'kind' | 'partnerId'>>,
): CityLink {
  return { kind, partnerId, agreementId: null, solutionId: null, programmeId: null, cohortId: null, ...shownBy };
}

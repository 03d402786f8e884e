import { findGaps, ofCode, ofRecord, type ExaminedPart, type ExaminedRecord } from '../../domain/gaps/find-gaps.js';
import type { Gap } from '../../domain/gaps/gap.model.js';
import { PartnerRoleKind } from '../vocabulary/vocabulary.js';

/** What gaps are found in of a partner. */
interface ExaminedPartner extends ExaminedRecord {
  foundedOn: string | null;
  roles: (ExaminedPart & { role: PartnerRoleKind; since: string | null })[];
}

/** The gaps of a partner and of its roles. */
export function gapsOfPartner(partner: ExaminedPartner): Gap[] {
  const { sources, foundedOn, roles } = partner;
  return findGaps(sources, [
    { ...ofRecord(partner), fact: 'PARTNER', on: foundedOn },
    ...roles.map(({ role, since, source, confidence }) => ({
      ...ofCode(PartnerRoleKind, role),
      ...{ fact: 'ROLE' as const, on: since, source, confidence },
    })),
  ]);
}

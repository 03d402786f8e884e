import {
  codeLabel,
  findGaps,
  ofFigure,
  ofRecord,
  type ExaminedPart,
  type ExaminedRecord,
} from '../../domain/gaps/find-gaps.js';
import { Unit } from '../../domain/vocabulary/codes.js';
import type { Gap } from '../../domain/gaps/gap.model.js';

/** What gaps are found in of an agreement. */
interface ExaminedAgreement extends ExaminedRecord {
  on: string | null;
  funding: {
    values: (ExaminedPart & { value: number; currency: string; asOf: string | null; conflictGroup: string | null })[];
  } | null;
}

/** The gaps of an agreement and of the amounts of its funding. */
export function gapsOfAgreement(agreement: ExaminedAgreement): Gap[] {
  const { sources, on, funding } = agreement;
  return findGaps(sources, [
    { ...ofRecord(agreement), fact: 'AGREEMENT', on },
    ...(funding?.values ?? []).map(({ value, currency, asOf, conflictGroup, source, confidence }) => ({
      ...ofFigure(value, { unit: codeLabel(Unit, currency) }),
      ...{ fact: 'FUNDING' as const, on: asOf, conflictGroup, source, confidence },
    })),
  ]);
}

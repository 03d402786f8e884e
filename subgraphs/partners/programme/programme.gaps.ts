import { findGaps, ofRecord, ofText, type ExaminedPart, type ExaminedRecord } from '../../domain/gaps/find-gaps.js';
import type { Gap } from '../../domain/gaps/gap.model.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { ofExaminedFigure, type ExaminedFigure } from '../facts/figure-gaps.js';

/** What gaps are found in of a programme. */
interface ExaminedProgramme extends ExaminedRecord {
  startedOn: string | null;
  targets: (ExaminedFigure & { statedOn: string | null })[];
  counts: (ExaminedFigure & { asOf: string | null })[];
  claims: (ExaminedPart & { text: LocalizedText; on: string | null; aboutCityId: string | null })[];
}

/** The gaps of a programme and of its targets, counts and claims. */
export function gapsOfProgramme(programme: ExaminedProgramme): Gap[] {
  const { sources, startedOn, targets, counts, claims } = programme;
  return findGaps(sources, [
    { ...ofRecord(programme), fact: 'PROGRAMME', on: startedOn },
    ...targets.map((target) => ({ ...ofExaminedFigure(target), fact: 'TARGET' as const, on: target.statedOn })),
    ...counts.map((count) => ({ ...ofExaminedFigure(count), fact: 'COUNT' as const, on: count.asOf })),
    ...claims.map(({ text, on, aboutCityId, source, confidence }) => ({
      ...ofText(text),
      ...{ fact: 'CLAIM' as const, on, cityId: aboutCityId, source, confidence },
    })),
  ]);
}

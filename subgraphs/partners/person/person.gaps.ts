import { findGaps, ofRecord, ofText, type ExaminedPart, type ExaminedRecord } from '../../domain/gaps/find-gaps.js';
import type { Gap } from '../../domain/gaps/gap.model.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';

/** What gaps are found in of a person. */
interface ExaminedPerson extends ExaminedRecord {
  offices: (ExaminedPart & {
    office: LocalizedText;
    from: string | null;
    asOf: string | null;
    cityId: string | null;
  })[];
  quotes: { summary: LocalizedText; on: string | null; source: string }[];
}

/** The gaps of a person and of its offices and quotes. */
export function gapsOfPerson(person: ExaminedPerson): Gap[] {
  const { sources, offices, quotes } = person;
  return findGaps(sources, [
    { ...ofRecord(person), fact: 'PERSON' },
    ...offices.map(({ office, from, asOf, cityId, source, confidence }) => ({
      ...ofText(office),
      ...{ fact: 'OFFICE' as const, on: from ?? asOf, cityId, source, confidence },
    })),
    ...quotes.map(({ summary, on, source }) => ({
      ...ofText(summary),
      ...{ fact: 'QUOTE' as const, on, source, confidence: person.confidence },
    })),
  ]);
}

import type { Confidence } from '../sources/confidence.js';
import type { Source } from '../sources/source.type.js';
import type { LocalizedText } from '../texts/localized-text.type.js';
import { shownName } from '../texts/shown-name.js';
import { labelsOf, type Vocabulary } from '../vocabulary/define-enum.js';
import type { GapKind, RecordFact } from './gap-kind.js';
import type { Stored } from '../../runtime/database/model.js';
import type { Gap } from './gap.model.js';

/** A fact of a record, as gaps are found in it. */
export interface ExaminedFact extends Pick<Gap, 'detail' | 'label'> {
  fact: RecordFact;
  /** Null when the fact has a date that is not known; absent when it has none. */
  on?: string | null;
  confidence: Confidence;
  conflictGroup?: string | null;
  /** The id of its source among those of the record; absent for a fact that has none of its own. */
  source?: string | null;
  cityId?: string | null;
}

/** What every record with gaps has. */
export interface ExaminedRecord extends Stored {
  name: LocalizedText;
  sources: Source[];
  confidence: Confidence;
}

/** What every fact that names its source has. */
export type ExaminedPart = Pick<ExaminedFact, 'confidence'> & { source: string };

/**
 * The gaps among the facts of a record: those that have no date, no source, low confidence, or a contradiction.
 *
 * @param sources the record's
 */
export function findGaps(sources: readonly Source[], facts: readonly ExaminedFact[]): Gap[] {
  return facts.flatMap((examined) => {
    const { fact, detail, label, confidence, conflictGroup = null, cityId = null } = examined;
    const isOwn = examined.source !== undefined;
    const source = (isOwn ? sources.find(({ id }) => id === examined.source) : sources[0]) ?? null;
    const kinds: GapKind[] = [
      ...(examined.on === null ? (['UNKNOWN_DATE'] as const) : []),
      ...(isOwn && source === null ? (['NO_SOURCE'] as const) : []),
      ...(confidence === 'LOW' ? (['LOW_CONFIDENCE'] as const) : []),
      ...(conflictGroup === null ? [] : (['CONTRADICTION'] as const)),
    ];
    if (kinds.length === 0) return [];
    return [{ fact, kinds, detail, label, confidence, conflictGroup, cityId, source }];
  });
}

/** A code with its label; a code that no vocabulary knows stands for itself. */
export function ofCode(vocabulary: Vocabulary, code: string): Pick<Gap, 'detail' | 'label'> {
  return { detail: code, label: codeLabel(vocabulary, code) };
}

/** A number with what it counts, and its unit. */
export function ofFigure(
  value: number,
  { metric, unit = null }: { metric?: LocalizedText; unit?: LocalizedText | null },
): Pick<Gap, 'detail' | 'label'> {
  const inWords = (language: 'en' | 'th') =>
    `${metric ? `${metric[language]}: ` : ''}${value.toLocaleString('en')}${unit ? ` ${unit[language]}` : ''}`;
  return { detail: String(value), label: { en: inWords('en'), th: inWords('th') } };
}

/** A text in both languages. */
export function ofText(text: LocalizedText): Pick<Gap, 'detail' | 'label'> {
  const { en, th } = shownName(text);
  return { detail: en ?? '', label: { en, th } };
}

/** A record itself, which its first source tells. */
export function ofRecord({
  _id,
  name,
  sources,
  confidence,
}: ExaminedRecord): Pick<ExaminedFact, 'detail' | 'label' | 'source' | 'confidence'> {
  return { detail: _id, label: ofText(name).label, source: sources[0]?.id ?? null, confidence };
}

/** The label of a code; the code where no vocabulary knows it. */
export function codeLabel(vocabulary: Vocabulary, code: string): LocalizedText {
  const known = labelsOf(vocabulary)[code];
  return known ? { en: known.en, th: known.th } : { en: code, th: code };
}

import { isEnumType, type GraphQLSchema } from 'graphql';
import { CalendarUnit } from '../dates/calendar-spans.js';
import { Confidence } from '../sources/confidence.js';
import { Metric, ObservationCode, Unit } from './codes.js';
import { vocabularies, type LabelledVocabulary } from './define-enum.js';
import { Dimension } from './dimension.js';
import { GapKind, RecordFact } from '../gaps/gap-kind.js';
import { Language } from '../texts/language.js';
import { MatchQuality } from './match-quality.js';
import { NameOrigin } from './name-origin.js';
import { Region } from './region.js';
import { DatePrecision, Era } from '../dates/partial-date.type.js';
import { StandingState } from '../standing/standing.js';
import { BucketOrder, Measure } from '../../runtime/statistics/chart.args.js';
import { TimelineKind } from '../timeline/timeline-kind.js';
import { isChosen } from './vocabulary-id.js';
import type { VocabularyEnum } from './vocabulary.type.js';

/** The vocabularies that belong to no subgraph; the cities tell them. */
const SHARED: ReadonlySet<object> = new Set([
  CalendarUnit,
  BucketOrder,
  Confidence,
  DatePrecision,
  Dimension,
  Era,
  GapKind,
  Language,
  MatchQuality,
  Measure,
  Metric,
  NameOrigin,
  ObservationCode,
  RecordFact,
  Region,
  StandingState,
  TimelineKind,
  Unit,
]);

/**
 * The vocabularies of a subgraph's schema, by name.
 *
 * @param id the choice, as {@link file://./vocabulary-id.ts} writes it
 * @param options `shared` for the one subgraph that also tells those of all
 */
export function listVocabularies(schema: GraphQLSchema, id: string, { shared = false } = {}): VocabularyEnum[] {
  const isTold = ({ name, members }: LabelledVocabulary) =>
    SHARED.has(members) ? shared : isEnumType(schema.getType(name));
  return [...vocabularies().values()]
    .filter((vocabulary) => isChosen(id, vocabulary.name) && isTold(vocabulary))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, description, values }) => ({
      name,
      description,
      values: Object.entries(values).map(([value, { en, th, description: meaning }]) => ({
        value,
        label: { en, th },
        description: meaning,
      })),
    }));
}

import type { Companion, Stored } from '../../runtime/database/model.js';
import type { TimelineKind } from './timeline-kind.js';
import type { Sentence } from '../../protocol/language.js';

/** The ids of what a moment of the timeline is about, beside its cities. */
export interface TimelineReferences {
  programmeId?: string | null;
  cohortId?: string | null;
  partnerIds?: string[];
  solutionId?: string | null;
  agreementId?: string | null;
  eventId?: string | null;
}

/** A dated fact of a record. */
export interface TimelineFact extends TimelineReferences {
  /** What tells it from the other facts of its record, whatever is added to that. */
  key: string;
  kind: TimelineKind;
  /** A partial date, as it is stored. */
  on: string;
  cityIds: string[];
  /** A sentence; `{city:th-yala}`, `{partner:depa}` and `{programme:city-possible}` stand for names that others keep. */
  title: Sentence;
}

/** What a collection gives to the timeline. */
export interface TimelineSource<R extends Stored> extends Companion<R> {
  /** The dated facts that the record tells. */
  facts(row: R): TimelineFact[];
}

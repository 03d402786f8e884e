import type { Part } from '../../domain/gathering/gathers.js';
import { earliestDay, isPartialDate, latestDay } from '../../domain/dates/partial-date.js';
import { quoteNames } from '../../domain/timeline/fill-names.js';
import { newestFirst, NO_REFERENCES } from '../../domain/timeline/read-timeline.js';
import type { TimelineEntry } from '../../domain/timeline/timeline-entry.type.js';
import { TimelineKind } from '../../domain/timeline/timeline-kind.js';
import type { TimelinePart } from '../../domain/timeline/timeline-part.type.js';
import { readTimelineCursor, type TimelineQuery } from '../../domain/timeline/timeline-query.js';

/** A moment of a subgraph of others, as the timeline shows it. */
export interface OtherEntry extends TimelineEntry {
  subgraph: string;
}

/**
 * Chooses what a timeline shows of the moments that a subgraph of others brings: it need not read the query itself, and
 * may send more than was asked for, in any order.
 *
 * @returns at most as many as the page takes and one more, newest first; null when the subgraph could not be read, or
 *   sends a date that is none
 */
export function entriesOfPart({ name, rows }: Part, query: TimelineQuery): OtherEntry[] | null {
  if (!query.kinds.includes(TimelineKind.OTHER)) return [];
  const moments = rows as unknown as readonly TimelinePart[] | null;
  if (!moments || !moments.every(({ on }) => isPartialDate(on))) return null;
  const { from, to, concerning, first } = query;
  const after = readTimelineCursor(query.after);
  return moments
    .filter(({ on }) => (from === null || latestDay(on) >= from) && (to === null || earliestDay(on) <= to))
    .filter(({ cityIds }) => concerning === null || cityIds.includes(concerning))
    .map(({ id, on, th, en, cityIds, recordType, recordId }) => ({
      ...NO_REFERENCES,
      // Subgraphs do not know the ids of each other.
      id: `${name}/${id}`,
      kind: TimelineKind.OTHER,
      at: on,
      title: quoteNames({ th, en }),
      cityIds: cityIds.slice(0, MOST_CITIES),
      recordType,
      recordId,
      subgraph: name,
    }))
    .filter((entry) => after === null || newestFirst(entry, { at: String(after[0]), id: after[1] }) > 0)
    .sort(newestFirst)
    .slice(0, first + 1);
}

/** Cities of one moment that are shown: each is read from the database. */
const MOST_CITIES = 16;

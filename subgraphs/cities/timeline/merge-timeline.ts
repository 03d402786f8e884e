import { stubOf } from '../../runtime/foreign/stub.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { writeCursor } from '../../runtime/lists/cursor.js';
import type { Sentence } from '../../protocol/language.js';
import { fillNames, withoutReferences } from '../../domain/timeline/fill-names.js';
import type { Part } from '../../domain/gathering/gathers.js';
import { newestFirst } from '../../domain/timeline/read-timeline.js';
import type { TimelineEntry } from '../../domain/timeline/timeline-entry.type.js';
import { TIMELINE_ORDER, type TimelineQuery } from '../../domain/timeline/timeline-query.js';
import type { CitiesContext } from '../loaders.js';
import { entriesOfPart } from './entries-of-part.js';
import type { TimelineConnection } from './timeline-connection.type.js';
import type { Timeline } from '../references.js';
import type { TimelineItem } from './timeline-item.type.js';

type Told = Pick<Timeline, 'partnerEntries' | 'eventEntries' | 'programmeNames'> & {
  cityEntries: TimelineEntry[];
  /** What subgraphs of others bring. */
  parts: readonly Part[];
};

/** Puts the moments of all subgraphs into one page. Each gave a page and one more, so that none is lost or doubled. */
export async function mergeTimeline(
  query: TimelineQuery,
  { cityEntries, partnerEntries, eventEntries, programmeNames, parts }: Told,
  loaders: CitiesContext['loaders'],
): Promise<TimelineConnection> {
  const { first, after } = query;
  const others = parts.map((part) => ({ name: part.name, entries: entriesOfPart(part, query) }));
  const merged = [
    ...cityEntries,
    ...(partnerEntries ?? []),
    ...(eventEntries ?? []),
    ...others.flatMap(({ entries }) => entries ?? []),
  ].sort(newestFirst);
  const shown = merged.slice(0, first);
  const names = new Map<string, LocalizedText>((programmeNames ?? []).map(({ id, name }) => [`programme:${id}`, name]));
  const cityIds = [...new Set(shown.flatMap((entry) => entry.cityIds))];
  const cities = new Map(
    (await Promise.all(cityIds.map((id) => loaders.cities.byId.load(id)))).flatMap((city) =>
      city ? [[city.id, city] as const] : [],
    ),
  );
  for (const [id, { name }] of cities) names.set(`city:${id}`, name);

  const edges = shown.map((entry) => ({
    cursor: writeCursor(TIMELINE_ORDER, [entry.at, entry.id]),
    node: itemOf(entry),
  }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: merged.length > first,
      hasPreviousPage: after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    missing: [
      ...(partnerEntries ? [] : ['partners']),
      ...(eventEntries ? [] : ['events']),
      ...others.flatMap(({ name, entries }) => (entries ? [] : [name])),
    ],
  };

  /** Every field of every kind of item: the schema says which are told. */
  function itemOf(entry: TimelineEntry): TimelineItem {
    const concerned = entry.cityIds.flatMap((id) => cities.get(id) ?? []);
    return {
      ...entry,
      on: entry.at.slice(0, 'YYYY-MM-DD'.length),
      title: withoutReferences(fillNames(entry.title as Sentence, (reference) => names.get(reference) ?? null)),
      cities: concerned,
      city: concerned[0] ?? null,
      cohort: entry.cohortId === null ? null : loaders.cohorts.byId.load(entry.cohortId),
      programme: stubOf(entry.programmeId),
      agreement: stubOf(entry.agreementId),
      solution: stubOf(entry.solutionId),
      event: stubOf(entry.eventId),
      partners: entry.partnerIds.map((id) => ({ id })),
    } as unknown as TimelineItem;
  }
}

import { earliestDay, latestDay } from '../../domain/dates/partial-date.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { searchPaths } from '../../domain/texts/search-key.js';

/** Stands for the start of an event that has no date, so that it comes after every dated one. */
export const AFTER_ALL = '9999-12-31';

/** What is derived from an event and stored beside it, so that an index serves its filters and orders. */
export interface EventKeys {
  /** The first day on which it may start, `YYYY-MM-DD`; null when undated. */
  earliestStart: string | null;
  /** The last day on which it may start, `YYYY-MM-DD`; null when undated. */
  latestStart: string | null;
  /** The first day again, but undated events come last. */
  sortStart: string;
  /** The cities where it is held or that take part. */
  cityIds: string[];
  /** The partners that host it or take part. */
  partnerIds: string[];
}

interface Keyed {
  startsOn: string | null;
  venue: { cityId: string | null };
  hosts: readonly string[];
  participations: ReadonlyArray<{ cityId: string | null; partnerId: string | null }>;
}

/** Derives the keys of an event; every write of an event stores them anew. */
export function eventKeys({ startsOn, venue, hosts, participations }: Keyed): EventKeys {
  const earliestStart = startsOn && earliestDay(startsOn);
  return {
    earliestStart,
    latestStart: startsOn && latestDay(startsOn),
    sortStart: earliestStart ?? AFTER_ALL,
    cityIds: distinct([venue.cityId, ...participations.map(({ cityId }) => cityId)]),
    partnerIds: distinct([...hosts, ...participations.map(({ partnerId }) => partnerId)]),
  };
}

function distinct(ids: ReadonlyArray<string | null>): string[] {
  return [...new Set(ids.filter((id) => id !== null))].sort();
}

interface Searched {
  name: LocalizedText;
  aliases: readonly string[];
  sessions: ReadonlyArray<{ title: LocalizedText }>;
}

/** What an event is found by: its names, their other spellings, and the titles of its sessions. Every write of an event stores it anew. */
export function eventSearchPaths({ name, aliases, sessions }: Searched) {
  return searchPaths(
    [name.en, name.th, ...aliases],
    sessions.flatMap(({ title }) => [title.en, title.th]),
  );
}

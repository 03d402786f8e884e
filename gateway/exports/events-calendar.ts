import ical, { foldLines, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import { tzlib_get_ical_block, tzlib_get_timezones } from 'timezones-ical-library';

interface Days {
  readonly precision: string;
  /** `YYYY-MM-DD`. */
  readonly earliest: string;
  readonly latest: string;
  readonly value: string;
}

interface Text {
  readonly th: string | null;
  readonly en: string | null;
}

/** An event as the operation `events-in-calendar` reads it. */
export interface CalendarEvent {
  readonly id: string;
  readonly version: number;
  readonly name: Text;
  readonly status: string;
  readonly startsOn: Days | null;
  readonly endsOn: Days | null;
  readonly timezone: string | null;
  readonly description: Text | null;
  readonly venue: { readonly text: Text | null; readonly city: { readonly name: Text } | null } | null;
  readonly webLinks: readonly { readonly url: string }[];
}

type Language = 'th' | 'en';

const TEXTS = {
  en: {
    title: 'Events of the Citylink network',
    omitted: 'Not in this calendar, as their month is not known',
    approximate: 'Only the month is known.',
    zone: 'Days are those of the time zone',
  },
  th: {
    title: 'งานในเครือข่าย Citylink',
    omitted: 'งานที่ไม่อยู่ในปฏิทินนี้ เพราะไม่ทราบเดือนที่จัด',
    approximate: 'ทราบเพียงเดือนที่จัด',
    zone: 'วันที่ตามเขตเวลา',
  },
};

/** Of Citylink's statuses, those that a calendar has; others are TENTATIVE: RFC 5545 section 3.8.1.11. */
const STATUSES: Readonly<Record<string, ICalEventStatus>> = {
  CONFIRMED: ICalEventStatus.CONFIRMED,
  HELD: ICalEventStatus.CONFIRMED,
  POSTPONED: ICalEventStatus.CANCELLED,
  CANCELLED: ICalEventStatus.CANCELLED,
};

/**
 * Writes events as a calendar: RFC 5545. Each is a span of whole days; one of which only the month is known spans the month, as
 * tentative. Those of which less is known are named in the calendar's description, with their year. The time zones of the days are
 * defined in the calendar and named in each event.
 *
 * The same events are the same bytes.
 */
export function eventsCalendar(events: readonly CalendarEvent[], language: Language): string {
  const texts = TEXTS[language];
  const inLanguage = (text: Text | null | undefined) =>
    (language === 'th' ? (text?.th ?? text?.en) : (text?.en ?? text?.th)) ?? undefined;
  const dated = events.filter(hasMonth);
  const omitted = events
    .filter((event) => !hasMonth(event))
    .map(({ name, startsOn }) => `${inLanguage(name)}${startsOn ? ` (${yearOf(startsOn, language)})` : ''}`);
  const calendar = ical({
    name: texts.title,
    prodId: { company: 'Citylink', product: 'Events', language: language.toUpperCase() },
    ...(omitted.length > 0 && { description: `${texts.omitted}: ${omitted.join('; ')}` }),
  });
  for (const { id, version, name, status, startsOn, endsOn, timezone, description, venue, webLinks } of dated) {
    const isExact = startsOn.precision === 'DAY';
    const notes = [
      inLanguage(description),
      !isExact && texts.approximate,
      timezone !== null && `${texts.zone} ${timezone}`,
    ];
    calendar.createEvent({
      id: `${id}@citylink`,
      sequence: version,
      stamp: startsOn.earliest,
      allDay: true,
      start: startsOn.earliest,
      end: dayAfter(latestOf(startsOn, endsOn)),
      summary: inLanguage(name) ?? id,
      status: isExact ? (STATUSES[status] ?? ICalEventStatus.TENTATIVE) : ICalEventStatus.TENTATIVE,
      // A month in which something happens leaves nobody busy.
      transparency: isExact ? ICalEventTransparency.OPAQUE : ICalEventTransparency.TRANSPARENT,
      location: [inLanguage(venue?.text), inLanguage(venue?.city?.name)].filter(Boolean).join(', ') || null,
      description: notes.filter(Boolean).join('\n') || null,
      url: webLinks[0]?.url ?? null,
    });
  }
  const zones = [...new Set(dated.flatMap(({ timezone }) => timezone ?? []))].sort().flatMap(blockOf);
  // The library defines a time zone only where it writes times in it.
  return asSpecified(calendar.toString()).replace(/\r\n(?=BEGIN:VEVENT|END:VCALENDAR)/, `\r\n${zones.join('')}`);
}

/**
 * Mends what the library writes against RFC 5545: control characters in texts, at which some calendars end (section 3.3.11), and
 * addresses with the backslashes of a text, which belong to none (section 3.3.13).
 */
function asSpecified(calendar: string): string {
  return calendar
    .replace(/(?![\t\r\n])\p{Cc}/gu, '')
    .replace(/^URL;VALUE=URI:.*(?:\r\n .*)*/gm, (lines) =>
      foldLines(lines.replaceAll('\r\n ', '').replace(/\\([\\;,])/g, '$1')),
    );
}

function hasMonth(event: CalendarEvent): event is CalendarEvent & { readonly startsOn: Days } {
  return event.startsOn !== null && event.startsOn.precision !== 'YEAR';
}

/** Thais count years by the Buddhist Era, from 543 years earlier. */
function yearOf({ earliest }: Days, language: Language): string {
  const year = Number(earliest.slice(0, 4));
  return String(language === 'th' ? year + 543 : year);
}

function latestOf(startsOn: Days, endsOn: Days | null): string {
  return endsOn && endsOn.precision !== 'YEAR' && endsOn.latest > startsOn.latest ? endsOn.latest : startsOn.latest;
}

/** The end of a span is not in it: RFC 5545 section 3.6.1. */
function dayAfter(day: string): string {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

/** Those that the library has; for others it writes to the console. */
const ZONES: ReadonlySet<string> = new Set(tzlib_get_timezones());

/** @returns none for a zone that the library does not have */
function blockOf(zone: string): string[] {
  if (!ZONES.has(zone)) return [];
  const [block = ''] = tzlib_get_ical_block(zone);
  return [`${block.trim()}\r\n`];
}

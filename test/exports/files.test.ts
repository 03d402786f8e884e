/* eslint-disable @typescript-eslint/no-explicit-any -- results are what the tests are about */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { check } from '@placemarkio/check-geojson';
import { parse as parseCsv } from 'csv-parse/sync';
import ICAL from 'ical.js';
import { eventsCalendar, type CalendarEvent } from '../../gateway/exports/events-calendar.js';
import { startGraph, type RunningGraph } from '../graph.js';

describe('the files of the network', () => {
  let graph: RunningGraph;
  beforeAll(async () => {
    graph = await startGraph();
  }, 120_000);
  afterAll(() => graph?.close());

  async function send(path: string, headers: Record<string, string> = {}) {
    const response = await fetch(`${graph.gateway.url}${path}`, { headers });
    return { status: response.status, headers: response.headers, body: await response.text() };
  }

  test('/cities.geojson is valid, and has each city of the list, also beyond a page', async () => {
    const { status, headers, body } = await send('/cities.geojson');
    expect([status, headers.get('content-type')]).toEqual([200, 'application/geo+json; charset=utf-8']);
    const { features } = check(body) as GeoJSON.FeatureCollection;
    const { cities, city } = await graph.read(
      '{ cities(first: 1) { totalCount } city(id: "th-yala") { location { lat lon } } }',
    );
    expect(cities.totalCount).toBeGreaterThan(100);
    expect(features).toHaveLength(cities.totalCount);
    const yala = features.find(({ id }) => id === 'th-yala');
    expect(yala).toMatchObject({ properties: { nameTh: 'ยะลา', nameEn: 'Yala', region: 'SOUTH' } });
    expect(yala!.geometry).toEqual({ type: 'Point', coordinates: [city.location.lon, city.location.lat] });
  });

  test('/cities.geojson has the whole list, however small its pages are asked for', async () => {
    const whole = check((await send('/cities.geojson?cohort=THAI_2020')).body) as GeoJSON.FeatureCollection;
    const small = check((await send('/cities.geojson?cohort=THAI_2020&first=1')).body) as GeoJSON.FeatureCollection;
    expect([whole.features.length, small.features.length]).toEqual([27, 27]);
  });

  test('/cities.geojson takes the filters of its operation, and has an entity tag', async () => {
    const { body, headers } = await send('/cities.geojson?cohort=THAI_2020&region=SOUTH,NORTH');
    const { features } = check(body) as GeoJSON.FeatureCollection;
    expect(features).toHaveLength(14);
    const path = '/cities.geojson?cohort=THAI_2020&region=SOUTH,NORTH';
    expect((await send(path, { 'if-none-match': headers.get('etag')! })).status).toBe(304);
    expect((await send('/cities.geojson?cohort=THAI_2020&furthestStatus=REVOKED')).body).toBe(
      '{"type":"FeatureCollection","features":[]}',
    );
    const wrong = await send('/cities.geojson?region=ISAN');
    expect([wrong.status, JSON.parse(wrong.body).errors[0].extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  });

  test('/events.ics is read by a calendar: whole days, with time zones, in a language', async () => {
    const { status, headers, body } = await send('/events.ics?lang=th');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
    const calendar = new ICAL.Component(ICAL.parse(body));
    const events = calendar.getAllSubcomponents('vevent').map((each) => new ICAL.Event(each));
    const { events: listed } = await graph.read(
      '{ events(first: 100) { nodes { id timezone name { th en } startsOn { precision earliest latest } endsOn { latest } } } }',
    );
    const dated = listed.nodes.filter(({ startsOn }: any) => startsOn && startsOn.precision !== 'YEAR');
    expect(events.map(({ uid }) => uid).sort()).toEqual(dated.map(({ id }: any) => `${id}@citylink`).sort());
    for (const { id, startsOn, name } of dated) {
      const event = events.find(({ uid }) => uid === `${id}@citylink`)!;
      expect([event.startDate.isDate, event.startDate.toString()]).toEqual([true, startsOn.earliest]);
      expect(event.summary).toBe(name.th ?? name.en);
    }
    const zones = calendar.getAllSubcomponents('vtimezone').map((each) => each.getFirstPropertyValue('tzid'));
    expect(zones).toEqual([...new Set(dated.flatMap(({ timezone }: any) => timezone ?? []))].sort());
    const omitted = listed.nodes.length - dated.length;
    expect(omitted).toBeGreaterThan(0);
    expect(String(calendar.getFirstPropertyValue('x-wr-caldesc')).split('; ')).toHaveLength(omitted);
  });

  test('/events.ics?city= has the events of a city', async () => {
    const { body } = await send('/events.ics?city=th-yala&lang=en');
    const { events } = await graph.read(
      '{ events(filter: { city: "th-yala" }, first: 100) { nodes { startsOn { precision } } } }',
    );
    const calendar = new ICAL.Component(ICAL.parse(body));
    const shown = calendar.getAllSubcomponents('vevent').length;
    expect(shown).toBe(events.nodes.filter(({ startsOn }: any) => startsOn && startsOn.precision !== 'YEAR').length);
    expect(shown).toBeGreaterThan(0);
    const none = await send('/events.ics?city=th-yala&kind=CONTEST');
    expect([none.status, new ICAL.Component(ICAL.parse(none.body)).getAllSubcomponents('vevent')]).toEqual([200, []]);
    for (const [variables, called] of [
      ['city=th-yala&programme=none', 'programme'],
      ['city=th-nowhere', 'city'],
    ]) {
      const unknown = await send(`/events.ics?${variables}`);
      expect([unknown.status, unknown.body]).toEqual([404, expect.stringContaining(`There is no ${called}`)]);
    }
  });

  test('the table of cities has a row for each member, and Thai headers', async () => {
    const { body } = await send(
      `/export.csv?operation=cities-table&lang=th&filter=${encodeURIComponent('{"cohort":"THAI_2020"}')}`,
    );
    const [header, ...rows] = parseCsv(body, { bom: true }) as string[][];
    expect(header!.slice(0, 3)).toEqual(['รหัส', 'ชื่อไทย', 'ชื่ออังกฤษ']);
    expect(rows).toHaveLength(27);
    expect(rows.find(([id]) => id === 'th-yala')!.slice(0, 3)).toEqual(['th-yala', 'ยะลา', 'Yala']);
  });

  test('the table of a list has all its pages, or as many rows as the address says', async () => {
    const rowsAt = async (parameters: string) =>
      (
        parseCsv((await send(`/export.csv?operation=cities-table${parameters}`)).body, { bom: true }) as string[][]
      ).slice(1);
    const { cities } = await graph.read('{ cities(first: 1) { totalCount } }');
    const rows = await rowsAt('');
    expect(cities.totalCount).toBeGreaterThan(100);
    expect(new Set(rows.map(([id]) => id)).size).toBe(cities.totalCount);
    expect(await rowsAt('&first=3')).toEqual(rows.slice(0, 3));
    expect((await send('/export.csv?operation=cities-table&first=0')).status).toBe(400);
  });
});

describe('a calendar', () => {
  const day = (value: string, precision: string, earliest = value, latest = value) => ({
    value,
    precision,
    earliest,
    latest,
  });
  const event = (given: Partial<CalendarEvent>): CalendarEvent => ({
    id: 'event-a',
    version: 2,
    name: { th: null, en: 'A, B; C' },
    status: 'HELD',
    startsOn: null,
    endsOn: null,
    timezone: null,
    description: null,
    venue: null,
    webLinks: [],
    ...given,
  });
  const read = (given: Partial<CalendarEvent>) => {
    const calendar = new ICAL.Component(ICAL.parse(eventsCalendar([event(given)], 'en')));
    const [first] = calendar.getAllSubcomponents('vevent');
    return { calendar, event: first && new ICAL.Event(first), status: first?.getFirstPropertyValue('status') };
  };

  test('has an event of some days, to its last day, and its time zone', () => {
    const {
      calendar,
      event: shown,
      status,
    } = read({
      startsOn: day('2020-01-20', 'DAY'),
      endsOn: day('2020-01-31', 'DAY'),
      timezone: 'Asia/Bangkok',
      venue: { text: { th: null, en: 'Hall 1' }, city: { name: { th: 'ยะลา', en: 'Yala' } } },
    });
    expect([shown!.startDate.toString(), shown!.endDate.toString(), status]).toEqual([
      '2020-01-20',
      '2020-02-01',
      'CONFIRMED',
    ]);
    expect([shown!.summary, shown!.location, shown!.sequence]).toEqual(['A, B; C', 'Hall 1, Yala', 2]);
    expect(shown!.description).toContain('Asia/Bangkok');
    expect(calendar.getFirstSubcomponent('vtimezone')!.getFirstPropertyValue('tzid')).toBe('Asia/Bangkok');
  });

  test('has a month as a tentative span that keeps nobody busy', () => {
    const { event: shown, status } = read({ startsOn: day('2020-02', 'MONTH', '2020-02-01', '2020-02-29') });
    expect([shown!.startDate.toString(), shown!.endDate.toString(), status]).toEqual([
      '2020-02-01',
      '2020-03-01',
      'TENTATIVE',
    ]);
    expect(shown!.component.getFirstPropertyValue('transp')).toBe('TRANSPARENT');
  });

  test.each([
    ['only its year', day('2020', 'YEAR', '2020-01-01', '2020-12-31'), 'Fair 2020 (2020)', 'งาน 2020 (2563)'],
    ['nothing', null, 'Fair 2020', 'งาน 2020'],
  ])('names an event of whose date one knows %s, and leaves it out', (_name, startsOn, english, thai) => {
    const given = event({ startsOn, name: { th: 'งาน 2020', en: 'Fair 2020' } });
    const calendars = (['en', 'th'] as const).map(
      (language) => new ICAL.Component(ICAL.parse(eventsCalendar([given], language))),
    );
    expect(calendars.flatMap((calendar) => calendar.getAllSubcomponents('vevent'))).toEqual([]);
    expect(calendars.map((calendar) => calendar.getFirstPropertyValue('x-wr-caldesc'))).toEqual([
      `Not in this calendar, as their month is not known: ${english}`,
      `งานที่ไม่อยู่ในปฏิทินนี้ เพราะไม่ทราบเดือนที่จัด: ${thai}`,
    ]);
  });

  test('has an address as it is, also where a line of it is folded', () => {
    const url = `https://example.org/a;b,c?q=1,2;${'x'.repeat(37)},${'y'.repeat(80)};\\z`;
    const webLinks = [{ url }];
    const { event: shown } = read({ startsOn: day('2020-01-20', 'DAY'), webLinks });
    expect(shown!.component.getFirstPropertyValue('url')).toBe(url);
    const written = eventsCalendar([event({ startsOn: day('2020-01-20', 'DAY'), webLinks })], 'en');
    expect(written.split('\r\n').filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
  });

  test('has no control characters, and no line that a text brings with it', () => {
    const text = 'A\0\x07\x1f\x7fB\r\nEND:VEVENT\rC\tD';
    const given = {
      startsOn: day('2020-01-20', 'DAY'),
      name: { th: null, en: text },
      description: { th: null, en: text },
    };
    const { event: shown } = read(given);
    expect([shown!.summary, shown!.description]).toEqual(Array(2).fill('AB\nEND:VEVENT\nC\tD'));
    expect(eventsCalendar([event(given)], 'en').replaceAll('\r\n', '')).not.toMatch(/(?!\t)\p{Cc}/u);
  });

  test('says what was called off, and is the same bytes each time', () => {
    const cancelled = { startsOn: day('2020-01-20', 'DAY'), status: 'CANCELLED', timezone: 'No/Where' };
    expect(read(cancelled).status).toBe('CANCELLED');
    expect(eventsCalendar([event(cancelled)], 'th')).toBe(eventsCalendar([event(cancelled)], 'th'));
  });
});

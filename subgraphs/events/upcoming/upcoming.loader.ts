import { THAILAND, today } from '../../domain/dates/today.js';
import type { Clock } from '../../runtime/clock.js';
import type { Collection } from '../../runtime/database/collection.js';
import { checkBetween } from '../../runtime/lists/check-between.js';
import { refusal } from '../../runtime/errors/errors.js';
import type { Row } from '../../runtime/database/model.js';
import type { Order } from '../../runtime/lists/order.js';
import { mapPage, type Page } from '../../runtime/lists/page.js';
import { eventsOfKind } from '../event/event.args.js';
import type { StoredEvent } from '../event/event.model.js';
import type { UpcomingEventsArgs } from './upcoming.type.js';
import { certaintyOf, MAX_DAYS, upcomingFilter, windowOf } from './upcoming.js';
import type { Certainty } from '../vocabulary/vocabulary.js';

/** The soonest first, by the first day on which an event may start; undated events last. */
const soonest: Order = { key: 'SOONEST', path: 'sortStart', direction: 1 };

type UpcomingPage = Page<{ event: Row<StoredEvent>; certainty: Certainty }>;

/**
 * Loads pages of events to come. The network's events are open to each of its cities, so that many cities
 * asking for the same page are one read. With a city, only those that concern it.
 */
export function upcomingLoader(events: Collection<StoredEvent>, clock: Clock) {
  const pages = new Map<string, Promise<UpcomingPage>>();

  return (args: UpcomingEventsArgs, cityId: string | null = null): Promise<UpcomingPage> => {
    const asked = { ...args, asOf: args.asOf ?? today(clock, THAILAND), cityId };
    const key = JSON.stringify(asked, Object.keys(asked).sort());
    const page = pages.get(key) ?? read(asked);
    pages.set(key, page);
    return page;
  };

  async function read({
    asOf,
    days,
    certainty,
    kind,
    format,
    cityId,
    ...page
  }: UpcomingEventsArgs & { asOf: string; cityId: string | null }): Promise<UpcomingPage> {
    checkBetween('days', 0, MAX_DAYS, days);
    if (certainty?.length === 0)
      throw refusal(
        'BAD_USER_INPUT',
        { en: '`certainty` must name at least one, but got none.', th: '`certainty` ต้องระบุอย่างน้อยหนึ่งค่า' },
        { argument: 'certainty' },
      );
    const window = windowOf(asOf, days);
    const filter = { $and: [upcomingFilter(window, certainty ?? undefined), eventsOfKind({ kind, format })] };
    const found =
      cityId === null
        ? await events.page(filter, soonest, page)
        : await events.related.load(cityId, { of: (id) => ({ cityIds: id }), filter, order: soonest }, page);
    let total: Promise<number> | undefined;
    return {
      ...mapPage(found, (event) => ({ event, certainty: certaintyOf(event, window) })),
      totalCount: () => (total ??= found.totalCount()),
    };
  }
}

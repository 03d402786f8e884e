import { randomBytes } from 'node:crypto';
import { checkedId } from '../../domain/checks/check-id.js';
import { checkedList } from '../../domain/checks/check-list.js';
import { labelsOf } from '../../domain/vocabulary/define-enum.js';
import type { Sentence } from '../../protocol/language.js';
import type { Clock } from '../../runtime/clock.js';
import { refusal } from '../../runtime/errors/errors.js';
import { eventFields } from './event-fields.js';
import { eventKeys, eventSearchPaths } from './event.derived.js';
import { checkDates, todayAt } from './event-rules.js';
import type { CreateEventInput } from './event.input.js';
import type { StoredEvent } from './event.model.js';
import { NO_SEATS_TAKEN } from '../registration/seats.js';
import { EventStatus } from '../vocabulary/vocabulary.js';

/** Makes the id of a new event: readable, and unlike any other. */
export function eventId(name: { en: string | null }, startsOn: string | null): string {
  const words = (name.en ?? '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  return ['event', words, startsOn?.slice(0, 4), randomBytes(4).toString('hex')].filter(Boolean).join('-');
}

const MOST_HOSTS = 20;
const NOWHERE = { cityId: null, text: null };

/**
 * Makes an event out of what its host gave; what a host does not give is as yet unknown.
 *
 * @throws BAD_USER_INPUT
 */
export function newEvent(input: CreateEventInput, clock: Clock): Omit<StoredEvent, 'version'> {
  const { kind, status } = input;
  if (status !== 'ANNOUNCED' && status !== 'CONFIRMED')
    throw refusal('BAD_USER_INPUT', notNew(status), { argument: 'input.status' });
  const fields = eventFields(input, { venue: NOWHERE });
  const event = {
    name: { en: null, th: null },
    nameThOrigin: null,
    aliases: [],
    kind,
    series: false,
    format: null,
    languages: null,
    startsOn: null,
    endsOn: null,
    dateLabel: null,
    announcedOn: todayAt({ timezone: fields.timezone ?? null }, clock),
    timezone: null,
    status,
    cancelledOn: null,
    outcome: null,
    venue: NOWHERE,
    hosts: input.hosts,
    participations: [],
    sessions: [],
    solutionsShown: [],
    programmeId: null,
    capacity: null,
    seats: NO_SEATS_TAKEN,
    rounds: [],
    attendance: null,
    description: null,
    note: null,
    sources: [],
    confidence: 'HIGH' as const,
    ...fields,
  };
  checkDates(event);
  return { _id: eventId(event.name, event.startsOn), ...event, ...eventKeys(event), ...eventSearchPaths(event) };
}

/**
 * Checks the partners that host an event.
 *
 * @throws BAD_USER_INPUT when there is none, or too many
 */
export function checkedHosts(hosts: readonly string[]): string[] {
  if (hosts.length === 0)
    throw refusal(
      'BAD_USER_INPUT',
      { en: '`input.hosts` must name at least one partner.', th: '`input.hosts` ต้องระบุพันธมิตรอย่างน้อยหนึ่งราย' },
      { argument: 'input.hosts' },
    );
  return checkedList('input.hosts', MOST_HOSTS, hosts, checkedId);
}

function notNew(status: EventStatus): Sentence {
  const [announced, confirmed, given] = (['ANNOUNCED', 'CONFIRMED', status] as const).map(
    (each) => labelsOf(EventStatus)[each]!,
  );
  return {
    en: `A new event is “${announced!.en}” or “${confirmed!.en}”, not “${given!.en}”.`,
    th: `กิจกรรมใหม่มีสถานะเป็น “${announced!.th}” หรือ “${confirmed!.th}” เท่านั้น ไม่ใช่ “${given!.th}”`,
  };
}

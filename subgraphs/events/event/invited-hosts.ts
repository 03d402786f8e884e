import { standingOf, stateOf, withStanding } from '../../domain/standing/standing.js';
import { hasRole } from '../../protocol/caller.js';
import { refusal } from '../../runtime/errors/errors.js';
import type { Write } from '../../runtime/write/write.js';
import { broken } from './event-rules.js';
import type { StoredEvent, StoredInvitedHost } from './event.model.js';

/** Partners that an event has asked to host it, also those that declined or are asked no more: they live in its record. */
const MOST_ASKED = 100;

/** The partners that host an event, and those that were asked to. */
export type Hosted = Pick<StoredEvent, 'hosts' | 'invitedHosts'>;

/**
 * The hosts as a client names them. A partner that does not host the event yet is asked, unless its own officer or an
 * administrator writes; one that is left out hosts it no more, and is asked no more.
 *
 * @param before what is on file; nothing for a new event
 * @throws RULE_VIOLATED EVENT_NEEDS_HOST when no partner is left that agreed, or TOO_MANY_HELD
 */
export function withHosts(
  { hosts, invitedHosts = [] }: Hosted,
  wanted: readonly string[],
  write: Write,
): Required<Hosted> {
  const agreed = wanted.filter((id) => hosts.includes(id) || hasRole(write.caller, 'partner-officer', id));
  if (agreed.length === 0) throw needsHost('input.hosts');
  const waiting = invitedHosts.filter((host) => stateOf(host) === 'CLAIMED').map(({ partnerId }) => partnerId);
  const asked = wanted.filter((id) => !agreed.includes(id) && !waiting.includes(id));
  const known = new Set([...invitedHosts.map(({ partnerId }) => partnerId), ...asked]);
  if (asked.length > 0 && known.size > MOST_ASKED)
    throw broken('TOO_MANY_HELD', 'input.hosts', {
      en: `At most ${MOST_ASKED} partners are asked to host one event.`,
      th: `เชิญพันธมิตรเป็นเจ้าภาพร่วมของกิจกรรมหนึ่งได้ไม่เกิน ${MOST_ASKED} ราย`,
    });
  return {
    hosts: agreed,
    invitedHosts: [
      ...invitedHosts
        .filter(({ partnerId }) => !agreed.includes(partnerId) && !asked.includes(partnerId))
        .map((host) => (wanted.includes(host.partnerId) ? host : takenBack(host, write))),
      ...asked.map((partnerId) => ({ partnerId, standing: standingOf('CLAIMED', write) })),
    ],
  };
}

/**
 * The hosts when a partner agrees to host an event.
 *
 * @throws NOT_FOUND when it was not asked, or RULE_VIOLATED STANDING_ORDER
 */
export function withConfirmedHost(
  { hosts, invitedHosts = [] }: Hosted,
  partnerId: string,
  write: Write,
): Required<Hosted> {
  const invited = invitedHosts.find((host) => host.partnerId === partnerId);
  if (!invited) throw notAsked(partnerId);
  withStanding(invited, 'CONFIRMED', write, 'input.partnerId');
  return { hosts: [...hosts, partnerId], invitedHosts: invitedHosts.filter((host) => host !== invited) };
}

/**
 * The hosts when a partner declines to host an event, or hosts it no more.
 *
 * @throws NOT_FOUND when it was not asked, RULE_VIOLATED STANDING_ORDER, or EVENT_NEEDS_HOST when it is the last one
 */
export function withDeclinedHost(
  { hosts, invitedHosts = [] }: Hosted,
  partnerId: string,
  write: Write,
): Required<Hosted> {
  const invited = invitedHosts.find((host) => host.partnerId === partnerId);
  if (!invited && !hosts.includes(partnerId)) throw notAsked(partnerId);
  const left = hosts.filter((id) => id !== partnerId);
  if (left.length === 0) throw needsHost('input.partnerId');
  const declined = withStanding({ ...invited, partnerId }, 'DISPUTED', write, 'input.partnerId');
  return { hosts: left, invitedHosts: [...invitedHosts.filter((host) => host !== invited), declined] };
}

function takenBack(host: StoredInvitedHost, write: Write): StoredInvitedHost {
  return stateOf(host) === 'WITHDRAWN' ? host : withStanding(host, 'WITHDRAWN', write, 'input.hosts');
}

function needsHost(argument: string) {
  return broken('EVENT_NEEDS_HOST', argument, {
    en: 'An event has at least one host that agreed to host it.',
    th: 'กิจกรรมต้องมีเจ้าภาพที่ยืนยันแล้วอย่างน้อยหนึ่งราย',
  });
}

function notAsked(partnerId: string) {
  return refusal(
    'NOT_FOUND',
    { en: `"${partnerId}" was not asked to host this event.`, th: `"${partnerId}" ไม่ได้รับเชิญเป็นเจ้าภาพกิจกรรมนี้` },
    { argument: 'input.partnerId' },
  );
}

import type { LocalizedText } from '../facts/localized-text.type.js';
import { stub } from './event-parts.js';
import type { StoredEvent } from './event.model.js';
import type { ProvenHolder } from './proven-holder.entity.js';
import type { EventReasonKind } from './suggested-event.type.js';

/** A reason as it is answered, and the challenge it is about. */
export type AnsweredReason = ReturnType<typeof reason>;

const SENTENCES: Record<EventReasonKind, (who: string, solution: string, challenge: string) => LocalizedText> = {
  HOLDER_HOSTS: (who, solution, challenge) => ({ en: `Its host ${who} holds ${solution}, in use elsewhere, for ${challenge}.`, th: `เจ้าภาพ ${who} มี ${solution} ซึ่งใช้งานจริงในเมืองอื่นแล้ว สำหรับความท้าทาย ${challenge}` }),
  HOLDER_PARTNER: (who, solution, challenge) => ({ en: `${who} takes part and holds ${solution}, in use elsewhere, for ${challenge}.`, th: `${who} เข้าร่วมและมี ${solution} ซึ่งใช้งานจริงในเมืองอื่นแล้ว สำหรับความท้าทาย ${challenge}` }),
  HOLDER_CITY: (who, solution, challenge) => ({ en: `${who} takes part and uses ${solution} for ${challenge}.`, th: `${who} เข้าร่วมและใช้งาน ${solution} สำหรับความท้าทาย ${challenge} อยู่แล้ว` }),
};

/** Who of the holders hosts an event or takes part in it, one reason for each of their solutions and challenges. A city that only lends its place is not there. */
export function eventReasons({ hosts, participations }: Pick<StoredEvent, 'hosts' | 'participations'>, holders: readonly ProvenHolder[]): AnsweredReason[] {
  const cities = new Set(participations.map(({ cityId }) => cityId));
  const partners = new Set(participations.map(({ partnerId }) => partnerId));
  const reasons = holders.flatMap((holder) => [
    ...(holder.partnerId !== null && hosts.includes(holder.partnerId) ? [reason('HOLDER_HOSTS', holder.partnerId, holder)] : []),
    ...(holder.partnerId !== null && !hosts.includes(holder.partnerId) && partners.has(holder.partnerId) ? [reason('HOLDER_PARTNER', holder.partnerId, holder)] : []),
    ...(cities.has(holder.cityId) ? [reason('HOLDER_CITY', holder.cityId, holder)] : []),
  ]);
  const distinct = new Map(reasons.map((each) => [each.key, each]));
  return [...distinct.keys()].sort().map((key) => distinct.get(key)!);
}

function reason(kind: EventReasonKind, who: string, { solutionId, challengeCode }: ProvenHolder) {
  const isCity = kind === 'HOLDER_CITY';
  return { key: [kind, who, solutionId, challengeCode].join(' '), kind, sentence: SENTENCES[kind](who, solutionId, challengeCode), city: isCity ? stub(who) : null, partner: isCity ? null : stub(who), solution: stub(solutionId), challenge: { code: challengeCode } };
}

import { stubOf } from '../../runtime/foreign/stub.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { ProvenHolder } from '../references.js';
import type { StoredEvent } from '../event/event.model.js';
import type { EventReasonKind } from './suggestion.type.js';

/** A reason as it is answered, and the challenge it is about. */
export type AnsweredReason = ReturnType<typeof reason>;

/** Who, with which solution, for which challenge, in one language. */
type Tell = (who: string, solution: string, challenge: string) => string;

const SENTENCES: Record<EventReasonKind, { en: Tell; th: Tell }> = {
  HOLDER_HOSTS: {
    en: (who, solution, challenge) =>
      `Its host, ${who}, holds “${solution}”, in use elsewhere, for the challenge “${challenge}”.`,
    th: (who, solution, challenge) =>
      `เจ้าภาพ คือ ${who} มี “${solution}” ซึ่งใช้งานจริงในเมืองอื่นแล้ว สำหรับความท้าทาย “${challenge}”`,
  },
  HOLDER_PARTNER: {
    en: (who, solution, challenge) =>
      `${who} takes part and holds “${solution}”, in use elsewhere, for the challenge “${challenge}”.`,
    th: (who, solution, challenge) =>
      `${who} เข้าร่วมและมี “${solution}” ซึ่งใช้งานจริงในเมืองอื่นแล้ว สำหรับความท้าทาย “${challenge}”`,
  },
  HOLDER_CITY: {
    en: (who, solution, challenge) => `${who} takes part and uses “${solution}” for the challenge “${challenge}”.`,
    th: (who, solution, challenge) => `${who} เข้าร่วมและใช้งาน “${solution}” สำหรับความท้าทาย “${challenge}” อยู่แล้ว`,
  },
};

/** Who of the holders hosts an event or takes part in it, one reason for each of their solutions and challenges. A city that only lends its place is not there. */
export function eventReasons(
  { hosts, participations }: Pick<StoredEvent, 'hosts' | 'participations'>,
  holders: readonly ProvenHolder[],
): AnsweredReason[] {
  const cities = new Set(participations.map(({ cityId }) => cityId));
  const partners = new Set(participations.map(({ partnerId }) => partnerId));
  const reasons = holders.flatMap((holder) => [
    ...(holder.partnerId !== null && hosts.includes(holder.partnerId)
      ? [reason('HOLDER_HOSTS', holder.partnerId, holder)]
      : []),
    ...(holder.partnerId !== null && !hosts.includes(holder.partnerId) && partners.has(holder.partnerId)
      ? [reason('HOLDER_PARTNER', holder.partnerId, holder)]
      : []),
    ...(cities.has(holder.cityId) ? [reason('HOLDER_CITY', holder.cityId, holder)] : []),
  ]);
  const distinct = new Map(reasons.map((each) => [each.key, each]));
  return [...distinct.keys()].sort().map((key) => distinct.get(key)!);
}

function reason(kind: EventReasonKind, who: string, holder: ProvenHolder) {
  const isCity = kind === 'HOLDER_CITY';
  const { solutionId, challengeCode } = holder;
  return {
    key: [kind, who, solutionId, challengeCode].join(' '),
    kind,
    sentence: sentenceOf(kind, who, holder),
    city: isCity ? stubOf(who) : null,
    partner: isCity ? null : stubOf(who),
    solution: stubOf(solutionId),
    challenge: { code: challengeCode },
  };
}

/** A reason in words; what nobody could name is told by its id. */
function sentenceOf(
  kind: EventReasonKind,
  who: string,
  { city, partnerName, solutionId, solutionName, challengeCode, challengeName }: ProvenHolder,
): LocalizedText {
  const whoName = kind === 'HOLDER_CITY' ? city?.name : partnerName;
  const en = (name: LocalizedText | null | undefined, id: string) => name?.en ?? name?.th ?? id;
  const th = (name: LocalizedText | null | undefined, id: string) => name?.th ?? name?.en ?? id;
  return {
    en: SENTENCES[kind].en(en(whoName, who), en(solutionName, solutionId), en(challengeName, challengeCode)),
    th: SENTENCES[kind].th(th(whoName, who), th(solutionName, solutionId), th(challengeName, challengeCode)),
  };
}

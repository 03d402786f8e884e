import type { PartyInput } from './party.input.js';
import { checkedId } from '../../domain/checks/check-id.js';
import { refusal } from '../../runtime/errors/errors.js';
import type { StoredParty } from './party.model.js';

/**
 * Checks that a side is a city or a partner; whether the partner is on file is for its reader to see.
 *
 * @throws BAD_USER_INPUT
 */
export function checkedParty(argument: string, { cityId = null, partnerId = null }: PartyInput): StoredParty {
  if ((cityId === null) === (partnerId === null))
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: `\`${argument}\` must name a city or a partner, one of the two.`,
        th: `\`${argument}\` ต้องระบุเมืองหรือพันธมิตรอย่างใดอย่างหนึ่ง`,
      },
      { argument },
    );
  return {
    cityId: cityId === null ? null : checkedId(`${argument}.cityId`, cityId),
    partnerId: partnerId === null ? null : checkedId(`${argument}.partnerId`, partnerId),
  };
}

/** Whether two sides are the same one. */
export function areSame(one: StoredParty, other: StoredParty): boolean {
  return one.cityId === other.cityId && one.partnerId === other.partnerId;
}

/** @throws RULE_VIOLATED (INTRODUCTION_TO_ITSELF) */
export function checkEnds(from: StoredParty, to: StoredParty): void {
  if (!areSame(from, to)) return;
  throw refusal(
    'RULE_VIOLATED',
    { en: 'A solution cannot be introduced by someone to themselves.', th: 'ผู้แนะนำและผู้รับการแนะนำต้องไม่ใช่รายเดียวกัน' },
    { argument: 'input.to', rule: 'INTRODUCTION_TO_ITSELF' },
  );
}

/** @throws RULE_VIOLATED (TWO_PARTIES) */
export function checkParties(argument: string, parties: readonly StoredParty[]): void {
  const distinct = parties.filter((party, at) => parties.findIndex((other) => areSame(party, other)) === at);
  if (distinct.length >= 2 && distinct.length === parties.length) return;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: 'An agreement has at least two parties, each named once.',
      th: 'ข้อตกลงต้องมีคู่สัญญาอย่างน้อยสองราย และระบุแต่ละรายเพียงครั้งเดียว',
    },
    { argument, rule: 'TWO_PARTIES' },
  );
}

/** Those who may speak for a side: its officers. */
export function officerOf({
  cityId,
  partnerId,
}: StoredParty): readonly ['city-officer' | 'partner-officer', string | null] {
  return cityId === null ? ['partner-officer', partnerId] : ['city-officer', cityId];
}

/** The role of the officers of a side: `city-officer:th-yala`. */
export function roleOfParty(party: StoredParty): string {
  return officerOf(party).join(':');
}

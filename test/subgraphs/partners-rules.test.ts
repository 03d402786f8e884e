import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isPartialDate, latestDay } from '../../subgraphs/domain/dates/partial-date.js';
import type { Refusal } from '../../subgraphs/runtime/errors/errors.js';
import { AgreementStatus, Stage } from '../../subgraphs/partners/vocabulary/vocabulary.js';
import { maySign } from '../../subgraphs/partners/agreement/agreement-rules.js';
import { checkedDay } from '../../subgraphs/domain/checks/check-date.js';
import { checkedCode, checkedId, checkedNewId } from '../../subgraphs/domain/checks/check-id.js';
import { areSame, checkEnds, checkParties } from '../../subgraphs/partners/facts/party-rules.js';
import { mayFollow, mayMove } from '../../subgraphs/partners/solution/deployment/stage-rules.js';

const ORDER = Object.values(Stage);
const stage = fc.constantFrom(...ORDER);
const party = fc.oneof(
  fc.constantFrom('x', 'y').map((cityId) => ({ cityId, partnerId: null })),
  fc.constantFrom('x', 'y').map((partnerId) => ({ cityId: null, partnerId })),
);
const partialDate = fc
  .tuple(
    fc.integer({ min: 1990, max: 2040 }),
    fc.option(fc.integer({ min: 1, max: 12 })),
    fc.option(fc.integer({ min: 1, max: 28 })),
  )
  .map(([year, month, day]) => {
    const two = (value: number) => String(value).padStart(2, '0');
    return month === null ? `${year}` : day === null ? `${year}-${two(month)}` : `${year}-${two(month)}-${two(day)}`;
  });

function ruleOf(check: () => unknown): string | null {
  try {
    check();
    return null;
  } catch (error) {
    return String((error as Refusal).extensions['rule'] ?? (error as Refusal).code);
  }
}

test('stages move forward only, except from a pilot back to adapting; every stage but STOPPED may be stopped', () => {
  fc.assert(
    fc.property(stage, stage, (from, to) => {
      const isForward = ORDER.indexOf(to) > ORDER.indexOf(from);
      expect(mayMove(from, to)).toBe(from !== 'STOPPED' && (isForward || (from === 'PILOT' && to === 'ADAPTING')));
    }),
  );
  expect(ORDER.filter((from) => mayMove(from, 'STOPPED'))).toEqual(ORDER.filter((from) => from !== 'STOPPED'));
  expect(ORDER.filter((to) => mayMove('STOPPED', to))).toEqual([]);
});

test('every walk through the stages that never stops comes to SCALED at most, and goes round at adapting and pilots only', () => {
  fc.assert(
    fc.property(fc.array(stage, { maxLength: 40 }), (wanted) => {
      let at: Stage = 'INSPIRED';
      for (const next of wanted) {
        if (!mayMove(at, next)) continue;
        expect(ORDER.indexOf(next) > ORDER.indexOf(at) || (at === 'PILOT' && next === 'ADAPTING')).toBe(true);
        at = next;
      }
      expect(ORDER).toContain(at);
    }),
  );
});

test('a day may follow another when some day of the one is not before some day of the other', () => {
  fc.assert(
    fc.property(partialDate, partialDate, (one, other) => {
      expect(mayFollow(one, one)).toBe(true);
      expect(mayFollow(null, one)).toBe(true);
      expect(mayFollow(one, other) || mayFollow(other, one)).toBe(true);
      if (latestDay(other) < one) expect(mayFollow(one, other)).toBe(false);
    }),
  );
});

test('a day is given back when it has begun, refused when it is to come or no date, and is today when nobody says', () => {
  fc.assert(
    fc.property(partialDate, partialDate, (value, now) => {
      const today = latestDay(now);
      expect(isPartialDate(value)).toBe(true);
      const rule = ruleOf(() => checkedDay('input.on', value, today));
      expect(rule).toBe(value.padEnd(10, '-01') <= today ? null : 'DATE_IN_FUTURE');
      expect(checkedDay('input.on', null, today)).toBe(today);
    }),
  );
  for (const wrong of ['', '2020-13', '20', 'soon', '2020-02-30'])
    expect(ruleOf(() => checkedDay('input.on', wrong, '2026-01-01'))).toBe('BAD_USER_INPUT');
});

test('an introduction has two ends, and an agreement two parties or more, each once', () => {
  fc.assert(
    fc.property(party, party, (from, to) => {
      expect(ruleOf(() => checkEnds(from, to))).toBe(areSame(from, to) ? 'INTRODUCTION_TO_ITSELF' : null);
    }),
  );
  fc.assert(
    fc.property(fc.array(party, { maxLength: 6 }), (parties) => {
      const distinct = new Set(parties.map((one) => JSON.stringify(one))).size;
      expect(ruleOf(() => checkParties('input.parties', parties))).toBe(
        distinct === parties.length && distinct >= 2 ? null : 'TWO_PARTIES',
      );
    }),
  );
});

test('only an agreement that is not signed yet may be signed', () => {
  expect(Object.values(AgreementStatus).filter(maySign)).toEqual([
    'INTENDED',
    'DRAFT',
    'PROPOSED',
    'ANNOUNCED',
    'UNKNOWN',
  ]);
});

test('ids and codes that pass hold nothing but letters, digits and their hyphens or underscores', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.constantFrom('th-yala', 'TH-50', 'a--b', '-a', '$where', 'ก', 'a'.repeat(101))),
      (value) => {
        if (ruleOf(() => checkedId('input.id', value)) === null) expect(value).toMatch(/^[a-zA-Z0-9-]{1,100}$/);
        if (ruleOf(() => checkedNewId('input.id', value)) === null) expect(value).toMatch(/^[a-z0-9][a-z0-9-]*$/);
        if (ruleOf(() => checkedCode('input.metric', value)) === null) expect(value).toMatch(/^[A-Z][A-Z0-9_]*$/);
      },
    ),
  );
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { StoredMembership, StoredStatus } from '../../subgraphs/cities/city/city.model.js';
import { afterLeaving, checkJoining, isMemberOn } from '../../subgraphs/cities/city/membership/membership-rules.js';
import { furthest, statusOnDay, stepOf } from '../../subgraphs/cities/city/status/status-on-day.js';
import { checkStep, nextStatuses } from '../../subgraphs/cities/city/status/status-rules.js';
import { checkStepOfPlan, withDimensionsOfPlan } from '../../subgraphs/cities/plan/plan-rules.js';
import { CityStatus } from '../../subgraphs/cities/vocabulary/vocabulary.js';
import type { Confidence } from '../../subgraphs/domain/sources/confidence.js';
import { Dimension } from '../../subgraphs/domain/vocabulary/dimension.js';
import { dayAt } from '../../subgraphs/domain/dates/calendar-day.js';
import { THAILAND } from '../../subgraphs/domain/dates/today.js';
import type { Refusal } from '../../subgraphs/runtime/errors/errors.js';

const TODAY = '2026-11-25';
const statuses = Object.values(CityStatus);
const day = fc
  .date({ min: new Date('2019-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const plan = fc.option(fc.record({ dimensions: fc.subarray(Object.values(Dimension)) }));
const step = fc.record({ status: fc.constantFrom(...statuses), on: day });

function entry(status: CityStatus, on: string | null, confidence: Confidence = 'HIGH'): StoredStatus {
  return {
    id: `${status} ${on}`,
    status,
    on,
    notAfter: null,
    body: 'depa',
    source: 'src',
    confidence,
    conflictGroup: null,
    note: null,
  };
}

/** The rule that a work breaks, null when it breaks none. */
function brokenBy(work: () => unknown): unknown {
  try {
    work();
    return null;
  } catch (error) {
    return (error as Refusal).extensions['rule'];
  }
}

/** What a city's history becomes when it is asked to take steps, those that are refused left out. */
function walked(steps: ReadonlyArray<{ status: CityStatus; on: string }>): StoredStatus[] {
  return steps.reduce<StoredStatus[]>(
    (history, asked) =>
      brokenBy(() => checkStep(history, asked, TODAY)) === null ? [...history, entry(asked.status, asked.on)] : history,
    [],
  );
}

describe('the status of a city', () => {
  test('only ever goes forward, one step at a time, in the order of days', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const history = walked(steps);
        history.forEach(({ status, on }, index) => {
          const before = history[index - 1];
          expect(on! <= TODAY).toBe(true);
          if (!before) return expect(status).toBe('CANDIDATE');
          expect(on! >= before.on!).toBe(true);
          if (status === 'REVOKED') expect(['DESIGNATED', 'RENEWED']).toContain(before.status);
          else if (status === 'CANDIDATE') expect(before.status).toBe('REVOKED');
          else if (status === 'RENEWED') expect(['DESIGNATED', 'RENEWED']).toContain(before.status);
          else expect(stepOf(status)).toBe(stepOf(before.status) + 1);
        });
      }),
    );
  });

  test('is never that of an approved plan without the environment, or of one that was filed later', () => {
    fc.assert(
      fc.property(plan, day, day, (of, on, submittedOn) => {
        const broken = brokenBy(() => checkStepOfPlan({ status: 'PLAN_APPROVED', on }, of && { ...of, submittedOn }));
        if (!of) expect(broken).toBe('PLAN_REQUIRED');
        else if (on < submittedOn) expect(broken).toBe('DATE_BEFORE_PLAN');
        else expect(broken).toBe(of.dimensions.includes('ENVIRONMENT') ? null : 'ENVIRONMENT_REQUIRED');
      }),
    );
  });

  test('as of a day is the last step taken by then', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), day, (steps, on) => {
        const history = walked(steps);
        expect(statusOnDay(history, on, 'MEDIUM').entry).toEqual(furthest(history.filter((each) => each.on! <= on)));
      }),
    );
  });

  test.each([
    [null, ['CANDIDATE']],
    ['CANDIDATE', ['PLAN_SUBMITTED']],
    ['PLAN_SUBMITTED', ['PROMOTION_ZONE']],
    ['PROMOTION_ZONE', ['PLAN_APPROVED']],
    ['PLAN_APPROVED', ['DESIGNATED']],
    ['DESIGNATED', ['RENEWED', 'REVOKED']],
    ['RENEWED', ['RENEWED', 'REVOKED']],
    ['REVOKED', ['CANDIDATE']],
  ] as const)('%s leads to %j', (status, next) => {
    expect(nextStatuses(status === null ? [] : [entry(status, '2020')])).toEqual(next);
    for (const other of statuses) {
      const broken = brokenBy(() =>
        checkStep(status === null ? [] : [entry(status, '2020')], { status: other, on: '2021-01-01' }, TODAY),
      );
      expect([other, broken]).toEqual([other, (next as readonly string[]).includes(other) ? null : 'STATUS_ORDER']);
    }
  });

  test('that is disputed may be confirmed, or be gone on from', () => {
    expect(nextStatuses([entry('PLAN_SUBMITTED', '2019'), entry('PROMOTION_ZONE', null, 'LOW')])).toEqual([
      'PROMOTION_ZONE',
      'PLAN_APPROVED',
    ]);
  });
});

test('the dimensions of a plan take the place of those of the plan before it, and no other', () => {
  const elsewhere = { dimension: 'LIVING', planId: null, source: 'src', confidence: 'HIGH' } as const;
  const first = withDimensionsOfPlan([elsewhere], { planId: 'p', dimensions: ['LIVING', 'ENERGY'], source: 'a' });
  expect(first).toEqual([elsewhere, { dimension: 'ENERGY', planId: 'p', source: 'a', confidence: 'MEDIUM' }]);
  expect(withDimensionsOfPlan(first, { planId: 'p', dimensions: ['PEOPLE'], source: 'b' })).toEqual([
    elsewhere,
    { dimension: 'PEOPLE', planId: 'p', source: 'b', confidence: 'MEDIUM' },
  ]);
});

describe('memberships', () => {
  const move = fc.record({ joins: fc.boolean(), on: day, programmeId: fc.constantFrom('a', 'b') });

  test('of one programme never overlap, and what holds on a day is what was joined and not left', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), day, (moves, on) => {
        let memberships: StoredMembership[] = [];
        for (const { joins, on: at, programmeId } of moves) {
          if (joins) {
            if (
              brokenBy(() =>
                checkJoining({ memberships, claimedMemberships: [] }, { programmeId, joinedOn: at }, TODAY),
              ) !== null
            )
              continue;
            memberships = [
              ...memberships,
              {
                id: `${memberships.length}`,
                programmeId,
                kind: 'MEMBER',
                cohortId: null,
                joinedOn: at,
                leftOn: null,
                source: 'src',
                confidence: 'MEDIUM',
                note: null,
                standing: null,
              },
            ];
          } else if (brokenBy(() => afterLeaving(memberships, { programmeId, leftOn: at }, TODAY)) === null)
            memberships = afterLeaving(memberships, { programmeId, leftOn: at }, TODAY);
        }
        for (const programme of ['a', 'b']) {
          const own = memberships.filter(({ programmeId }) => programmeId === programme);
          expect(own.filter((membership) => isMemberOn(membership, on)).length).toBeLessThanOrEqual(1);
          expect(own.filter(({ leftOn }) => leftOn === null).length).toBeLessThanOrEqual(1);
          for (const { joinedOn, leftOn } of own) expect(leftOn === null || leftOn >= joinedOn!).toBe(true);
        }
      }),
    );
  });

  test('begin on the last day they may have begun, and end on the day of leaving', () => {
    expect(
      [
        ['2020-01-30', null],
        ['2020-01-31', null],
        ['2020-05-01', '2020-05-02'],
        ['2020-05-02', '2020-05-02'],
      ].map(([on, leftOn]) => isMemberOn({ joinedOn: '2020-01', leftOn: leftOn! }, on!)),
    ).toEqual([false, true, true, false]);
    expect(isMemberOn({ joinedOn: null, leftOn: null }, TODAY)).toBe(false);
  });
});

test('days begin at midnight in Thailand', () => {
  expect([
    dayAt(new Date('2026-11-25T16:59:59Z'), THAILAND),
    dayAt(new Date('2026-11-25T17:00:00Z'), THAILAND),
  ]).toEqual(['2026-11-25', '2026-11-26']);
});

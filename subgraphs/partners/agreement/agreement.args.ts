import { checkWindow } from '../../domain/checks/check-window.js';
import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { addDays } from '../../domain/dates/calendar-day.js';
import { LocalDate } from '../../domain/dates/local-date.js';
import { endedBy, latestDay, startsWithin } from '../../domain/dates/partial-date.js';
import { THAILAND, today } from '../../domain/dates/today.js';
import type { Clock } from '../../runtime/clock.js';
import { nameOrders } from '../../runtime/lists/name-orders.js';
import { defineOrders } from '../../runtime/lists/orders.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import type { StoredAgreement } from './agreement.model.js';
import { AgreementKind, AgreementStatus } from '../vocabulary/vocabulary.js';
import { anyOf, CombinableFilter, combineFilters, ListFilter } from '../../runtime/lists/filter.js';
import { FilterIds } from '../../runtime/lists/filter-ids.js';

export const agreementOrders = defineOrders('Agreement', {
  ...nameOrders,
  ON: { path: 'on', description: 'By the day it was made' },
});

@InputType('DayWindow', {
  description: 'From one day to another, both included. A partial date lies in it when all of it does.',
})
export class DayWindow {
  @Field(() => LocalDate, { nullable: true, description: 'The first day; without it, there is no first one.' })
  from?: string | null;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'The last day, which belongs to it; without it, there is no last one.',
  })
  to?: string | null;
}

@CombinableFilter('agreements')
@InputType('AgreementFilter', {
  description: 'Which agreements. All conditions given must hold; of a list, one value must fit.',
})
export class AgreementFilter extends ListFilter {
  @Field(() => [AgreementKind], { nullable: true, description: 'Of these kinds.' })
  kind?: AgreementKind[] | null;

  @Field(() => [AgreementStatus], { nullable: true, description: 'With one of these statuses.' })
  status?: AgreementStatus[] | null;

  @FilterIds({ type: 'City', at: 'parties.cityId' })
  @Field(() => ID, { nullable: true, description: 'With this city as a party.' })
  city?: string | null;

  @FilterIds({ collection: 'partners' })
  @Field(() => ID, { nullable: true, description: 'With this partner as a party.' })
  partner?: string | null;

  @FilterIds({ collection: 'programmes' })
  @Field(() => ID, { nullable: true, description: 'Under this programme.' })
  programme?: string | null;

  @FilterIds({ collection: 'solutions' })
  @Field(() => ID, { nullable: true, description: 'On this solution.' })
  solution?: string | null;

  @Field(() => DayWindow, { nullable: true, description: 'Made within these days.' })
  made?: DayWindow | null;

  @Field(() => DayWindow, {
    nullable: true,
    description: 'Whose last day lies within these days; those without an end on file never fit.',
  })
  ends?: DayWindow | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those that have ended today in Thailand, as `hasEnded` tells, or only the others.',
  })
  ended?: boolean | null;
}

@ArgsType()
export class AgreementsArgs extends PageArgs {
  @Field(() => AgreementFilter, { nullable: true, description: 'Which agreements; without it, all of them.' })
  filter?: AgreementFilter | null;

  @Field(() => agreementOrders.type, {
    nullable: true,
    description: 'The order of the list; by id when it is not given.',
  })
  orderBy?: string | null;
}

/**
 * The MongoDB filter of a client's choice of agreements.
 *
 * @param clock of the operation: what has ended depends on the day
 * @throws BAD_USER_INPUT as {@link combineFilters} does, and for a window that ends before it begins
 */
export function agreementFilter(filter: AgreementFilter | null | undefined, clock: Clock): object {
  return combineFilters(filter, (each, argument) => conditionsOf(each, argument, clock));
}

/** Tells whether an agreement has ended by a day: a source or its parties say so, or its last day is past. */
export function hasEnded(
  { status, effectiveTo }: Pick<StoredAgreement, 'status' | 'effectiveTo'>,
  day: string,
): boolean {
  return OVER.includes(status) || (effectiveTo !== null && latestDay(effectiveTo) < day);
}

const OVER: readonly AgreementStatus[] = ['COMPLETED', 'ENDED'];

function endedFilter(day: string): object {
  return { $or: [{ status: { $in: [...OVER] } }, { effectiveTo: { $gt: '', ...endedBy(addDays(day, -1)) } }] };
}

function within(path: string, { from, to }: DayWindow, argument: string): object {
  checkWindow(argument, { from, to });
  const begun = { [path]: startsWithin({ first: from ?? null, end: null }) };
  return to == null ? begun : { $and: [begun, { [path]: endedBy(to) }] };
}

function conditionsOf(
  { kind, status, city, partner, programme, solution, made, ends, ended }: AgreementFilter,
  argument: string,
  clock: Clock,
): object[] {
  const over = ended == null ? {} : endedFilter(today(clock, THAILAND));
  return [
    ...(kind == null ? [] : [{ kind: anyOf(`${argument}.kind`, kind) }]),
    ...(status == null ? [] : [{ status: anyOf(`${argument}.status`, status) }]),
    ...(city == null ? [] : [{ 'parties.cityId': city }]),
    ...(partner == null ? [] : [{ 'parties.partnerId': partner }]),
    ...(programme == null ? [] : [{ programmeId: programme }]),
    ...(solution == null ? [] : [{ solutionId: solution }]),
    ...(made == null ? [] : [within('on', made, `${argument}.made`)]),
    ...(ends == null ? [] : [within('effectiveTo', ends, `${argument}.ends`)]),
    ...(ended == null ? [] : [ended ? over : { $nor: [over] }]),
  ];
}

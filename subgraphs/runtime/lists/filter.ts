import { Field, ID } from 'type-graphql';
import { FilterIds, type HeldByRecords } from './filter-ids.js';
import { refusal } from '../errors/errors.js';

/** Values a client may give for one condition. */
const MAX_VALUES = 100;
/** How deep `and`, `or` and `not` may nest. */
const MAX_LEVELS = 3;
/** Filters within a filter, in all its levels. */
const MAX_NESTED = 50;

/** The conditions that every filter of a list has. {@link CombinableFilter} declares them. */
export abstract class ListFilter {
  ids?: string[] | null;
  excludeIds?: string[] | null;
  source?: string | null;
  and?: this[] | null;
  or?: this[] | null;
  not?: this | null;
}

/** A list of what records of a collection hold, such as the loans of books. */
export interface HeldList extends HeldByRecords {
  /** What they are called in the plural. */
  plural: string;
}

/**
 * Declares the fields of a {@link ListFilter} on an input type: `ids`, `excludeIds`, `source`, `and`, `or` and `not`.
 *
 * @param list the name of the list's collection, which is what its records are called in the plural; or what they hold
 */
export function CombinableFilter(list: string | HeldList) {
  const records = typeof list === 'string' ? list : list.plural;
  return <F extends ListFilter>(filter: new () => F): void => {
    const nullable = true as const;
    const { prototype } = filter;
    for (const field of ['ids', 'excludeIds'])
      FilterIds(typeof list === 'string' ? { collection: list } : list)(prototype, field);
    Field(() => [ID], { nullable, description: `These ${records}, at most ${MAX_VALUES}.` })(prototype, 'ids');
    Field(() => [ID], { nullable, description: `None of these ${records}, at most ${MAX_VALUES}.` })(
      prototype,
      'excludeIds',
    );
    Field(() => ID, { nullable, description: `Those ${records} with a fact that this source tells, by its id.` })(
      prototype,
      'source',
    );
    Field(() => [filter], {
      nullable,
      description: `Further filters, all of which must fit too. \`and\`, \`or\` and \`not\` stand within each other ${MAX_LEVELS} levels deep, with ${MAX_NESTED} filters in all.`,
    })(prototype, 'and');
    Field(() => [filter], {
      nullable,
      description: `Further filters, one of which must fit too; with an empty list, no ${records} fit.`,
    })(prototype, 'or');
    Field(() => filter, {
      nullable,
      description: `Leaves out what fits this filter. What has no value in the field stays: \`not: { source: "src-depa-ascn-2019" }\` keeps ${records} without a source.`,
    })(prototype, 'not');
  };
}

/**
 * Makes the MongoDB filter of a client's filter, with those that are nested in it.
 *
 * @param conditionsOf the MongoDB filters of one filter's own conditions, all of which must hold, beside those of a
 *   {@link ListFilter}; `argument` is the filter's path, such as `filter.or.0`
 * @param at where ids stand: of a record, its id and those of its sources; of what a record holds, other paths
 * @returns an empty filter when there is no condition
 * @throws BAD_USER_INPUT for more than 3 levels, 50 nested filters, or 100 values of one condition
 */
export function combineFilters<F extends ListFilter>(
  filter: F | null | undefined,
  conditionsOf: (filter: F, argument: string) => readonly object[],
  at: { id: string; source: string } = { id: '_id', source: 'sources.id' },
): object {
  if (!filter) return {};
  nestedFilters(filter);
  return combine(filter, 'filter');

  function combine(each: F, argument: string): object {
    const { ids, excludeIds, source, and, or, not } = each;
    const conditions = [
      ...(ids == null ? [] : [{ [at.id]: anyOf(`${argument}.ids`, ids) }]),
      ...(excludeIds == null ? [] : [{ [at.id]: { $nin: anyOf(`${argument}.excludeIds`, excludeIds).$in } }]),
      ...(source == null ? [] : [{ [at.source]: source }]),
      ...conditionsOf(each, argument),
      ...(and ?? []).map((one, index) => combine(one, `${argument}.and.${index}`)).filter(isCondition),
      ...(or == null
        ? []
        : [
            oneOfThese(
              or.map((one, index) => combine(one, `${argument}.or.${index}`)),
              at.id,
            ),
          ]),
      ...(not == null ? [] : [{ $nor: [combine(not, `${argument}.not`)] }]),
    ];
    return conditions.length > 1 ? { $and: conditions } : (conditions[0] ?? {});
  }
}

/**
 * Lists a filter and all that are nested in it, each with its path.
 *
 * @throws BAD_USER_INPUT for more than 3 levels, or 50 nested filters
 */
export function nestedFilters<F extends ListFilter>(filter: F): Array<{ filter: F; argument: string }> {
  const all: Array<{ filter: F; argument: string }> = [];
  add(filter, 'filter', 0);
  return all;

  function add(each: F, argument: string, level: number): void {
    if (level > MAX_LEVELS) throw tooDeep(argument);
    if (all.push({ filter: each, argument }) > MAX_NESTED + 1) throw tooMany(argument);
    for (const [at, one] of (each.and ?? []).entries()) add(one, `${argument}.and.${at}`, level + 1);
    for (const [at, one] of (each.or ?? []).entries()) add(one, `${argument}.or.${at}`, level + 1);
    if (each.not != null) add(each.not, `${argument}.not`, level + 1);
  }
}

function oneOfThese(filters: readonly object[], id: string): object {
  if (filters.length === 0) return { [id]: { $in: [] } };
  return filters.length === 1 ? filters[0]! : { $or: filters };
}

function isCondition(filter: object): boolean {
  return Object.keys(filter).length > 0;
}

/**
 * The condition that a path holds one of several values.
 *
 * @throws BAD_USER_INPUT for more than 100 values
 */
export function anyOf<V>(argument: string, values: readonly V[]): { $in: V[] } {
  if (values.length > MAX_VALUES)
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: `\`${argument}\` takes at most ${MAX_VALUES} values, but got ${values.length}.`,
        th: `\`${argument}\` รับได้ไม่เกิน ${MAX_VALUES} ค่า แต่ได้รับ ${values.length} ค่า`,
      },
      { argument },
    );
  return { $in: [...values] };
}

function tooDeep(argument: string) {
  return refusal(
    'BAD_USER_INPUT',
    {
      en: `\`${argument}\` is nested too deep: \`and\`, \`or\` and \`not\` nest at most ${MAX_LEVELS} levels.`,
      th: `\`${argument}\` ซ้อนลึกเกินไป: \`and\` \`or\` และ \`not\` ซ้อนกันได้ไม่เกิน ${MAX_LEVELS} ชั้น`,
    },
    { argument },
  );
}

function tooMany(argument: string) {
  return refusal(
    'BAD_USER_INPUT',
    {
      en: `At \`${argument}\` there are too many filters: \`and\`, \`or\` and \`not\` take at most ${MAX_NESTED} in all.`,
      th: `ตัวกรองมากเกินไปที่ \`${argument}\`: \`and\` \`or\` และ \`not\` รวมกันได้ไม่เกิน ${MAX_NESTED} ตัวกรอง`,
    },
    { argument },
  );
}

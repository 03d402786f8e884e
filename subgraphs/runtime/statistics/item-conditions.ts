import { refusal } from '../errors/errors.js';
import type { ListFilter } from '../lists/filter.js';

/** How a filter speaks of the items of one list inside each record. */
export interface ItemFields<F extends ListFilter> {
  /** The fields that are conditions on an item. */
  fields: ReadonlyArray<keyof F & string>;
  /** The conditions on `$$item` of one filter's own fields, all of which must hold of one item. */
  conditionsOf(filter: F): object[];
}

/**
 * The condition on `$$item` that tells which items of a record a filter speaks of, wherever in it: an item counts when it
 * fits the conditions of one of the filters that are nested by `and`, or by an `or` that speaks of nothing else. What
 * `not` holds leaves out records, not items.
 *
 * @returns one condition at most; none when all items count
 * @throws BAD_USER_INPUT for an `or` that mixes conditions on items with others: which items count would differ from record
 *   to record
 */
export function itemConditions<F extends ListFilter>(filter: F | null | undefined, of: ItemFields<F>): object[] {
  const conditions = filter ? spokenOf(filter, 'filter', of) : [];
  return conditions.length > 1 ? [{ $or: conditions }] : conditions;
}

/** The alternatives of which an item must fit one; none when the filter does not speak of items. */
function spokenOf<F extends ListFilter>(filter: F, argument: string, of: ItemFields<F>): object[] {
  const own = of.conditionsOf(filter);
  const or = (filter.or ?? []) as F[];
  if (or.length > 1 && or.some((branch) => speaksOfItems(branch, of)) && !or.every((branch) => isOfItems(branch, of)))
    throw mixed(`${argument}.or`);
  return [
    ...(own.length > 1 ? [{ $and: own }] : own),
    ...((filter.and ?? []) as F[]).flatMap((branch, at) => spokenOf(branch, `${argument}.and.${at}`, of)),
    ...or.flatMap((branch, at) => spokenOf(branch, `${argument}.or.${at}`, of)),
  ];
}

function speaksOfItems<F extends ListFilter>(filter: F, of: ItemFields<F>): boolean {
  return (
    of.conditionsOf(filter).length > 0 ||
    [...(filter.and ?? []), ...(filter.or ?? [])].some((branch) => speaksOfItems(branch as F, of))
  );
}

/** Whether a filter consists of conditions on items alone. */
function isOfItems<F extends ListFilter>(filter: F, of: ItemFields<F>): boolean {
  const given = Object.entries(filter).flatMap(([field, value]) => (value == null ? [] : field));
  return (
    given.length > 0 &&
    given.every((field) => ['and', 'or', ...of.fields].includes(field)) &&
    [...(filter.and ?? []), ...(filter.or ?? [])].every((branch) => isOfItems(branch as F, of))
  );
}

function mixed(argument: string) {
  return refusal(
    'BAD_USER_INPUT',
    {
      en: `\`${argument}\` mixes conditions that this chart counts by with others: draw a chart of each alternative, and put what they share beside \`or\`.`,
      th: `\`${argument}\` รวมเงื่อนไขที่แผนภูมินี้ใช้แบ่งกลุ่มไว้กับเงื่อนไขอื่น: สร้างแผนภูมิแยกตามแต่ละทางเลือก และวางเงื่อนไขร่วมไว้ข้าง \`or\``,
    },
    { argument },
  );
}

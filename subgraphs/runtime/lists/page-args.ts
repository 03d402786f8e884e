import { ArgsType, Field, Int } from 'type-graphql';
import { checkBetween } from './check-between.js';
import type { Sentence } from '../../protocol/language.js';
import { DEFAULT_PAGE_SIZE } from '../schema/cost-directives.js';
import { refusal } from '../errors/errors.js';

const MAX_SIZE = 100;
const MAX_OFFSET = 10_000;

/**
 * The arguments of every list that can grow. A cursor is found in an index, wherever its page stands; the rows that an
 * offset skips are read, which is why it has an end.
 */
@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'How many rows from the start of the list, 1 to 100; 20 when neither `first` nor `last` is given.',
  })
  first?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only rows after the one with this cursor: give `pageInfo.endCursor` of the page before.',
  })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many rows from the end of the list, 1 to 100; in place of `first`.',
  })
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'Only rows before the one with this cursor.' })
  before?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Rows to skip, 0 to 10,000, for tables with page numbers; not together with a cursor.',
  })
  offset?: number | null;
}

/** A slice that was asked for, checked. */
export interface Slice {
  size: number;
  /** True when rows are counted from the end. */
  backward: boolean;
  after: string | null;
  before: string | null;
  offset: number;
}

/**
 * Checks the arguments of a list.
 *
 * @throws BAD_USER_INPUT naming the argument that is wrong
 */
export function readSlice({ first, after, last, before, offset }: PageArgs): Slice {
  if (first != null && last != null)
    throw wrong('first', { en: 'Give `first` or `last`, not both.', th: 'ใช้ `first` หรือ `last` อย่างใดอย่างหนึ่ง' });
  for (const [name, value] of [
    ['first', first],
    ['last', last],
  ] as const) {
    if (value != null) checkBetween(name, 1, MAX_SIZE, value);
  }
  if (offset != null) checkBetween('offset', 0, MAX_OFFSET, offset);
  if (offset != null && (after != null || before != null || last != null))
    throw wrong('offset', {
      en: 'Give `offset` with `first` alone, not with `last` or a cursor.',
      th: 'ใช้ `offset` คู่กับ `first` เท่านั้น ไม่ใช้กับ `last` หรือเคอร์เซอร์',
    });
  return {
    size: last ?? first ?? DEFAULT_PAGE_SIZE,
    backward: last != null,
    after: after ?? null,
    before: before ?? null,
    offset: offset ?? 0,
  };
}

function wrong(argument: string, sentence: Sentence) {
  return refusal('BAD_USER_INPUT', sentence, { argument });
}

import { ArgsType, Field, Int, type ClassType } from 'type-graphql';
import { CalendarUnit } from '../../domain/dates/calendar-spans.js';
import { Instant } from '../../domain/dates/instant.js';
import { THAILAND } from '../../domain/dates/today.js';
import { defineEnum } from '../../domain/vocabulary/define-enum.js';

export const BucketOrder = defineEnum('BucketOrder', 'The order of the groups of a chart, or of its spans of time.', {
  KEY: {
    description: 'In the order of the enum or of the calendar; groups that are records, by their code or id.',
    en: 'In their own order',
    th: 'ตามลำดับของกลุ่ม',
  },
  COUNT_DESC: { description: 'By count, the highest first.', en: 'Highest count first', th: 'จำนวนมากไปน้อย' },
  COUNT_ASC: { description: 'By count, the lowest first.', en: 'Lowest count first', th: 'จำนวนน้อยไปมาก' },
  VALUE_DESC: { description: 'By `value`, the highest first.', en: 'Highest value first', th: 'ค่ามากไปน้อย' },
  VALUE_ASC: { description: 'By `value`, the lowest first.', en: 'Lowest value first', th: 'ค่าน้อยไปมาก' },
});
export type BucketOrder = keyof typeof BucketOrder;

export const Measure = defineEnum('Measure', 'What `value` of the bars of a chart tells.', {
  COUNT: { description: 'How many.', en: 'Count', th: 'จำนวน' },
  SUM: { description: 'The sum of the values of those that have one.', en: 'Sum', th: 'ผลรวม' },
  AVERAGE: { description: 'The average of the values of those that have one.', en: 'Average', th: 'ค่าเฉลี่ย' },
});
export type Measure = keyof typeof Measure;

/** The arguments of every chart. */
export interface ChartArgs<Group extends string = string, Filter = unknown> {
  from?: Instant | null;
  to?: Instant | null;
  bucket?: CalendarUnit | null;
  timeZone: string;
  groupBy?: Group | null;
  thenBy?: Group | null;
  filter?: Filter | null;
  orderBy: BucketOrder;
  first?: number | null;
  cumulative: boolean;
  measure?: Measure;
}

interface Described {
  /** What is counted, in the plural. */
  counted: string;
  /** On which day one of them counts: a sentence. */
  day: string;
  /** What the sum and the average are of; absent when there are only counts. */
  value?: string;
}

/**
 * The arguments of a chart.
 *
 * @param group the enum of what is counted by
 * @param filter the input type of the list that the chart counts
 */
export function chartArgs<Group extends string, Filter extends object>(
  group: Readonly<Record<Group, Group>>,
  filter: ClassType<Filter>,
  { counted, day, value }: Described,
): ClassType<ChartArgs<Group, Filter>> {
  @ArgsType()
  class Args implements ChartArgs<Group, Filter> {
    @Field(() => Instant, {
      nullable: true,
      description: `The first day or moment that counts: from "2020-01-01" to "2021-01-01" is the year 2020, in \`timeZone\`. ${day} Without \`from\` and \`to\` undated ${counted} count too.`,
    })
    from?: Instant | null;

    @Field(() => Instant, {
      nullable: true,
      description: 'The first day or moment that no longer counts; without it, there is no end.',
    })
    to?: Instant | null;

    @Field(() => CalendarUnit, {
      nullable: true,
      description:
        'The span of time of a bar: a year, quarter, month, week or day. There is a bar for each span from the first to the last, also where nothing falls into it. Without it, time is not divided. Of a span that reaches beyond `from` or `to`, only the part within counts.',
    })
    bucket?: CalendarUnit | null;

    @Field(() => String, {
      defaultValue: THAILAND,
      description: 'The time zone in which days begin, by its IANA name.',
    })
    timeZone!: string;

    @Field(() => group, {
      nullable: true,
      description: `What the ${counted} are grouped by; without it, they are counted together.`,
    })
    groupBy?: Group | null;

    @Field(() => group, {
      nullable: true,
      description: 'A second grouping within each group, for a cross-table: `thenKey` and `thenLabel` of the bars.',
    })
    thenBy?: Group | null;

    @Field(() => filter, { nullable: true, description: `Which ${counted}; all when absent.` })
    filter?: Filter | null;

    @Field(() => BucketOrder, {
      defaultValue: 'KEY',
      description: 'The order of the groups; of the spans of time when nothing is grouped. `NONE` comes last.',
    })
    orderBy!: BucketOrder;

    @Field(() => Int, {
      nullable: true,
      description:
        'Only so many groups (spans of time when nothing is grouped), 1 to 1,000; all others together are the bar `REST`. `NONE` is beside them.',
    })
    first?: number | null;

    @Field(() => Boolean, {
      defaultValue: false,
      description: 'Each bar includes those of its group that come before it in time, from `from` on; needs `bucket`.',
    })
    cumulative!: boolean;
  }
  if (value === undefined) return Args;

  @ArgsType()
  class MeasuredArgs extends Args {
    @Field(() => Measure, {
      defaultValue: 'COUNT',
      description: `What \`value\` of the bars tells: the count, or the sum or average of ${value}.`,
    })
    measure!: Measure;
  }
  return MeasuredArgs;
}

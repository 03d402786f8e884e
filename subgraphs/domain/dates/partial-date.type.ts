import { Arg, Directive, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { Cost } from '../../runtime/schema/cost-directives.js';
import { BUDDHIST_YEARS_MORE } from './buddhist-year.js';
import { defineEnum } from '../vocabulary/define-enum.js';
import { Language } from '../texts/language.js';
import { LocalDate } from './local-date.js';
import { earliestDay, latestDay, precisionOf, type Precision } from './partial-date.js';

export const DatePrecision = defineEnum('DatePrecision', 'How exactly a date is known.', {
  YEAR: { description: 'Only the year is known.', en: 'Year', th: 'ปี' },
  MONTH: { description: 'The month is known.', en: 'Month', th: 'เดือน' },
  DAY: { description: 'The day is known.', en: 'Day', th: 'วัน' },
});

export const Era = defineEnum('Era', 'How years are counted.', {
  CE: { description: 'Common Era.', en: 'Common Era', th: 'คริสต์ศักราช' },
  BE: { description: 'Buddhist Era, as in Thailand: 2563 is 2020.', en: 'Buddhist Era', th: 'พุทธศักราช' },
});
export type Era = keyof typeof Era;

/** A date known to the year, month or day. Resolvers pass its text (`2020-01`) as it is stored. */
@Directive('@shareable')
@Cost(0) // Part of the record that has it.
@ObjectType('PartialDate', {
  description:
    'A date that is known to the year, the month or the day. It stands for any day from `earliest` to `latest`.',
})
export class PartialDateType {
  @Field(() => String, {
    name: 'value',
    description: 'The date as exactly as it is known: `2020`, `2020-01` or `2020-01-20`. Years are of the Common Era.',
  })
  readonly value!: string;
}

@Resolver(() => PartialDateType)
export class PartialDateResolver {
  @FieldResolver(() => String)
  value(@Root() date: string): string {
    return date;
  }

  @FieldResolver(() => DatePrecision, { description: 'How exactly the date is known.' })
  precision(@Root() date: string): Precision {
    return precisionOf(date);
  }

  @FieldResolver(() => LocalDate, { description: 'The first day it may mean.' })
  earliest(@Root() date: string): string {
    return earliestDay(date);
  }

  @FieldResolver(() => LocalDate, { description: 'The last day it may mean.' })
  latest(@Root() date: string): string {
    return latestDay(date);
  }

  @FieldResolver(() => String, {
    description:
      'The date for people: "January 2020", "มกราคม 2563". Years that are not counted as is usual in the language say so: "January 2563 BE", "มกราคม ค.ศ. 2020".',
  })
  label(
    @Root() date: string,
    @Arg('lang', () => Language, { defaultValue: 'EN', description: 'The language that is wanted.' }) lang: Language,
    @Arg('era', () => Era, {
      nullable: true,
      description: 'How to count years; by default BE in Thai and CE in English.',
    })
    era?: Era | null,
  ): string {
    const buddhist = (era ?? (lang === 'TH' ? 'BE' : 'CE')) === 'BE';
    return formatter(lang, buddhist, precisionOf(date))
      .map((part) => part(date))
      .join(' ');
  }
}

type Part = (date: string) => string;

/** The parts of a label in order. Years are counted by hand, so that only those say their era that are not counted as the language usually does. */
function formatter(lang: Language, buddhist: boolean, precision: Precision): Part[] {
  const count = (date: string) => String(Number(date.slice(0, 4)) + (buddhist ? BUDDHIST_YEARS_MORE : 0));
  const year: Part = (date) =>
    lang === 'EN' ? `${count(date)}${buddhist ? ' BE' : ''}` : `${buddhist ? '' : 'ค.ศ. '}${count(date)}`;
  const month: Part = (date) =>
    new Intl.DateTimeFormat(lang === 'TH' ? 'th' : 'en', { month: 'long', timeZone: 'UTC' }).format(
      new Date(`${earliestDay(date)}T00:00:00Z`),
    );
  const day: Part = (date) => String(Number(date.slice(8)));
  return precision === 'YEAR' ? [year] : precision === 'MONTH' ? [month, year] : [day, month, year];
}

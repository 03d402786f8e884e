import { defineEnum } from './define-enum.js';

/** A span of the calendar that a chart counts by. */
export const CalendarUnit = defineEnum('CalendarUnit', 'A span of the calendar that a chart counts by.', {
  YEAR: { description: 'A year.', en: 'Year', th: 'ปี' },
  QUARTER: { description: 'Three months, the first from January.', en: 'Quarter', th: 'ไตรมาส' },
  MONTH: { description: 'A month.', en: 'Month', th: 'เดือน' },
  WEEK: { description: 'Seven days from Monday.', en: 'Week', th: 'สัปดาห์' },
  DAY: { description: 'A day.', en: 'Day', th: 'วัน' },
});
export type CalendarUnit = keyof typeof CalendarUnit;

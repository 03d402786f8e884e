import { refusal } from '../errors/errors.js';

/**
 * Checks that a number is within its range.
 *
 * @throws BAD_USER_INPUT naming the argument, the range and the number
 */
export function checkBetween(argument: string, least: number, most: number, value: number): void {
  if (value >= least && value <= most) return;
  throw refusal(
    'BAD_USER_INPUT',
    {
      en: `\`${argument}\` must be between ${least} and ${most}, but got ${value}.`,
      th: `\`${argument}\` ต้องอยู่ระหว่าง ${least} ถึง ${most} แต่ได้รับ ${value}`,
    },
    { argument },
  );
}

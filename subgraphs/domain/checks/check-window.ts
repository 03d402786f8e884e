import { refusal } from '../../runtime/errors/errors.js';

/**
 * Checks a span of days, of which either end may be open.
 *
 * @param argument the path of the span, such as `filter.within`
 * @throws BAD_USER_INPUT for one that ends before it begins
 */
export function checkWindow(argument: string, { from, to }: { from?: string | null; to?: string | null }): void {
  if (from == null || to == null || from <= to) return;
  throw refusal(
    'BAD_USER_INPUT',
    {
      en: `\`${argument}\` ends on ${to}, before it begins on ${from}.`,
      th: `\`${argument}\` สิ้นสุดวันที่ ${to} ก่อนวันเริ่มต้น ${from}`,
    },
    { argument },
  );
}

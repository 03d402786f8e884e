import type { NetworkError } from './client.js';
import type { Outcome, Verdict } from './import-rows.js';

const WORDS: Readonly<Record<Outcome, string>> = {
  done: 'done / บันทึกแล้ว',
  there: 'already there / มีอยู่แล้ว',
  waits: 'waits / รอบรรทัดอื่น',
  refused: 'refused / ไม่ผ่าน',
};
const TRIED = 'all rules hold / ผ่านทุกกฎ';

/** A row's verdict for people: one line, and one for each language of a reason. */
export function describeVerdict({ line, record, outcome, column, sentence }: Verdict, isDryRun: boolean): string {
  const word = isDryRun && outcome === 'done' ? TRIED : WORDS[outcome];
  const reasons = sentence ? [...new Set([sentence.en, sentence.th])] : [];
  return [
    `line ${line}: ${record}: ${word}${column ? ` [${column}]` : ''}`,
    ...reasons.map((reason) => `    ${reason}`),
  ].join('\n');
}

/** How many rows had which outcome. */
export function describeSummary(verdicts: readonly Verdict[], isDryRun: boolean): string {
  const { done, there, waits, refused } = countOutcomes(verdicts);
  return [
    `${done} ${isDryRun ? 'would be done' : 'done'}`,
    `${there} already there`,
    ...(waits > 0 ? [`${waits} wait for other rows`] : []),
    `${refused} refused`,
  ].join(', ');
}

/** The verdicts for programs. */
export function toJson({
  kind,
  dryRun,
  verdicts,
  rows,
  stopped,
}: {
  kind: string;
  dryRun: boolean;
  verdicts: readonly Verdict[];
  /** How many the file has. */
  rows: number;
  stopped: NetworkError | null;
}): string {
  const counts = { rows, ...countOutcomes(verdicts) };
  return `${JSON.stringify({ kind, dryRun, ...counts, stopped: stopped?.message ?? null, verdicts }, null, 2)}\n`;
}

function countOutcomes(verdicts: readonly Verdict[]): Record<Outcome, number> {
  const counts: Record<Outcome, number> = { done: 0, there: 0, waits: 0, refused: 0 };
  for (const { outcome } of verdicts) counts[outcome] += 1;
  return counts;
}

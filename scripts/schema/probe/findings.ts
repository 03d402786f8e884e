import type { Finding } from '../report/report.js';

interface Words {
  /** Such as `City.id`. */
  coordinate?: string | undefined;
  /** What to mend, as a sentence. */
  advice?: string | undefined;
  details?: string[] | undefined;
}

function finding(
  severity: Finding['severity'],
  code: string,
  message: string,
  { coordinate, advice, details }: Words,
): Finding {
  return {
    severity,
    code,
    message,
    places: coordinate === undefined ? [] : [{ coordinate }],
    ...(advice !== undefined && { advice }),
    ...(details !== undefined && { details }),
  };
}

/** A promise that is not kept. */
export const broken = (code: string, message: string, words: Words = {}): Finding =>
  finding('error', code, message, words);
/** Something that works, and will trouble somebody. */
export const doubtful = (code: string, message: string, words: Words = {}): Finding =>
  finding('warning', code, message, words);
/** Something to know, or that could not be tried. */
export const told = (code: string, message: string, words: Words = {}): Finding =>
  finding('info', code, message, words);

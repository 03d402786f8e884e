import { InvalidArgumentError } from 'commander';

/** Reads a whole number from 1 to 999,999 of an option. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 to 999999.');
  return Number(text);
}

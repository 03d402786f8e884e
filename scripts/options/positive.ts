import { InvalidArgumentError } from 'commander';

/** Reads a number above 0, at most 10,000, of an option. */
export function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 10_000)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

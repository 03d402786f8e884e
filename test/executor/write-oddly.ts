import type { ExecutionResult } from 'graphql';
import type { Random } from './random.js';

/**
 * Writes a result in forms that are valid and that JSON.stringify never uses: numbers with a fraction or an exponent, letters
 * as escapes, spaces between the parts. Half of the errors have a path that goes on below the null.
 */
export function writeOddly(random: Random, { data, errors }: ExecutionResult): string {
  const space = () => (random.chance(0.2) ? ' ' : '');
  const write = (value: unknown): string => {
    if (typeof value === 'number' && random.chance(0.5)) return writeNumber(random, value);
    if (typeof value === 'string' && random.chance(0.3)) return writeText(value);
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    if (Array.isArray(value)) return `[${space()}${value.map(write).join(`,${space()}`)}${space()}]`;
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return `{${space()}${members.map(([name, member]) => `${JSON.stringify(name)}${space()}:${write(member)}`).join(',')}}`;
  };
  const told = errors?.map((error) => {
    const { path, ...others } = error.toJSON();
    return { ...others, path: path && random.chance(0.5) ? [...path, 'below', -1] : path };
  });
  return write({ data, errors: told });
}

function writeNumber(random: Random, value: number): string {
  const text = JSON.stringify(value);
  if (/e/.test(text)) return text;
  const isInteger = !text.includes('.');
  return random.pick([
    `${text}e0`,
    `${text}E+0`,
    isInteger ? `${text}.0` : `${text}0`,
    `${text}${isInteger ? '.' : ''}00e-0`,
  ]);
}

function writeText(text: string): string {
  const escape = (unit: number) => `\\u${unit.toString(16).padStart(4, '0')}`;
  return `"${Array.from({ length: text.length }, (_, index) => escape(text.charCodeAt(index))).join('')}"`;
}

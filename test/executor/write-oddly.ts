import type { Random } from './random.js';

/**
 * Writes JSON in forms that are valid and that JSON.stringify never uses: numbers with a fraction or an exponent, letters as
 * escapes, spaces between the parts.
 */
export function writeOddly(random: Random, value: unknown): string {
  const space = () => (random.chance(0.2) ? ' ' : '');
  const write = (each: unknown): string => {
    if (typeof each === 'number' && random.chance(0.5)) return writeNumber(random, each);
    if (typeof each === 'string' && random.chance(0.3)) return writeText(each);
    if (typeof each !== 'object' || each === null) return JSON.stringify(each);
    if (Array.isArray(each)) return `[${space()}${each.map(write).join(`,${space()}`)}${space()}]`;
    const members = Object.entries(each).filter(([, member]) => member !== undefined);
    return `{${space()}${members.map(([name, member]) => `${JSON.stringify(name)}${space()}:${write(member)}`).join(',')}}`;
  };
  return write(value);
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
  return `"${[...text].map((letter) => [...Array(letter.length).keys()].map((index) => `\\u${letter.charCodeAt(index).toString(16).padStart(4, '0')}`).join('')).join('')}"`;
}

import { hash } from 'node:crypto';

/** Text for names that people know, in the form in which their scalars are written; `n` is a small whole number. */
const BY_NAME: readonly [RegExp, (n: number) => unknown][] = [
  [
    /^(DateTime|Instant|Timestamp|DateTimeISO)$/i,
    (n) => new Date(Date.UTC(2024, n % 12, 1 + (n % 28), n % 24)).toISOString(),
  ],
  [/date$/i, (n) => new Date(Date.UTC(2024, n % 12, 1 + (n % 28))).toISOString().slice(0, 10)],
  [/time$/i, (n) => `${String(n % 24).padStart(2, '0')}:30:00`],
  [/^duration$/i, (n) => `PT${1 + (n % 90)}M`],
  [/^(URL|URI|Link)$/i, (n) => `https://example.org/${n}`],
  [/email/i, (n) => `person-${n}@example.org`],
  [/phone/i, (n) => `+6673${String(n % 1_000_000).padStart(6, '0')}`],
  [/^(UUID|GUID)$/i, (n) => uuid(n)],
  [/(int|long|number|count)$/i, (n) => n],
  [/(decimal|money|float)$/i, (n) => n + 0.5],
  [/^(JSON|Any|Object|Map)/i, (n) => ({ value: n })],
];

/**
 * Invents a value of a scalar from its name.
 *
 * @param n a small whole number; the same number gives the same value
 */
export function inventScalar(scalar: string, n: number): unknown {
  if (scalar === 'Int') return n;
  if (scalar === 'Float') return n + 0.5;
  if (scalar === 'Boolean') return n % 2 === 1;
  if (scalar === 'String' || scalar === 'ID') return `${scalar.toLowerCase()}-${n}`;
  return BY_NAME.find(([pattern]) => pattern.test(scalar))?.[1](n) ?? `${scalar} ${n}`;
}

function uuid(n: number): string {
  const hex = hash('sha256', String(n), 'hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

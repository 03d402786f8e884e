import { randomBytes } from 'node:crypto';

/** Makes the id of a new event: readable, and unlike any other. */
export function eventId(name: { en: string | null }, startsOn: string | null): string {
  const words = (name.en ?? '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  return ['event', words, startsOn?.slice(0, 4), randomBytes(4).toString('hex')].filter(Boolean).join('-');
}

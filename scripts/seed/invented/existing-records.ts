import { readFileSync } from 'node:fs';

interface Existing {
  cityIds: string[];
  provinces: Array<{ code: string; region: string }>;
  challengeCodes: string[];
  partnerIds: string[];
  programmeIds: string[];
}

let read: Existing | undefined;

/** What invented records may refer to, out of the data files. */
export function existingRecords(): Existing {
  return (read ??= readAll());
}

function readAll(): Existing {
  const cities = itemsOf<{ id: string; region: string; province: { code: string } | null }>('cities/seed/cities.json');
  const provinces = new Map(
    cities.flatMap(({ province, region }) => (province ? [[province.code, region] as const] : [])),
  );
  return {
    cityIds: cities.map(({ id }) => id),
    provinces: [...provinces].map(([code, region]) => ({ code, region })),
    challengeCodes: itemsOf<{ code: string }>('cities/seed/challenges.json').map(({ code }) => code),
    partnerIds: itemsOf<{ id: string }>('partners/seed/partners.json').map(({ id }) => id),
    programmeIds: itemsOf<{ id: string }>('partners/seed/programmes.json').map(({ id }) => id),
  };
}

function itemsOf<T>(file: string): T[] {
  return (JSON.parse(readFileSync(`subgraphs/${file}`, 'utf8')) as { items: T[] }).items;
}

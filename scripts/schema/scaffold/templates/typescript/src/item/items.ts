import { readFileSync } from 'node:fs';

/** An item as it is stored. */
export interface SampleItem {
  readonly id: string;
  readonly cityId: string;
  readonly name: { readonly en: string; readonly th: string };
}

/** What this subgraph knows. Read your own database here. */
const items = JSON.parse(readFileSync('items.json', 'utf8')) as readonly SampleItem[];
const byId = new Map(items.map((item) => [item.id, item]));

export function findItem(id: string): SampleItem | null {
  return byId.get(id) ?? null;
}

export function itemsOfCity(cityId: string): SampleItem[] {
  return items.filter((item) => item.cityId === cityId);
}

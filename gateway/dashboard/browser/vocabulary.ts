import { read, type VocabularyResult } from './live.js';
import { textOf, type Localized } from './settings.js';

const NAMES = [
  'AgreementKind',
  'AgreementStatus',
  'AreaKind',
  'Certainty',
  'CityLack',
  'CityStatus',
  'Confidence',
  'Dimension',
  'EventKind',
  'EventStatus',
  'FactKind',
  'Metric',
  'OfficeKind',
  'PartnerKind',
  'PartnerLinkKind',
  'Region',
  'Stage',
];

const labels = new Map<string, Localized>();

/** Reads the labels of the codes that the tiles show. Where a subgraph is down, its codes have none until the next time. */
export async function readVocabulary(): Promise<void> {
  const { data }: VocabularyResult = await read('Vocabulary', { names: NAMES });
  const { cities, partners, events } = data?.vocabulary ?? { cities: null, partners: null, events: null };
  for (const { name, values } of [...(cities ?? []), ...(partners ?? []), ...(events ?? [])])
    for (const { value, label } of values) labels.set(`${name}.${value}`, label);
}

/** The label of a code, such as of `DESIGNATED` of `CityStatus`; the code in small letters where there is none. */
export function labelOf(type: string, code: string | null | undefined): string {
  if (!code) return '';
  return textOf(labels.get(`${type}.${code}`)) || code.toLowerCase().replaceAll('_', ' ');
}

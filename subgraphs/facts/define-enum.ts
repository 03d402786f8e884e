import { registerEnumType } from 'type-graphql';

/** A value of a vocabulary for people: what it means, and its label in both languages. */
export interface EnumValue {
  description: string;
  en: string;
  th: string;
}

/** A vocabulary: each value stands under its own name. */
export type Vocabulary<V extends string = string> = { readonly [K in V]: K };

const labels = new WeakMap<object, { name: string; description: string; values: Record<string, EnumValue> }>();

/**
 * Declares a closed vocabulary once: its values for TypeScript and the database, the GraphQL enum, and labels.
 *
 * @param values each value with what it means; a bare sentence has no labels yet
 * @returns an object in which each value stands under its own name
 */
export function defineEnum<V extends string>(name: string, description: string, values: Record<V, string | EnumValue>): Vocabulary<V> {
  const keys = Object.keys(values) as V[];
  const members = Object.freeze(Object.fromEntries(keys.map((key) => [key, key]))) as Vocabulary<V>;
  const described = Object.fromEntries(keys.map((key) => [key, withLabels(key, values[key])])) as Record<V, EnumValue>;
  registerEnumType(members, { name, description, valuesConfig: Object.fromEntries(keys.map((key) => [key, { description: described[key].description }])) as { [K in V]: { description: string } } });
  labels.set(members, { name, description, values: described });
  return members;
}

/** The labels of a vocabulary's values. */
export function labelsOf(vocabulary: Vocabulary): Readonly<Record<string, EnumValue>> {
  return labels.get(vocabulary)!.values;
}

function withLabels(key: string, value: string | EnumValue): EnumValue {
  if (typeof value !== 'string') return value;
  const words = key.toLowerCase().replaceAll('_', ' ');
  return { description: value, en: words.charAt(0).toUpperCase() + words.slice(1), th: '' };
}

import { registerEnumType } from 'type-graphql';

/** A value of a vocabulary for people: what it means, and its label in both languages. */
export interface EnumValue {
  description: string;
  en: string;
  th: string;
}

/** A vocabulary: each value stands under its own name. */
export type Vocabulary<V extends string = string> = { readonly [K in V]: K };

/** A vocabulary for people. */
export interface LabelledVocabulary {
  /** The name of the GraphQL enum; of an open vocabulary, no type has it. */
  name: string;
  description: string;
  members: Vocabulary;
  values: Readonly<Record<string, EnumValue>>;
}

const labelled = new Map<object, LabelledVocabulary>();

/**
 * Declares a closed vocabulary once: its values for TypeScript and the database, the GraphQL enum, and labels.
 *
 * @param values each value with what it means and its labels
 * @returns an object in which each value stands under its own name
 */
export function defineEnum<V extends string>(
  name: string,
  description: string,
  values: Record<V, EnumValue>,
): Vocabulary<V> {
  const keys = Object.keys(values) as V[];
  const members = Object.freeze(Object.fromEntries(keys.map((key) => [key, key]))) as Vocabulary<V>;
  registerEnumType(members, {
    name,
    description,
    valuesConfig: Object.fromEntries(keys.map((key) => [key, { description: values[key].description }])) as {
      [K in V]: { description: string };
    },
  });
  labelled.set(members, { name, description, members, values });
  return members;
}

/**
 * Declares the known codes of an open vocabulary, which fields of the type String hold, with their labels: a record may
 * have another one.
 *
 * @param values as of {@link defineEnum}
 */
export function defineCodes<V extends string>(
  name: string,
  description: string,
  values: Record<V, EnumValue>,
): Vocabulary<V> {
  const members = Object.freeze(Object.fromEntries(Object.keys(values).map((key) => [key, key]))) as Vocabulary<V>;
  labelled.set(members, { name, description, members, values });
  return members;
}

/** The labels of a vocabulary's values. */
export function labelsOf(vocabulary: Vocabulary): Readonly<Record<string, EnumValue>> {
  return labelled.get(vocabulary)!.values;
}

/** Every vocabulary declared so far, by the name of its GraphQL enum: a program that has loaded all subgraphs knows them all. */
export function vocabularies(): ReadonlyMap<string, LabelledVocabulary> {
  return new Map([...labelled.values()].map((vocabulary) => [vocabulary.name, vocabulary]));
}

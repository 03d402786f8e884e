import { registerEnumType } from 'type-graphql';

/**
 * Declares a closed vocabulary once: its values for TypeScript and the database, and the GraphQL enum.
 *
 * @param values each value with the sentence that describes it
 * @returns an object in which each value stands under its own name
 */
export function defineEnum<V extends string>(name: string, description: string, values: Record<V, string>): { readonly [K in V]: K } {
  const keys = Object.keys(values) as V[];
  const members = Object.freeze(Object.fromEntries(keys.map((key) => [key, key]))) as { [K in V]: K };
  const valuesConfig = Object.fromEntries(keys.map((key) => [key, { description: values[key] }])) as { [K in V]: { description: string } };
  registerEnumType(members, { name, description, valuesConfig });
  return members;
}

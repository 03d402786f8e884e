import type { GraphQLEnumType } from 'graphql';

const known = new WeakMap<GraphQLEnumType, ReadonlyMap<unknown, Uint8Array>>();

/** The values of an enum as they stand in JSON, by their names. All programs have them in common. */
export function writtenValues(type: GraphQLEnumType): ReadonlyMap<unknown, Uint8Array> {
  let values = known.get(type);
  if (!values) {
    values = new Map(type.getValues().map(({ name }) => [name, Uint8Array.from(Buffer.from(`"${name}"`))]));
    known.set(type, values);
  }
  return values;
}

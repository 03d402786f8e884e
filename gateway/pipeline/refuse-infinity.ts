import { isScalarType, isSpecifiedScalarType, type GraphQLSchema } from 'graphql';

/**
 * Makes a schema refuse numbers that are too large to be one, in variables of scalars that only their subgraph knows:
 * `1e400` is read as infinity, which JSON writes as null, so that the subgraph would get another value. GraphQL's
 * own scalars refuse it themselves.
 */
export function refuseInfinity(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isScalarType(type) || isSpecifiedScalarType(type)) continue;
    const parse = type.parseValue;
    type.parseValue = (value) => {
      if (holdsInfinity(value)) throw new Error('The number is too large.');
      return parse.call(type, value);
    };
  }
}

/** Whatever is nested in it, however deeply. */
function holdsInfinity(value: unknown): boolean {
  const waiting = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === 'number' && !Number.isFinite(next)) return true;
    if (typeof next === 'object' && next !== null) for (const inner of Object.values(next)) waiting.push(inner);
  }
  return false;
}

import { isEnumType, isInputObjectType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import { usesOfRecorded } from './operation-uses.js';
import type { OperationUsage, UsageRecord } from './read-usage.js';

/** @param coordinate such as `City.population`, `City.events(first:)`, `EventFilter.from`, `Region.NORTH` or `City` */
export type FindUsers = (coordinate: string) => OperationUsage[];

/**
 * Finds the recorded operations that use a part of the schema. A field of a type is also used by those that select it of one of
 * its interfaces; a type, by those that select of it, send it or a value of it, or select a field that gives it.
 */
export function createFindUsers({ operations }: Pick<UsageRecord, 'operations'>, schema: GraphQLSchema): FindUsers {
  const known = operations.map((operation) => ({ operation, uses: usesOfRecorded(schema, operation) }));
  return (coordinate) => {
    const isType = !/[.@]/.test(coordinate);
    const isPart = (each: string) => isType && each.startsWith(`${coordinate}.`);
    return known
      .filter(({ operation, uses }) => uses.has(coordinate) || [...operation.fields, ...operation.inputs].some(isPart))
      .map(({ operation }) => operation);
  };
}

/** A part of the schema that clients may use by itself. */
export interface SchemaElement {
  readonly coordinate: string;
  readonly kind: 'field' | 'argument' | 'input field' | 'enum value';
  readonly deprecationReason: string | null | undefined;
}

/** All fields, arguments, input fields and enum values, without those of introspection. */
export function elementsOf(schema: GraphQLSchema): SchemaElement[] {
  return Object.values(schema.getTypeMap())
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type): SchemaElement[] => {
      if (isEnumType(type))
        return type.getValues().map(({ name, deprecationReason }) => ({
          coordinate: `${type.name}.${name}`,
          kind: 'enum value',
          deprecationReason,
        }));
      if (isInputObjectType(type))
        return Object.values(type.getFields()).map(({ name, deprecationReason }) => ({
          coordinate: `${type.name}.${name}`,
          kind: 'input field',
          deprecationReason,
        }));
      if (!isObjectType(type) && !isInterfaceType(type)) return [];
      return Object.values(type.getFields()).flatMap(({ name, args, deprecationReason }): SchemaElement[] => [
        { coordinate: `${type.name}.${name}`, kind: 'field', deprecationReason },
        ...args.map((argument): SchemaElement => ({
          coordinate: `${type.name}.${name}(${argument.name}:)`,
          kind: 'argument',
          deprecationReason: argument.deprecationReason,
        })),
      ]);
    });
}

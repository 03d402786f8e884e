import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { OperationUsage, UsageRecord } from './read-usage.js';

/**
 * The operations that use a part of the schema. A field of an object type is also used by those that select it of one of its
 * interfaces; a type, by those that select of it, send it, or select a field that gives it.
 *
 * @param coordinate such as `City.population`, `City.events(first:)`, `EventFilter.from`, `Region.NORTH` or `City`
 */
export function findUsers(
  { operations }: Pick<UsageRecord, 'operations'>,
  coordinate: string,
  schema: GraphQLSchema,
): OperationUsage[] {
  const wanted = new Set(sameCoordinates(coordinate, schema));
  const isWanted = (each: string) => wanted.has(each);
  if (!/[.@]/.test(coordinate)) return operations.filter((operation) => usesType(operation, coordinate, schema));
  return operations.filter(
    ({ fields, arguments: args, inputs }) => fields.some(isWanted) || args.some(isWanted) || inputs.some(isWanted),
  );
}

/** The coordinate, and those of the interfaces by which the same field or argument is selected. */
function sameCoordinates(coordinate: string, schema: GraphQLSchema): string[] {
  const [, typeName, rest] = /^(\w+)\.(.+)$/.exec(coordinate) ?? [];
  const type = typeName === undefined ? undefined : schema.getType(typeName);
  if (!isObjectType(type) && !isInterfaceType(type)) return [coordinate];
  return [coordinate, ...type.getInterfaces().map(({ name }) => `${name}.${rest}`)];
}

function usesType(operation: OperationUsage, name: string, schema: GraphQLSchema): boolean {
  if (operation.conditions.includes(name)) return true;
  if ([...operation.fields, ...operation.inputs].some((each) => each.startsWith(`${name}.`))) return true;
  return operation.fields.some((coordinate) => {
    const [typeName = '', fieldName = ''] = coordinate.split('.');
    const type = schema.getType(typeName);
    if (!isObjectType(type) && !isInterfaceType(type)) return false;
    return getNamedType(type.getFields()[fieldName]?.type)?.name === name;
  });
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

import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isSpecifiedScalarType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedInputType,
  type GraphQLSchema,
} from 'graphql';

/** A place where a client's value goes: an argument, or a part of one that is an object. */
export interface Place {
  /** The type that has the field. */
  owner: string;
  field: GraphQLField<unknown, unknown>;
  argument: GraphQLArgument;
  /** From the argument down to it, such as `filter.reached.by`; an element of a list is `.0`. */
  path: string;
  type: GraphQLNamedInputType;
  isList: boolean;
  /** Whether a refusal takes more with it than its field: its subgraph alone knows the scalar, or the field is never null. */
  isApart: boolean;
  /** The argument, as JSON, with a value in this place. */
  with(json: string): string;
}

/** Every place of every field of a query that clients can give something to. */
export function everyPlace(schema: GraphQLSchema): Place[] {
  const others = [schema.getMutationType(), schema.getSubscriptionType()];
  return Object.values(schema.getTypeMap()).flatMap((owner) => {
    if (!isObjectType(owner) || owner.name.startsWith('__') || others.includes(owner)) return [];
    return Object.values(owner.getFields()).flatMap((field) =>
      field.args.flatMap((argument) =>
        placesIn(argument.type, argument.name).map((place): Place => ({
          owner: owner.name,
          field,
          argument,
          ...place,
          isApart: place.isForeignScalar || isNonNullType(field.type),
        })),
      ),
    );
  });
}

/**
 * Writes a document that asks for each of these places in a field of its own, `a0` and so on, with a variable of its own, `v0` and so on.
 *
 * @param anchor where the type is that has their fields, such as `city(id: "th-yala") { @ }`
 */
export function documentOf(places: readonly Place[], anchor: string): string {
  const declarations = places.map(({ argument }, at) => `$v${at}: ${String(argument.type)}`);
  const fields = places.map(({ field, argument }, at) => {
    const others = field.args
      .filter((other) => other !== argument && isRequiredArgument(other))
      .map((other) => `${other.name}: ${sampleOf(other.type, other.name, false)}`);
    return `a${at}: ${field.name}(${[`${argument.name}: $v${at}`, ...others].join(', ')})${'getFields' in getNamedType(field.type) || 'getTypes' in getNamedType(field.type) ? ' { __typename }' : ''}`;
  });
  return `query (${declarations.join(', ')}) { ${anchor.replace('@', fields.join(' '))} }`;
}

type Within = Pick<Place, 'path' | 'type' | 'isList' | 'with'> & { isForeignScalar: boolean };

/** @param around the input types in which it stands: an input that may hold itself is entered once */
function placesIn(type: GraphQLInputType, path: string, around: readonly GraphQLInputType[] = []): Within[] {
  if (isNonNullType(type)) return placesIn(type.ofType, path, around);
  if (isListType(type))
    return placesIn(type.ofType, `${path}.0`, around).map((place) => ({
      ...place,
      isList: true,
      with: (json) => `[${place.with(json)}]`,
    }));
  if (!isInputObjectType(type))
    return [
      {
        path,
        type,
        isList: false,
        isForeignScalar: !isEnumType(type) && !isSpecifiedScalarType(type),
        with: (json) => json,
      },
    ];
  if (around.includes(type)) return [];
  const fields = Object.values(type.getFields());
  return fields.flatMap((field) => {
    const others = fields
      .filter((other) => other !== field && isRequiredInputField(other))
      .map((other) => `${JSON.stringify(other.name)}:${sampleOf(other.type, other.name, true)}`);
    return placesIn(field.type, `${path}.${field.name}`, [...around, type]).map((place) => ({
      ...place,
      with: (json: string) => `{${[`${JSON.stringify(field.name)}:${place.with(json)}`, ...others].join(',')}}`,
    }));
  });
}

/** A good value of a required argument, as JSON or as a literal. */
function sampleOf(type: GraphQLInputType, name: string, isJson: boolean): string {
  if (isNonNullType(type)) return sampleOf(type.ofType, name, isJson);
  if (isListType(type)) return `[${sampleOf(type.ofType, name, isJson)}]`;
  if (isEnumType(type)) return isJson ? JSON.stringify(type.getValues()[0]!.name) : type.getValues()[0]!.name;
  if (type.name === 'LocalDate' || type.name === 'Instant') return name === 'to' ? '"2020-03-01"' : '"2020-01-01"';
  if (type.name === 'String' || type.name === 'ID') return '"th-yala"';
  if (type.name === 'Float') return '1';
  throw new Error(`There is no sample of ${String(type)} for ${name}.`);
}

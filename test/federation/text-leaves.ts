import { isInputObjectType, isListType, isNonNullType, isScalarType, type GraphQLInputType } from 'graphql';

/** A text, or what is written as one, in an input. */
export interface TextLeaf {
  /** Such as `terms.parties.0.cityId`. */
  path: string;
  /** Such as `PartyInput.cityId`. */
  coordinate: string;
  text: string;
}

const NO_TEXTS = ['Int', 'Float', 'Boolean'];

/** The texts that an input has. */
export function textLeaves(type: GraphQLInputType, value: unknown, path = '', coordinate = ''): TextLeaf[] {
  if (isNonNullType(type)) return textLeaves(type.ofType, value, path, coordinate);
  if (value === undefined) return [];
  if (isListType(type))
    return (value as unknown[]).flatMap((element, at) => textLeaves(type.ofType, element, `${path}.${at}`, coordinate));
  if (isScalarType(type))
    return NO_TEXTS.includes(type.name) ? [] : [{ path: path.slice(1), coordinate, text: value as string }];
  if (!isInputObjectType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) =>
    textLeaves(
      field.type,
      (value as Record<string, unknown>)[field.name],
      `${path}.${field.name}`,
      `${type.name}.${field.name}`,
    ),
  );
}

/** The coordinates of all texts that an input can have. */
export function textCoordinates(type: GraphQLInputType, coordinate = ''): string[] {
  if (isNonNullType(type) || isListType(type)) return textCoordinates(type.ofType, coordinate);
  if (isScalarType(type)) return NO_TEXTS.includes(type.name) ? [] : [coordinate];
  return isInputObjectType(type)
    ? Object.values(type.getFields()).flatMap((field) => textCoordinates(field.type, `${type.name}.${field.name}`))
    : [];
}

/** An input with other texts at these paths. */
export function withTexts(input: object, texts: ReadonlyMap<string, string>): Record<string, unknown> {
  const changed = structuredClone(input) as Record<string, unknown>;
  for (const [path, text] of texts) {
    const names = path.split('.');
    const holder = names.slice(0, -1).reduce((held, name) => held[name] as Record<string, unknown>, changed);
    holder[names.at(-1)!] = text;
  }
  return changed;
}

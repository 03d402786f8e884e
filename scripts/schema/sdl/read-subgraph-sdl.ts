import {
  buildSubgraph,
  errorCauses,
  type FederationMetadata,
  type ObjectType,
  type Subgraph,
} from '@apollo/federation-internals';
import { Kind, parse, type GraphQLSchema, type SelectionSetNode } from 'graphql';
import { findLeafSelections } from '../composition/leaf-selections.js';

/** A field of a field set, such as `country { code }` of `@key(fields: "code country { code }")`. */
export interface FieldOfSet {
  name: string;
  fields: readonly FieldOfSet[];
}

/** A field set, as text with single spaces and as a tree. */
export interface FieldSet {
  text: string;
  fields: readonly FieldOfSet[];
}

/** A field with `@requires`: the gateway sends what it needs of other subgraphs with each representation. */
export interface RequiringField {
  name: string;
  required: FieldSet;
}

export interface Key extends FieldSet {
  /** False where the subgraph only refers to the entity. */
  isResolvable: boolean;
}

/** An object type with keys. */
export interface Entity {
  name: string;
  keys: readonly Key[];
  requiring: readonly RequiringField[];
  /** Fields that other subgraphs resolve. */
  external: ReadonlySet<string>;
}

/** The SDL of a subgraph, as Apollo Federation reads it. */
export interface SubgraphSdlReading {
  /** Without the fields and types of federation itself. */
  schema: GraphQLSchema;
  entities: readonly Entity[];
}

/**
 * Reads the SDL of a subgraph, whatever names it imports federation's directives under.
 *
 * @throws Error whose message says what is wrong with the SDL
 */
export function readSubgraphSdl(name: string, sdl: string): SubgraphSdlReading {
  const subgraph = build(name, sdl);
  const metadata = subgraph.metadata();
  const entities = subgraph.schema
    .objectTypes()
    .flatMap((type) => {
      const keys = type.appliedDirectivesOf(metadata.keyDirective());
      if (keys.length === 0) return [];
      return [
        {
          name: type.name,
          keys: keys.map((key) => {
            const { fields, resolvable } = key.arguments();
            return { ...readFieldSet(String(fields)), isResolvable: resolvable !== false };
          }),
          requiring: requiringFields(type, metadata),
          external: new Set(
            type
              .fields()
              .filter((field) => metadata.isFieldFullyExternal(field))
              .map((field) => field.name),
          ),
        },
      ];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { schema: subgraph.schema.toGraphQLJSSchema(), entities };
}

function build(name: string, sdl: string): Subgraph {
  try {
    return buildSubgraph(name, '', sdl);
  } catch (error) {
    if (errorCauses(error as Error)) throw error;
    throw findLeafSelections(name, parse(sdl))[0] ?? error;
  }
}

function requiringFields(type: ObjectType, metadata: FederationMetadata): RequiringField[] {
  return type.fields().flatMap((field) => {
    const [requires] = field.appliedDirectivesOf(metadata.requiresDirective());
    return requires ? [{ name: field.name, required: readFieldSet(String(requires.arguments().fields)) }] : [];
  });
}

/** Reads a field set: `id country { code }`, or, as some write it, with braces around. */
export function readFieldSet(text: string): FieldSet {
  const document = parse(/^\s*\{/.test(text) ? text : `{ ${text} }`, { noLocation: true });
  const [operation] = document.definitions;
  const fields = operation?.kind === Kind.OPERATION_DEFINITION ? fieldsOf(operation.selectionSet) : [];
  return { text: writeFieldSet(fields), fields };
}

/** Writes a field set as a selection. */
export function writeFieldSet(fields: readonly FieldOfSet[]): string {
  return fields
    .map(({ name, fields: inner }) => (inner.length === 0 ? name : `${name} { ${writeFieldSet(inner)} }`))
    .join(' ');
}

/** Fields under an inline fragment count as fields of the object itself. */
function fieldsOf({ selections }: SelectionSetNode): FieldOfSet[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet);
    if (selection.kind !== Kind.FIELD) return [];
    return [{ name: selection.name.value, fields: selection.selectionSet ? fieldsOf(selection.selectionSet) : [] }];
  });
}

/** Takes the fields of a set out of an object: what a representation by that key holds. */
export function pickFields(value: Record<string, unknown>, fields: readonly FieldOfSet[]): Record<string, unknown> {
  return Object.fromEntries(
    fields.map(({ name, fields: inner }) => [name, inner.length === 0 ? value[name] : pickInner(value[name], inner)]),
  );
}

function pickInner(value: unknown, fields: readonly FieldOfSet[]): unknown {
  if (Array.isArray(value)) return value.map((element) => pickInner(element, fields));
  return typeof value === 'object' && value !== null ? pickFields(value as Record<string, unknown>, fields) : value;
}

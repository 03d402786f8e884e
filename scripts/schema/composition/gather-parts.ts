import {
  Kind,
  parse,
  print,
  type DocumentNode,
  type FieldDefinitionNode,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  type TypeNode,
} from 'graphql';
import { gatheredType } from '../../../subgraphs/protocol/schema-tags.js';

type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

/** A text to insert into an SDL. */
interface Insertion {
  offset: number;
  text: string;
}

/**
 * Adds to each field with the tag `gathers-<type>` what subgraphs add to its object as lists of that type: each list
 * becomes an external field there, and a part of the field's `@requires`. So the subgraph that puts the lists together
 * gets those of a subgraph that it does not know. Lines keep their numbers.
 *
 * @param subgraphs with SDLs that can be parsed
 * @returns the same objects, except for subgraphs that gather something
 */
export function gatherParts<S extends { name: string; sdl: string }>(subgraphs: readonly S[]): S[] {
  const documents = new Map(subgraphs.map(({ name, sdl }) => [name, parse(sdl)]));
  return subgraphs.map((subgraph) => {
    const document = documents.get(subgraph.name)!;
    const others = [...documents]
      .filter(([name]) => name !== subgraph.name)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, other]) => other);
    const insertions = objectsOf(document).flatMap((object) => insertionsInto(object, document, others));
    return insertions.length === 0 ? subgraph : { ...subgraph, sdl: insert(subgraph.sdl, insertions) };
  });
}

function insertionsInto(object: ObjectNode, document: DocumentNode, others: readonly DocumentNode[]): Insertion[] {
  const fields = object.fields ?? [];
  const known = new Set(fields.map(({ name }) => name.value));
  const added = new Map<string, FieldDefinitionNode>();
  const insertions: Insertion[] = [];
  for (const field of fields) {
    for (const type of gatheredTypes(field)) {
      const parts = others
        .flatMap(objectsOf)
        .filter(({ name }) => name.value === object.name.value)
        .flatMap((other) => other.fields ?? [])
        .filter((part) => isListOf(part.type, type) && !known.has(part.name.value) && !isExternal(part));
      if (parts.length === 0) continue;
      for (const part of parts) added.set(part.name.value, part);
      const selection = selectionOf(type, document);
      const required = parts.map(({ name }) => `${name.value} ${selection}`).join(' ');
      insertions.push(requiresInsertion(field, required));
    }
  }
  const end = fields.at(-1)?.loc?.end;
  if (added.size === 0 || end === undefined) return [];
  const externals = [...added.values()].map(({ name, type }) => ` ${name.value}: ${print(type)} @external`);
  return [...insertions, { offset: end, text: externals.join('') }];
}

/** Extends the field's `@requires`, or gives it one. */
function requiresInsertion(field: FieldDefinitionNode, required: string): Insertion {
  const value = field.directives
    ?.find(({ name }) => name.value === 'requires')
    ?.arguments?.find(({ name }) => name.value === 'fields')?.value;
  if (value?.kind !== Kind.STRING)
    return { offset: field.loc!.end, text: ` @requires(fields: ${JSON.stringify(required)})` };
  const quotes = value.block ? 3 : 1;
  return { offset: value.loc!.end - quotes, text: ` ${required}` };
}

/** All fields of a type, and of the types that they have, as a selection set. */
function selectionOf(type: string, document: DocumentNode, above: readonly string[] = []): string {
  const object = objectsOf(document).find(({ name }) => name.value === type);
  if (!object?.fields || above.includes(type)) return '';
  const fields = object.fields.map((field) =>
    `${field.name.value} ${selectionOf(namedType(field.type), document, [...above, type])}`.trim(),
  );
  return `{ ${fields.join(' ')} }`;
}

function gatheredTypes({ directives = [] }: FieldDefinitionNode): string[] {
  return directives
    .filter(({ name }) => name.value === 'tag')
    .flatMap((tag) => tag.arguments ?? [])
    .flatMap(({ value }) => (value.kind === Kind.STRING ? (gatheredType(value.value) ?? []) : []));
}

function objectsOf({ definitions }: DocumentNode): ObjectNode[] {
  return definitions.filter(
    (definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION,
  );
}

function isExternal({ directives = [] }: FieldDefinitionNode): boolean {
  return directives.some(({ name }) => name.value === 'external');
}

function isListOf(type: TypeNode, name: string): boolean {
  if (type.kind === Kind.NON_NULL_TYPE) return isListOf(type.type, name);
  return type.kind === Kind.LIST_TYPE && namedType(type) === name;
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

/** Insertions at one offset keep their order. */
function insert(sdl: string, insertions: readonly Insertion[]): string {
  let text = sdl;
  const fromTheEnd = insertions.map((insertion, index) => ({ ...insertion, index }));
  fromTheEnd.sort((a, b) => b.offset - a.offset || b.index - a.index);
  for (const { offset, text: added } of fromTheEnd) text = text.slice(0, offset) + added + text.slice(offset);
  return text;
}

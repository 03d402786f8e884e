import { Kind, type DocumentNode } from 'graphql';
import { refusal, type Refusal } from '../errors/errors.js';
import type { ReferenceResolver, Representation } from '../subgraph.js';

type References<L> = Readonly<Record<string, ReferenceResolver<L>>>;

/**
 * Makes reference resolvers that look at the key before they are asked: one that is no text is refused for its entity
 * alone, and never reaches the database.
 *
 * @param sdl of the subgraph: its `@key` directives tell the keys, each of which is one field
 */
export function checkedReferences<L>(sdl: DocumentNode, references: References<L>): References<L> {
  const keys = keysOf(sdl);
  return Object.fromEntries(
    Object.entries(references).map(([type, resolve]): [string, ReferenceResolver<L>] => {
      const key = keys.get(type)!;
      return [
        type,
        // Asynchronous, so that one that throws at once fails its own entity alone.
        async (representation, context, info) => {
          if (typeof representation[key] !== 'string') throw noKey(type, key);
          return resolve(representation, context, info);
        },
      ];
    }),
  );
}

/**
 * Checks that each representation is of an entity that the subgraph has.
 *
 * @throws BAD_USER_INPUT when one is not
 */
export function checkRepresentations<L>(representations: readonly unknown[], references: References<L>): void {
  if (representations.every((representation) => isOfEntity(representation, references))) return;
  throw refusal('BAD_USER_INPUT', {
    en: 'A representation needs the `__typename` of an entity of this subgraph.',
    th: 'ต้องระบุ `__typename` ของเอนทิตีในซับกราฟนี้',
  });
}

function isOfEntity<L>(representation: unknown, references: References<L>): boolean {
  if (typeof representation !== 'object' || representation === null) return false;
  const { __typename: type } = representation as Partial<Representation>;
  return typeof type === 'string' && Object.hasOwn(references, type);
}

function noKey(type: string, key: string): Refusal {
  return refusal('BAD_USER_INPUT', {
    en: `A reference to ${type} needs its \`${key}\`, a text.`,
    th: `การอ้างถึง ${type} ต้องมี \`${key}\` เป็นข้อความ`,
  });
}

function keysOf({ definitions }: DocumentNode): Map<string, string> {
  const keys = new Map<string, string>();
  for (const definition of definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    const fields = definition.directives
      ?.find(({ name }) => name.value === 'key')
      ?.arguments?.find(({ name }) => name.value === 'fields')?.value;
    if (fields?.kind === Kind.STRING) keys.set(definition.name.value, fields.value);
  }
  return keys;
}

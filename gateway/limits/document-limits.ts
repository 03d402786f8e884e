import { Kind, parse, type DirectiveNode, type DocumentNode, type SelectionSetNode } from 'graphql';
import { fragmentsOf } from '../executor/fragments-of.js';
import { HttpError } from '../http/http-error.js';
import type { Limits } from './limits.js';
import { tooLarge } from './too-large.js';

/** The size of a document, by the names of its limits. */
export type Size = Omit<Limits, 'tokens' | 'nodes'>;

interface Measured {
  fields: number;
  depth: number;
  aliases: number;
  directives: number;
  /** Root fields. */
  width: number;
}

const NOTHING: Measured = { fields: 0, depth: 0, aliases: 0, directives: 0, width: 0 };

/**
 * Parses a document, and refuses one that would cost too much to validate, plan or execute, before any of that is done.
 * Takes time linear in the length of the text.
 *
 * @throws HttpError DOCUMENT_TOO_LARGE
 * @throws GraphQLError when the text cannot be parsed
 */
export function parseWithinLimits(text: string, limits: Limits): DocumentNode {
  const document = parseUpTo(text, limits.tokens);
  const size = measureDocument(document);
  for (const name of ['depth', 'fields', 'aliases', 'rootFields', 'directives'] as const)
    if (size[name] > limits[name]) throw new HttpError('DOCUMENT_TOO_LARGE', tooLarge(name, limits[name]));
  return document;
}

function parseUpTo(text: string, maxTokens: number): DocumentNode {
  try {
    return parse(text, { maxTokens });
  } catch (error) {
    // The nesting is so deep that the parser overflows the stack: no document within the limit is.
    if (error instanceof RangeError || /more tha[tn] \d+ tokens/.test((error as Error).message))
      throw new HttpError('DOCUMENT_TOO_LARGE', tooLarge('tokens', maxTokens));
    throw error;
  }
}

/**
 * Measures a document as if every fragment spread were expanded. Each fragment is measured once, so that the time is linear
 * in the text however often fragments spread each other. Of several operations the largest counts. A fragment that spreads
 * itself counts as empty at that place; validation refuses it.
 */
export function measureDocument(document: DocumentNode): Size {
  const fragments = fragmentsOf(document);
  const known = new Map<string, Measured>();
  const size: Size = { fields: 0, depth: 0, aliases: 0, rootFields: 0, directives: 0 };
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { fields, depth, aliases, directives, width } = plus(
      measure(definition.selectionSet),
      ownDirectives(definition.directives),
    );
    size.fields = Math.max(size.fields, fields);
    size.depth = Math.max(size.depth, depth);
    size.aliases = Math.max(size.aliases, aliases);
    size.directives = Math.max(size.directives, directives);
    size.rootFields = Math.max(size.rootFields, width);
  }
  return size;

  function measure({ selections }: SelectionSetNode): Measured {
    let total = NOTHING;
    for (const selection of selections) {
      total = plus(total, ownDirectives(selection.directives));
      if (selection.kind === Kind.FRAGMENT_SPREAD) total = plus(total, measureFragment(selection.name.value));
      else if (selection.kind === Kind.INLINE_FRAGMENT) total = plus(total, measure(selection.selectionSet));
      else {
        const within = selection.selectionSet ? measure(selection.selectionSet) : NOTHING;
        const isOfSchema = selection.name.value === '__schema' || selection.name.value === '__type';
        total = plus(total, {
          ...within,
          fields: within.fields + 1,
          depth: isOfSchema ? 1 : within.depth + 1,
          aliases: within.aliases + (selection.alias ? 1 : 0),
          width: 1,
        });
      }
    }
    return total;
  }

  function measureFragment(name: string): Measured {
    const measured = known.get(name);
    if (measured) return measured;
    known.set(name, NOTHING);
    const fragment = fragments.get(name);
    const found = fragment ? plus(measure(fragment.selectionSet), ownDirectives(fragment.directives)) : NOTHING;
    known.set(name, found);
    return found;
  }
}

function plus(one: Measured, other: Measured): Measured {
  return {
    fields: one.fields + other.fields,
    depth: Math.max(one.depth, other.depth),
    aliases: one.aliases + other.aliases,
    directives: one.directives + other.directives,
    width: one.width + other.width,
  };
}

function ownDirectives(directives: readonly DirectiveNode[] = []): Measured {
  return directives.length === 0 ? NOTHING : { ...NOTHING, directives: directives.length };
}

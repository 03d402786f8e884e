import {
  Kind,
  parse,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../executor/fragments-of.js';
import { HttpError } from '../http/http-error.js';
import type { Limits } from './limits.js';
import { tooLarge, tooManyTokens } from './too-large.js';

/** The size of a document, by the names of its limits. */
type Size = Omit<Limits, 'tokens' | 'nodes'>;

const NOTHING: Size = { fields: 0, depth: 0, aliases: 0, rootFields: 0, directives: 0 };
/** Characters of a path that a refusal names: names may be as long as a body. */
const MAX_PATH_LENGTH = 200;

/**
 * Parses a document, and refuses one that would cost too much to validate, plan or execute, before any of that is done.
 * Takes time linear in the length of the text.
 *
 * @throws HttpError DOCUMENT_TOO_LARGE, which names the limit, what was counted, and where the limit is exceeded
 * @throws GraphQLError when the text cannot be parsed
 */
export function parseWithinLimits(text: string, limits: Limits): DocumentNode {
  const document = parseUpTo(text, limits.tokens);
  const measure = new DocumentMeasure(document);
  const size = measure.size();
  for (const name of ['depth', 'fields', 'aliases', 'rootFields', 'directives'] as const)
    if (size[name] > limits[name])
      throw new HttpError(
        'DOCUMENT_TOO_LARGE',
        tooLarge(name, size[name], limits[name], measure.findExcess(name, limits[name])),
      );
  return document;
}

function parseUpTo(text: string, maxTokens: number): DocumentNode {
  try {
    return parse(text, { maxTokens });
  } catch (error) {
    // The nesting is so deep that the parser overflows the stack: no document within the limit is.
    if (error instanceof RangeError) throw new HttpError('DOCUMENT_TOO_LARGE', tooManyTokens(maxTokens, undefined));
    if (!/more tha[tn] \d+ tokens/.test((error as Error).message)) throw error;
    const [location] = (error as GraphQLError).locations ?? [];
    throw new HttpError('DOCUMENT_TOO_LARGE', tooManyTokens(maxTokens, location));
  }
}

/** The size of a document as if every fragment spread were expanded. Of several operations the largest counts. */
export function measureDocument(document: DocumentNode): Size {
  return new DocumentMeasure(document).size();
}

/**
 * Measures a document as if every fragment spread were expanded. Each fragment is measured once, so that the time is linear
 * in the text however often fragments spread each other. A fragment that spreads itself counts as empty at that place;
 * validation refuses it.
 */
class DocumentMeasure {
  readonly #operations: readonly OperationDefinitionNode[];
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #known = new Map<string, Size>();

  constructor(document: DocumentNode) {
    this.#fragments = fragmentsOf(document);
    this.#operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  }

  /** Of several operations, the largest number of each. */
  size(): Size {
    const size = { ...NOTHING };
    for (const operation of this.#operations) {
      const own = this.#ofOperation(operation);
      for (const name of Object.keys(size) as (keyof Size)[]) size[name] = Math.max(size[name], own[name]);
    }
    return size;
  }

  /**
   * Finds the first field at which a document exceeds a limit.
   *
   * @returns its path in response names; undefined for directives of the operation itself
   */
  findExcess(name: keyof Size, limit: number): string | undefined {
    const operation = this.#operations.find((each) => this.#ofOperation(each)[name] > limit)!;
    const path: string[] = [];
    const entered = new Set<string>();
    let left = limit - ownDirectives(operation.directives)[name];
    let selections: readonly SelectionNode[] | undefined = operation.selectionSet.selections;
    while (selections && left >= 0) {
      let within: readonly SelectionNode[] | undefined;
      for (const selection of selections) {
        if (selection.kind === Kind.FRAGMENT_SPREAD && entered.has(selection.name.value)) continue;
        const size = this.#ofSelection(selection)[name];
        if (size <= left) {
          if (name !== 'depth') left -= size;
          continue;
        }
        left -= ownDirectives(selection.directives)[name];
        if (selection.kind === Kind.FIELD) {
          path.push((selection.alias ?? selection.name).value);
          left -= ofFieldAlone(selection)[name];
          within = selection.selectionSet?.selections;
        } else if (selection.kind === Kind.FRAGMENT_SPREAD) {
          const fragment = this.#fragments.get(selection.name.value);
          entered.add(selection.name.value);
          left -= ownDirectives(fragment?.directives)[name];
          within = fragment?.selectionSet.selections;
        } else within = selection.selectionSet.selections;
        break;
      }
      selections = within;
    }
    return path.length > 0 ? cut(path.join('.')) : undefined;
  }

  #ofOperation({ selectionSet, directives }: OperationDefinitionNode): Size {
    return plus(this.#ofSelections(selectionSet), ownDirectives(directives));
  }

  #ofSelections({ selections }: SelectionSetNode): Size {
    let total = NOTHING;
    for (const selection of selections) total = plus(total, this.#ofSelection(selection));
    return total;
  }

  #ofSelection(selection: SelectionNode): Size {
    const own = ownDirectives(selection.directives);
    if (selection.kind === Kind.FRAGMENT_SPREAD) return plus(own, this.#ofFragment(selection.name.value));
    if (selection.kind === Kind.INLINE_FRAGMENT) return plus(own, this.#ofSelections(selection.selectionSet));
    const within = selection.selectionSet ? this.#ofSelections(selection.selectionSet) : NOTHING;
    const alone = ofFieldAlone(selection);
    const isOfSchema = selection.name.value === '__schema' || selection.name.value === '__type';
    return plus(own, {
      ...within,
      fields: within.fields + alone.fields,
      depth: isOfSchema ? 1 : within.depth + alone.depth,
      aliases: within.aliases + alone.aliases,
      rootFields: alone.rootFields,
    });
  }

  #ofFragment(name: string): Size {
    const measured = this.#known.get(name);
    if (measured) return measured;
    this.#known.set(name, NOTHING);
    const fragment = this.#fragments.get(name);
    const found = fragment
      ? plus(this.#ofSelections(fragment.selectionSet), ownDirectives(fragment.directives))
      : NOTHING;
    this.#known.set(name, found);
    return found;
  }
}

function ofFieldAlone({ alias }: FieldNode): Size {
  return { fields: 1, depth: 1, aliases: alias ? 1 : 0, rootFields: 1, directives: 0 };
}

function cut(path: string): string {
  return path.length > MAX_PATH_LENGTH ? `${path.slice(0, MAX_PATH_LENGTH)}…` : path;
}

function plus(one: Size, other: Size): Size {
  return {
    fields: one.fields + other.fields,
    depth: Math.max(one.depth, other.depth),
    aliases: one.aliases + other.aliases,
    directives: one.directives + other.directives,
    rootFields: one.rootFields + other.rootFields,
  };
}

function ownDirectives(directives: readonly DirectiveNode[] = []): Size {
  return directives.length === 0 ? NOTHING : { ...NOTHING, directives: directives.length };
}

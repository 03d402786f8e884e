import {
  Kind,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../graphql-document/fragments-of.js';

/** How large a document is, with fragments counted each time they are spread. */
export interface DocumentSize {
  /** Fields within fields. Introspection fields are not counted. */
  depth: number;
  fields: number;
  aliases: number;
  rootFields: number;
  directives: number;
}

const NOTHING: DocumentSize = { fields: 0, depth: 0, aliases: 0, rootFields: 0, directives: 0 };
/** Characters of a path that a refusal names: names may be as long as a body. */
const MAX_PATH_LENGTH = 200;

/**
 * Measures a document as if every fragment spread were expanded. Each fragment is measured once, so that the time is linear
 * in the text however often fragments spread each other. A fragment that spreads itself counts as empty at that place;
 * validation refuses it.
 */
export class DocumentMeasure {
  readonly #operations: readonly OperationDefinitionNode[];
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #known = new Map<string, DocumentSize>();

  constructor(document: DocumentNode) {
    this.#fragments = fragmentsOf(document);
    this.#operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  }

  /** Of several operations, the largest number of each. */
  size(): DocumentSize {
    const size = { ...NOTHING };
    for (const operation of this.#operations) {
      const own = this.#ofOperation(operation);
      for (const name of Object.keys(size) as (keyof DocumentSize)[]) size[name] = Math.max(size[name], own[name]);
    }
    return size;
  }

  /**
   * Finds the first field at which a document exceeds a limit.
   *
   * @returns its path in response names; undefined for directives of the operation itself
   */
  findExcess(name: keyof DocumentSize, limit: number): string | undefined {
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

  #ofOperation({ selectionSet, directives }: OperationDefinitionNode): DocumentSize {
    return plus(this.#ofSelections(selectionSet), ownDirectives(directives));
  }

  #ofSelections({ selections }: SelectionSetNode): DocumentSize {
    let total = NOTHING;
    for (const selection of selections) total = plus(total, this.#ofSelection(selection));
    return total;
  }

  #ofSelection(selection: SelectionNode): DocumentSize {
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

  #ofFragment(name: string): DocumentSize {
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

function ofFieldAlone({ alias }: FieldNode): DocumentSize {
  return { fields: 1, depth: 1, aliases: alias ? 1 : 0, rootFields: 1, directives: 0 };
}

function cut(path: string): string {
  return path.length > MAX_PATH_LENGTH ? `${path.slice(0, MAX_PATH_LENGTH)}…` : path;
}

function plus(one: DocumentSize, other: DocumentSize): DocumentSize {
  return {
    fields: one.fields + other.fields,
    depth: Math.max(one.depth, other.depth),
    aliases: one.aliases + other.aliases,
    directives: one.directives + other.directives,
    rootFields: one.rootFields + other.rootFields,
  };
}

function ownDirectives(directives: readonly DirectiveNode[] = []): DocumentSize {
  return directives.length === 0 ? NOTHING : { ...NOTHING, directives: directives.length };
}

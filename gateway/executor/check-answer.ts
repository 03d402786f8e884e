import {
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  Kind,
  type DirectiveNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { ResponsePath } from './entities-at.js';
import type { Data } from './fetch-journal.js';
import { isLeaf } from './is-leaf.js';
import { isOrImplements } from './is-or-implements.js';
import { own } from './own.js';

/** A place of an answer that does not have the shape that was asked for. */
export interface Misfit {
  path: ResponsePath;
  detail: string;
}

/**
 * Compares an object that a subgraph sent with what was selected, and puts null where it does not fit: a
 * list for an object, text for a number, a field left out. Apollo's executor would drop the whole response
 * for the first, and answer null without an error for the last.
 *
 * @param schema the supergraph's, with its inaccessible parts
 * @param type the type of `data`; undefined when not known, then only its nested objects are checked
 * @returns the places, in paths below `data`
 */
export function checkAnswer(
  schema: GraphQLSchema,
  type: GraphQLNamedType | undefined,
  data: Data,
  selections: SelectionSetNode,
): Misfit[] {
  const misfits: Misfit[] = [];
  checkObject(type, data, selections, [], false);
  return misfits;

  /** @param optional a `@skip` or `@include` around leaves open whether the fields were asked for */
  function checkObject(
    parent: GraphQLNamedType | undefined,
    object: Data,
    selectionSet: SelectionSetNode,
    path: ResponsePath,
    optional: boolean,
  ): void {
    const runtime = (typeof object.__typename === 'string' && schema.getType(object.__typename)) || parent;
    for (const selection of selectionSet.selections) {
      const open = optional || isConditional(selection.directives);
      if (selection.kind === Kind.FIELD) checkField(runtime, object, selection, path, open);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value;
        const applies =
          condition === undefined || (runtime !== undefined && isOrImplements(schema, runtime, condition));
        if (applies)
          checkObject(
            condition === undefined || isObjectType(runtime) ? runtime : schema.getType(condition),
            object,
            selection.selectionSet,
            path,
            open,
          );
      }
    }
  }

  function checkField(
    parent: GraphQLNamedType | undefined,
    object: Data,
    field: FieldNode,
    path: ResponsePath,
    optional: boolean,
  ): void {
    const definition =
      parent && isCompositeType(parent) && !isUnionType(parent) ? parent.getFields()[field.name.value] : undefined;
    if (!definition) return; // `__typename`, or a type that only the subgraph knows.
    const name = field.alias?.value ?? field.name.value;
    const value = own(object, name);
    if (value === undefined && optional) return;
    const fitting = checked(definition.type, value, field, [...path, name], optional);
    if (fitting !== value)
      Object.defineProperty(object, name, { value: fitting, writable: true, enumerable: true, configurable: true });
  }

  /** @param optional the field itself may not have been asked for: its value is there because of another selection */
  function checked(
    expected: GraphQLOutputType,
    value: unknown,
    field: FieldNode,
    path: ResponsePath,
    optional: boolean,
  ): unknown {
    if (isNonNullType(expected))
      return value === null
        ? misfit(path, 'null, which it may not be')
        : checked(expected.ofType, value, field, path, optional);
    if (value === null) return null;
    if (value === undefined) return misfit(path, 'left out');
    if (isListType(expected)) {
      if (!Array.isArray(value)) return misfit(path, `${kindOf(value)} instead of a list`);
      for (const [index, element] of value.entries())
        value[index] = checked(expected.ofType, element, field, [...path, index], optional);
      return value;
    }
    const named = getNamedType(expected);
    if (!isCompositeType(named))
      return isLeaf(named, value) ? value : misfit(path, `${kindOf(value)} is no ${named.name}`);
    if (typeof value !== 'object' || Array.isArray(value)) return misfit(path, `${kindOf(value)} instead of an object`);
    if (!mayBe(named, own(value as Data, '__typename'))) return misfit(path, `no ${named.name} by its type`);
    if (field.selectionSet)
      checkObject(named satisfies GraphQLCompositeType, value as Data, field.selectionSet, path, optional);
    return value;
  }

  function misfit(path: ResponsePath, detail: string): null {
    misfits.push({ path, detail });
    return null;
  }

  /** @param told what an object says of its type; nothing, when it was not asked */
  function mayBe(expected: GraphQLCompositeType, told: unknown): boolean {
    if (told === undefined) return true;
    const type = typeof told === 'string' ? schema.getType(told) : undefined;
    return type !== undefined && isOrImplements(schema, type, expected.name);
  }
}

function isConditional(directives: readonly DirectiveNode[] = []): boolean {
  return directives.some(({ name }) => name.value === 'skip' || name.value === 'include');
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'a list' : typeof value;
}

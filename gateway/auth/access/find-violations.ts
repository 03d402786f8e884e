import { Kind, type FieldNode, type OperationDefinitionNode, type SelectionNode, type ValueNode } from 'graphql';
import { ERRORS, requestError, type RequestError } from '../../errors.js';
import type { RefusedField, RefusedFields } from '../../executor/executor.js';
import type { Identity } from '../identity.js';
import type { AccessRule } from './access.js';
import type { OperationRules, RuledField } from './rules-of-operation.js';

/** A field that the caller may not read. */
interface Violation {
  readonly field: RuledField;
  /** The first rule of the field that the caller does not fulfil. */
  readonly rule: AccessRule;
  /** Equal for the same field and rule of the same operation. */
  readonly key: string;
}

/** The fields of an operation that a caller may not read, whether the variables skip them or not. */
export function findViolations({ fields }: OperationRules, identity: Identity | null): Violation[] {
  return fields.flatMap((field, index) => {
    const at = field.rules.findIndex((rule) => !isFulfilled(rule, identity));
    return at === -1 ? [] : [{ field, rule: field.rules[at]!, key: `${index}.${at}` }];
  });
}

/**
 * The violation for which an operation as a whole is refused: the first one of a mutation, which must not be done in part, or
 * of a query of which no root field would be left. What `@skip` and `@include` leave out violates nothing.
 *
 * @param variables as the client sent them
 */
export function findRefusal(
  { operation, rootFields }: OperationRules,
  violations: readonly Violation[],
  variables: Readonly<Record<string, unknown>>,
): Violation | undefined {
  const isSkipped = createIsSkipped(operation, variables);
  const first = violations.find(({ field }) => !field.selections.some(isSkipped));
  if (!first || operation.operation === 'mutation') return first;
  const refused = new Set<FieldNode>(violations.map(({ field }) => field.node));
  const isLeft = rootFields.some(({ node, selections }) => !refused.has(node) && !selections.some(isSkipped));
  return isLeft ? undefined : first;
}

/** The error of a request that is refused as a whole. */
export function refusalError({ field: { node, path }, rule }: Violation, identity: Identity | null): RequestError {
  return requestError(errorCode(identity), undefined, { path, nodes: [node], extensions: describeRule(rule) });
}

/** The fields that the executor leaves out, and their errors. */
export function toRefusedFields(violations: readonly Violation[], identity: Identity | null): RefusedFields {
  const code = errorCode(identity);
  return {
    key: [code, ...violations.map(({ key }) => key)].join(' '),
    fields: new Map(
      violations.map(({ field, rule }): [FieldNode, RefusedField] => [
        field.node,
        { message: ERRORS[code].message.en, extensions: { code, ...describeRule(rule) } },
      ]),
    ),
  };
}

function isFulfilled({ scopes }: AccessRule, identity: Identity | null): boolean {
  return (
    identity !== null &&
    (scopes === undefined || scopes.some((all) => all.every((scope) => identity.scopes.has(scope))))
  );
}

function errorCode(identity: Identity | null): 'FORBIDDEN' | 'UNAUTHENTICATED' {
  return identity ? 'FORBIDDEN' : 'UNAUTHENTICATED';
}

function describeRule({ coordinate, scopes }: AccessRule) {
  return { coordinate, ...(scopes && { needsScopes: scopes }) };
}

/**
 * Creates the predicate of selections that `@skip` or `@include` leave out. Only a boolean leaves a selection out: a variable
 * of another type leaves nothing out, and fails the request later.
 */
function createIsSkipped(
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): (selection: SelectionNode) => boolean {
  const defaults = new Map(
    variableDefinitions.map(({ variable, defaultValue }) => [variable.name.value, defaultValue]),
  );

  return ({ directives = [] }) =>
    directives.some(({ name, arguments: [condition] = [] }) => {
      if (!condition || (name.value !== 'skip' && name.value !== 'include')) return false;
      return valueOf(condition.value) === (name.value === 'skip');
    });

  function valueOf(value: ValueNode): unknown {
    if (value.kind === Kind.BOOLEAN) return value.value;
    if (value.kind !== Kind.VARIABLE) return undefined;
    const { value: name } = value.name;
    if (Object.hasOwn(variables, name)) return variables[name];
    const byDefault = defaults.get(name);
    return byDefault?.kind === Kind.BOOLEAN ? byDefault.value : undefined;
  }
}

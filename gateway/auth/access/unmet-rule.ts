import { Kind, type DocumentNode, type FragmentDefinitionNode, type OperationDefinitionNode, type SelectionNode } from 'graphql';
import type { Identity } from '../identity.js';
import type { Access, AccessRule } from './access.js';
import { leftOut } from './left-out.js';
import { metRules, type MetRule } from './met-rules.js';

/** A valid operation, in its document. */
export interface Judged {
  operation: OperationDefinitionNode;
  document: DocumentNode;
}

/** The first rule that an operation meets and its caller does not fulfil. */
export function unmetRule(access: Access, judged: Judged, variables: Readonly<Record<string, unknown>>, identity: Identity | null): MetRule | undefined {
  for (const met of rulesMet(access, judged, leftOut(judged.operation, variables))) if (!isFulfilled(met.rule, identity)) return met;
  return undefined;
}

/** Tells whether an operation meets any rule at all, whatever its variables. */
export function meetsRules(access: Access, judged: Judged): boolean {
  return rulesMet(access, judged, () => false).next().done !== true;
}

function rulesMet(access: Access, { operation, document }: Judged, isLeftOut: (selection: SelectionNode) => boolean): Generator<MetRule> {
  const fragments = new Map(document.definitions.filter((definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION).map((fragment) => [fragment.name.value, fragment]));
  return metRules(access, { operation, fragments, isLeftOut });
}

function isFulfilled({ scopes }: AccessRule, identity: Identity | null): boolean {
  return identity !== null && (scopes === undefined || scopes.some((all) => all.every((scope) => identity.scopes.has(scope))));
}

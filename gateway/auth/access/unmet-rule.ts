import type { DocumentNode, OperationDefinitionNode, SelectionNode } from 'graphql';
import { fragmentsOf } from '../../graphql/fragments-of.js';
import type { Identity } from '../identity.js';
import type { Access } from './access.js';
import { isFulfilled } from './is-fulfilled.js';
import { leftOut } from './left-out.js';
import { metRules, type MetRule } from './met-rules.js';

/** A valid operation, in its document. */
export interface Judged {
  operation: OperationDefinitionNode;
  document: DocumentNode;
}

/** The first rule that an operation meets and its caller does not fulfil. */
export function unmetRule(
  access: Access,
  judged: Judged,
  variables: Readonly<Record<string, unknown>>,
  identity: Identity | null,
): MetRule | undefined {
  for (const met of rulesMet(access, judged, leftOut(judged.operation, variables)))
    if (!isFulfilled(met.rule, identity)) return met;
  return undefined;
}

/** Tells whether an operation meets any rule at all, whatever its variables. */
export function meetsRules(access: Access, judged: Judged): boolean {
  return rulesMet(access, judged, () => false).next().done !== true;
}

function rulesMet(
  access: Access,
  { operation, document }: Judged,
  isLeftOut: (selection: SelectionNode) => boolean,
): Generator<MetRule> {
  return metRules(access, { operation, fragments: fragmentsOf(document), isLeftOut });
}

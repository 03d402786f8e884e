import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import {
  QueryPlanner,
  type FetchNode as ApolloFetchNode,
  type PlanNode as ApolloPlanNode,
  type QueryPlan,
  type QueryPlannerConfig,
  type QueryPlanSelectionNode,
} from '@apollo/query-planner';
import { parse } from 'graphql';
import { buildSchema } from '../../../graphql-document/build-schema.js';
import { adaptSupergraph } from '../adapt-supergraph.js';
import { rejectUntyped } from '../check-plan.js';
import { fixChainedRequires } from './fix-chained-requires.js';
import { createRequiredField, createRewrite } from '../plan.js';
import type { FetchNode, PathStep, Plan, PlanNode, RequiresSelection, Rewrite, RewriteStep } from '../plan.js';
import type { Overrides } from '../planner.js';
import { readJoins } from '../supergraph-joins.js';

/**
 * How Apollo's planner plans, in whichever executor. Fragments are not used again in what is sent: whoever looks at the
 * fields of a fetch finds all of them.
 */
const PLANNING: QueryPlannerConfig = { reuseQueryFragments: false };

const FRAGMENT = '... on ';

/**
 * Makes Apollo's planner of a supergraph, which takes a second of CPU.
 *
 * @returns the function that plans a canonical document; it blocks its thread, for some documents for long
 */
export function buildApolloPlans(supergraphSdl: string): (document: string, overrides: Overrides) => Plan {
  const adapted = adaptSupergraph(parse(supergraphSdl, { noLocation: true }));
  const supergraph = Supergraph.build(adapted.document, { validateSupergraph: false });
  const planner = new QueryPlanner(supergraph, PLANNING);
  const apiSchema = supergraph.apiSchema();
  const schema = buildSchema(adapted.document);
  const joins = readJoins(schema);

  return (document, { labels }) => {
    const operation = operationFromDocument(apiSchema, parse(document, { noLocation: true }));
    const overrideConditions = new Map(labels.map((label) => [label, true]));
    let plan: QueryPlan;
    try {
      plan = planner.buildQueryPlan(operation, { overrideConditions });
    } catch (error) {
      rejectUntyped(schema, document);
      throw error;
    }
    return adapted.restore(fixChainedRequires(schema, joins, normalizeApolloPlan(plan)), joins.requirements);
  };
}

/**
 * Puts a plan of Apollo's planner into our form.
 *
 * @throws Error for a node that canonical documents do not lead to
 */
export function normalizeApolloPlan({ node }: QueryPlan): Plan {
  if (node?.kind !== 'Subscription') return { node: node ? normalize(node, []) : null };
  const primary = normalizeFetch(node.primary, []);
  return { node: node.rest ? { kind: 'Sequence', nodes: [primary, normalize(node.rest, [])] } : primary };
}

function normalize(node: ApolloPlanNode, path: readonly PathStep[]): PlanNode {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return { kind: node.kind, nodes: node.nodes.map((child) => normalize(child, path)) };
    case 'Flatten':
      return normalize(node.node, [...path, ...node.path.map(String)]);
    case 'Fetch':
      return normalizeFetch(node, path);
    default:
      throw new Error(`The plan has a node of the kind ${node.kind}.`);
  }
}

function normalizeFetch(node: ApolloFetchNode, path: readonly PathStep[]): FetchNode {
  if (node.contextRewrites && node.contextRewrites.length > 0)
    throw new Error('The plan passes arguments by @fromContext.');
  return {
    kind: 'Fetch',
    service: node.serviceName,
    operationKind: node.operationKind,
    operation: node.operation,
    variables: node.variableUsages ?? [],
    path,
    requires: node.requires ? node.requires.map(requiresSelection) : null,
    inputRewrites: (node.inputRewrites ?? []).map(rewrite),
    outputRewrites: (node.outputRewrites ?? []).map(rewrite),
  };
}

function requiresSelection(selection: QueryPlanSelectionNode): RequiresSelection {
  if (selection.kind === 'InlineFragment') {
    if (selection.typeCondition === undefined) throw new Error('The plan requires a fragment without a type.');
    return {
      kind: 'InlineFragment',
      typeCondition: selection.typeCondition,
      selections: selection.selections.map(requiresSelection),
    };
  }
  const { name, alias = name, selections } = selection;
  return createRequiredField(name, alias, selections?.map(requiresSelection));
}

function rewrite(given: NonNullable<ApolloFetchNode['inputRewrites']>[number]): Rewrite {
  const path = given.path.map(rewriteStep);
  return given.kind === 'KeyRenamer'
    ? createRewrite({ kind: 'KeyRenamer', path, renameKeyTo: given.renameKeyTo })
    : createRewrite({ kind: 'ValueSetter', path, setValueTo: String(given.setValueTo) });
}

function rewriteStep(step: string): RewriteStep {
  return step.startsWith(FRAGMENT) ? { types: [step.slice(FRAGMENT.length)] } : step;
}

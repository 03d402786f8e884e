import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import type { Data } from './merge.js';
import { compileFetch } from './compile-fetch.js';
import { compilePath } from './compile-path.js';
import type { AnswerReaders } from './answer-readers.js';
import type { Run } from './run.js';

/** Does a part of a plan for some objects of the response. It never rejects: what fails is kept in the run. */
export type Step = (run: Run, targets: readonly Data[]) => Promise<void> | void;

/**
 * Compiles a query plan to functions that know their fetches, paths and keys.
 *
 * @param schema the supergraph's, with its inaccessible parts
 * @param readers what reads the answers; null for like any JSON
 * @throws for nodes that a gateway without `@defer` and subscriptions cannot have, and for conditions, which are decided
 * before a plan is made
 */
export function compilePlan(schema: GraphQLSchema, { node }: QueryPlan, readers: AnswerReaders | null): Step {
  if (node?.kind === 'Subscription') throw new Error('A plan of a subscription cannot be compiled.');
  return node ? compileNode(schema, node, [], readers) : () => undefined;
}

function compileNode(
  schema: GraphQLSchema,
  node: PlanNode,
  path: readonly (string | number)[],
  readers: AnswerReaders | null,
): Step {
  switch (node.kind) {
    case 'Fetch':
      return compileFetch(schema, node satisfies FetchNode, path, readers);
    case 'Flatten': {
      const collect = compilePath(node.path);
      const inner = compileNode(schema, node.node, [...path, ...node.path], readers);
      return (run, targets) => {
        const found = collect(targets);
        return found.length > 0 ? inner(run, found) : undefined;
      };
    }
    case 'Sequence': {
      const steps = node.nodes.map((child) => compileNode(schema, child, path, readers));
      return async (run, targets) => {
        for (const step of steps) await step(run, targets);
      };
    }
    case 'Parallel': {
      const steps = node.nodes.map((child) => compileNode(schema, child, path, readers));
      return async (run, targets) => void (await Promise.all(steps.map((step) => step(run, targets))));
    }
    default:
      throw new Error(`A plan node of kind ${node.kind} cannot be compiled.`);
  }
}

import { Kind, type DocumentNode, type FragmentDefinitionNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { QueryPlan } from '@apollo/query-planner';
import { ANOMALY } from './anomaly.js';
import { compilePlan } from './compile-plan.js';
import { compileProjector, type Projector } from './compile-projector.js';
import { conditionVariables } from './condition-variables.js';
import type { FetchRecord, Run } from './run.js';

/** An operation whose plan and answer are compiled. */
export interface CompiledOperation {
  /**
   * Runs it.
   *
   * @param variables as the client sent them, already found to fit
   * @param defaulted the same with their defaults
   * @returns the JSON text of `data`; or, when anything was not just so, how each fetch went
   */
  run(variables: Run['variables'], defaulted: Run['conditions'], ask: Run['ask']): Promise<{ text: string } | { records: readonly FetchRecord[] }>;
}

export interface Operating {
  /** What clients see. */
  apiSchema: GraphQLSchema;
  /** The supergraph's, with its inaccessible parts. */
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  plan: QueryPlan;
}

/** Compiles a plan at once, and an answer's projector at the first run for each choice of `@skip` and `@include`. */
export function compileOperation({ apiSchema, schema, document, operation, plan }: Operating): CompiledOperation {
  const step = compilePlan(schema, plan);
  const fragments = new Map(document.definitions.filter((definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION).map((fragment) => [fragment.name.value, fragment]));
  const deciding = conditionVariables(document);
  const projectors = new Map<string, Projector>();

  function projectorFor(conditions: Run['conditions']): Projector {
    const choice = deciding.map((name) => (conditions[name] === true ? '1' : '0')).join('');
    let projector = projectors.get(choice);
    if (!projector) {
      projector = compileProjector({ schema: apiSchema, fragments, conditions }, operation);
      projectors.set(choice, projector);
    }
    return projector;
  }

  return {
    async run(variables, defaulted, ask) {
      const run: Run = { variables, conditions: defaulted, data: {}, records: [], isClean: true, ask };
      await step(run, [run.data]);
      if (!run.isClean) return { records: run.records };
      try {
        return { text: projectorFor(defaulted)(run.data) };
      } catch (error) {
        if (error !== ANOMALY) throw error;
        return { records: run.records };
      }
    },
  };
}

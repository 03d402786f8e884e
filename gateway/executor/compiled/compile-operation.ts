import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { QueryPlan } from '@apollo/query-planner';
import { fragmentsOf } from '../fragments-of.js';
import { onePerTick } from '../../http/one-per-tick.js';
import type { AbsentPlace } from '../absent-place.js';
import { fetchesOfPlan } from './planning/plan-places.js';
import { absentPlaces } from './absent-places.js';
import { createAnswerReaders } from './answer-readers.js';
import { ANOMALY } from './anomaly.js';
import { compilePlan, type Step } from './compile-plan.js';
import { compileProjector, type Projector } from './compile-projector.js';
import type { Contended } from './contended-fields.js';
import { placesLookedAt } from './places-looked-at.js';
import type { FetchRecord, Run } from './run.js';
import { createTogether, type Post, type SendFetch } from './send-together.js';
import { asksTypenameLast } from './typename-last.js';

/** An answer without errors. */
export interface Answered {
  /** In JSON. */
  answer: Buffer;
  /** What of it is null because a subgraph does not have an entity; some may not be in the answer. */
  absent: readonly AbsentPlace[];
}

/** An operation whose plan and answer are compiled. */
export interface CompiledOperation {
  /**
   * Runs it.
   *
   * @param variables as the client sent them, already found to fit
   * @returns the answer; or, when anything was not just so, how each fetch went
   */
  run(variables: Run['variables'], post: Post): Promise<Answered | { records: readonly FetchRecord[] }>;
}

export interface Operating {
  /** What clients see. */
  apiSchema: GraphQLSchema;
  /** The supergraph's, with its inaccessible parts. */
  schema: GraphQLSchema;
  /** As the client wrote it. */
  document: DocumentNode;
  operation: OperationDefinitionNode;
  /** The variables with their defaults, as far as `@skip` and `@include` look at them. */
  conditions: Readonly<Record<string, unknown>>;
  /** Of the document with these conditions decided. */
  plan: QueryPlan;
  /** The fields that the plan fetches for the client under a name of our own. */
  contended: Contended;
}

/** The run for which readers are made of its answers: most of all the operations that are ever sent are sent once. */
const WITH_READERS = 2;
/** Characters of the fetches of a plan: larger ones are compiled for too long a time, into too much code. */
const MOST_READ = 4_000;

/** Compiling takes milliseconds. */
const turn = onePerTick();

interface Compiled {
  step: Step;
  together: (post: Post) => SendFetch;
  project: Projector;
}

/** Compiles a plan, and the answer's projector. */
export function compileOperation(operating: Operating): CompiledOperation {
  let compiled = compile(operating, false);
  let runs = 0;

  return {
    async run(variables, post) {
      if (runs < WITH_READERS) {
        runs += 1;
        if (runs === WITH_READERS && canHaveReaders(operating.plan)) {
          await turn();
          compiled = compile(operating, true);
        }
      }
      const { step, together, project } = compiled;
      const run: Run = { variables, data: {}, records: [], absent: [], isClean: true, send: together(post) };
      await step(run, [run.data]);
      if (!run.isClean) return { records: run.records };
      try {
        return { answer: project(run.data), absent: absentPlaces(run.absent, run.data) };
      } catch (error) {
        if (error !== ANOMALY) throw error;
        return { records: run.records };
      }
    },
  };
}

function compile(
  { apiSchema, schema, document, operation, conditions, plan, contended }: Operating,
  withReaders: boolean,
): Compiled {
  const readers = withReaders ? createAnswerReaders(schema, placesLookedAt(plan), asksTypenameLast(document)) : null;
  const step = compilePlan(schema, plan, readers);
  const project = compileProjector(
    { schema: apiSchema, fragments: fragmentsOf(document), conditions },
    operation,
    contended,
    readers,
  );
  readers?.compile();
  return { step, together: createTogether(readers && readers.together), project };
}

function canHaveReaders(plan: QueryPlan): boolean {
  return fetchesOfPlan(plan).reduce((size, [{ operation }]) => size + operation.length, 0) <= MOST_READ;
}

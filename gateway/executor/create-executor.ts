import { Kind, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { requestError } from '../errors.js';
import { fragmentsOf } from '../graphql-document/fragments-of.js';
import type { CanonicalVariable } from './canonical/canonical-operation.js';
import { Canonicalizer } from './canonical/canonical-operation.js';
import { createCanonicalKeys } from './canonical/canonical-keys.js';
import type { ClientSelection } from './canonical/client-selection.js';
import { conditionsOf } from './canonical/conditions.js';
import { findOrigins, responsePaths } from './canonical/result-origins.js';
import { ProjectionBuilder } from './canonical/projection.js';
import { writtenNames } from './compiled/compile-projector.js';
import { findPartlyHidden } from '../graphql-document/api-schema.js';
import type {
  ExecutionContext,
  ExecutionLog,
  ExecutionResult,
  Executor,
  PreparedOperation,
  SourceRequest,
  Variables,
} from './executor.js';
import { findDeferrable, type DeferrableFragment } from './incremental/deferred-fragments.js';
import { findTypedPositions, ResultDivider } from './incremental/divide-result.js';
import { OperationProgram, type ClientView, type ProgramParts } from './operation-program.js';
import { createPlanner } from './planning/create-planner.js';
import type { OpenHiveQueue } from './planning/hive/hive-queue.js';
import type { Overrides, Planner } from './planning/planner.js';
import { readJoins } from './planning/supergraph-joins.js';

export interface ExecutorOptions extends Pick<ProgramParts, 'clientOf' | 'sanitize' | 'showsDetail'> {
  /** The supergraph's text. */
  sdl: string;
  /** The same, without directives of access. */
  document: DocumentNode;
  /** The same as a schema, with its inaccessible parts and its `join` directives. */
  schema: GraphQLSchema;
  /** The schema that clients see. */
  apiSchema: GraphQLSchema;
  /** Which query planner is used. */
  planner: Planner['name'];
  /** Gives Hive's planner where it is not to be a child of this process. */
  openHiveQueue?: OpenHiveQueue | undefined;
  /** The labels of progressive `@override` that are active. */
  overrideLabels: readonly string[];
  /** False when the interpreter executes every operation, also those that come again. */
  compiles?: boolean;
  /** Called with the milliseconds in which an operation was planned; those that have a plan are not. */
  onPlanned?: ((ms: number) => void) | undefined;
  log: ExecutionLog;
}

/** Bytes that all programs take, about; those that were not run for the longest go first. */
const MAX_PROGRAM_BYTES = 48 * 1024 * 1024;
/**
 * Bytes of a program for each character of its key, as measured in heap snapshots: plans and code are large. A third of it is what
 * V8 makes of code that runs often, minutes after the program.
 */
const BYTES_OF_CHARACTER = 210;
/** Bytes that the choices of all operations take, about; those that were not taken for the longest go first. */
const MAX_CHOICE_BYTES = 16 * 1024 * 1024;
/** Bytes of a choice for each character of its program's key, as measured in a heap snapshot: it holds a projection. */
const BYTES_OF_CHOSEN_CHARACTER = 32;

/** An operation with everything decided that decides its fields: `@skip`, `@include`, null variables and refused fields. */
interface Choice {
  /** The key of its program, which is made again if it is not kept any more. */
  readonly key: string;
  /** The variables of each of the program's canonical operations. */
  readonly variables: readonly (readonly CanonicalVariable[])[];
  readonly view: ClientView;
  /** The keys of all choices of the same prepared operation. */
  readonly siblings: Set<string>;
}

interface ChosenProgram {
  readonly choice: Choice;
  readonly program: OperationProgram;
}

/**
 * Does what an executor does first with the schema of a supergraph.
 *
 * @throws Error when no executor can be made of it
 */
export function rejectUnplannable(schema: GraphQLSchema): void {
  readJoins(schema);
}

/** Makes the executor of one supergraph. */
export function createExecutor({
  sdl,
  document: supergraph,
  clientOf,
  schema,
  apiSchema,
  planner: kind,
  openHiveQueue,
  overrideLabels,
  compiles = true,
  sanitize,
  showsDetail,
  onPlanned,
  log,
}: ExecutorOptions): Executor {
  const planner = createPlanner({
    sdl,
    document: supergraph,
    schema,
    kind,
    openHiveQueue,
    overrideLabels,
    onPlanned,
    log,
  });
  const keys = createCanonicalKeys(schema);
  const partlyHidden = findPartlyHidden(schema, apiSchema);
  const parts: ProgramParts = {
    schema,
    apiSchema,
    planOf: (text, overrides) => planner.plan(text, overrides),
    clientOf,
    sanitize,
    showsDetail,
    compiles,
    prepared: new WeakMap(),
  };
  /** By the texts and the projection. */
  const programs = new LRUCache<string, OperationProgram>({ maxSize: MAX_PROGRAM_BYTES });
  /** By the number of the operation and what was decided. */
  const choices = new LRUCache<string, Choice>({
    maxSize: MAX_CHOICE_BYTES,
    dispose: ({ siblings }, key) => siblings.delete(key),
  });

  let prepared = 0;

  return { apiSchema, prepare, ready: () => planner.ready(), close: () => planner.close() };

  function prepare(document: DocumentNode, operation: OperationDefinitionNode): PreparedOperation {
    if (!apiSchema.getRootType(operation.operation)) throw requestError('SUBSCRIPTIONS_NOT_SERVED');
    const fragments = fragmentsOf(document);
    const { deciding, nullSensitive } = conditionsOf(apiSchema, operation, fragments);
    const defaults = new Map(
      (operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [variable.name.value, defaultValue]),
    );
    const deferrable = findDeferrable(operation, fragments);
    const number = (prepared += 1);
    const siblings = new Set<string>();
    let isReleased = false;

    /** @param isDivided true when deferred fragments may be delivered after the rest */
    function choose(
      variables: Variables,
      refused: ExecutionContext['refused'],
      isDivided = false,
      overrides = planner.drawOverrides(),
    ): ChosenProgram {
      let key = `${number}\n${keyOf(overrides)}\n${refused ? `${refused.key}\n` : ''}`;
      for (const name of deciding) key += letterOf(decisionOf(name, variables));
      for (const name of nullSensitive) key += isNull(name, variables) ? 'n' : 'v';
      if (isDivided) for (const each of deferrable) key += isDeferred(each, variables) ? 'd' : 'w';
      const choice = choices.get(key);
      const program = choice && programs.get(choice.key);
      if (program) return { choice, program };
      const analysed = analyse(variables, overrides, refused, isDivided);
      if (isReleased) return analysed;
      const { length: characters } = analysed.choice.key;
      choices.set(key, analysed.choice, { size: 1_000 + characters * BYTES_OF_CHOSEN_CHARACTER });
      siblings.add(key);
      return analysed;
    }

    function analyse(
      variables: Variables,
      overrides: Overrides,
      refused: ExecutionContext['refused'],
      isDivided: boolean,
    ): ChosenProgram {
      // A variable may have the name __proto__.
      const decisions = Object.create(null) as Record<string, unknown>;
      for (const name of deciding) decisions[name] = decisionOf(name, variables);
      for (const name of nullSensitive) if (isNull(name, variables)) decisions[name] = null;
      const selection: ClientSelection = {
        schema: apiSchema,
        fragments,
        decisions,
        refused: refused?.fields ?? new Map(),
      };
      const canonicalizer = new Canonicalizer(selection, operation, keys, partlyHidden);
      const operations = canonicalizer.operations();
      const projection = new ProjectionBuilder(selection, operation, canonicalizer, keys).build();
      // What is not compiled depends on the document: introspection on its fragments, errors on their locations.
      const own = projection.isCompilable ? '' : `${number}\n`;
      const key = `${own}${keyOf(overrides)}\n${operations.map(({ text }) => text).join('\n')}\n${projection.signature}`;
      let program = programs.get(key);
      if (!program) {
        program = new OperationProgram(
          parts,
          operations.map(({ text }) => text),
          overrides,
        );
        programs.set(key, program, { size: 2_000 + key.length * BYTES_OF_CHARACTER });
      }
      const deferred = deferrable.filter((each) => isDivided && isDeferred(each, variables)).map(({ node }) => node);
      // Of a field with an error, other fragments that select it must know.
      const mayFail = refused !== undefined || Object.values(decisions).includes(null);
      const divider =
        deferred.length === 0 || mayFail
          ? undefined
          : new ResultDivider(new Set(deferred), (apart) =>
              new ProjectionBuilder(
                { ...selection, deferred: apart },
                operation,
                canonicalizer,
                keys,
                findTypedPositions(projection.root),
              ).build(),
            );
      const view = { projection, names: writtenNames(projection.names), operation, fragments, divider };
      return {
        choice: { key, variables: operations.map((canonical) => canonical.variables), view, siblings },
        program,
      };
    }

    /** The value of a variable that `@skip` or `@include` looks at. */
    function decisionOf(name: string, variables: Variables): unknown {
      if (Object.hasOwn(variables, name) && variables[name] !== undefined) return variables[name];
      const standard = defaults.get(name);
      return standard?.kind === Kind.BOOLEAN ? standard.value : null;
    }

    /** Where the variable has no value, the argument has its default, which is true. */
    function isDeferred({ variable }: DeferrableFragment, variables: Variables): boolean {
      return variable === undefined || decisionOf(variable, variables) !== false;
    }

    function isNull(name: string, variables: Variables): boolean {
      if (Object.hasOwn(variables, name) && variables[name] !== undefined) return variables[name] === null;
      return defaults.get(name)?.kind === Kind.NULL;
    }

    return {
      operation,
      async warm() {
        const absent = Object.fromEntries(deciding.map((name) => [name, false]));
        await choose(absent, undefined).program.prepare();
      },
      async run(variables, context): Promise<ExecutionResult> {
        const { choice, program } = choose(
          variables,
          context.refused,
          context.delivery !== undefined && deferrable.length > 0,
          context.event?.source.overrides,
        );
        return program.run(
          choice.view,
          choice.variables,
          { values: variables, exact: context.exactVariables },
          context,
        );
      },
      async sourceOf(variables, { deadline, exactVariables, refused }): Promise<SourceRequest> {
        const overrides = planner.drawOverrides();
        const { choice, program } = choose(variables, refused, false, overrides);
        const client = { values: variables, exact: exactVariables };
        return { ...(await program.sourceOf(choice.view, choice.variables, client, deadline)), overrides };
      },
      plan: (variables) => choose(variables, undefined).program.queryPlan(),
      async origins(variables) {
        const { choice, program } = choose(variables, undefined);
        const { root } = choice.view.projection;
        return findOrigins(await program.queryPlan(), (keys) => responsePaths([root], keys));
      },
      release() {
        isReleased = true;
        for (const key of siblings) choices.delete(key);
      },
    };
  }
}

/** Equal draws have equal keys. */
function keyOf({ labels, percentage }: Overrides): string {
  return `${labels.join(' ')} ${percentage}`;
}

function letterOf(decision: unknown): string {
  return decision === true ? '1' : decision === false ? '0' : 'n';
}

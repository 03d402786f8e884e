import { fork } from 'node:child_process';
import { once } from 'node:events';
import type * as Hive from '@graphql-hive/router-query-planner';
import { print, type DocumentNode, type GraphQLSchema } from 'graphql';
import { buildSchema } from '../../../graphql-document/build-schema.js';
import { adaptSupergraph } from '../adapt-supergraph.js';
import { normalizeHivePlan } from './normalize-hive-plan.js';
import type { Plan } from '../plan.js';
import { createPlannerQueue, type EndReason, type PeerListener, type PlannerPeer } from '../planner-queue.js';
import type { PlannerQueue, PlanResponse } from '../planner-queue.js';
import { readJoins } from '../supergraph-joins.js';

interface HivePlannerOptions {
  /** The supergraph's text; it may have directives of access, which this planner ignores. */
  sdl: string;
  /** The same. */
  document: DocumentNode;
  /** The same, as a schema. */
  schema: GraphQLSchema;
  log: { warn(details: object, message: string): void };
  /** Milliseconds that one plan may take. */
  deadlineMs?: number;
  /** Megabytes that the process may hold in all. */
  memoryMb?: number;
}

/** Usual plans take a millisecond. */
const DEADLINE_MS = 2_000;
const MEMORY_MB = 512;
const OUT_OF_MEMORY = 9;
/** A field set of `@requires` with arguments, such as `price(currency: EUR)`. */
const REQUIRES_ARGUMENTS = /\brequires: *"[^"]*\(/;
/** How a panic or a crash of native code ends a process. */
const CRASHES: readonly (NodeJS.Signals | null)[] = ['SIGABRT', 'SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGTRAP'];
/** The process runs little JavaScript: of what V8 keeps in reserve it needs the least. */
const FLAGS = ['--max-old-space-size=64', '--max-semi-space-size=1', '--single-threaded-gc'];

/** Makes Hive Router's planner, in a process of its own. */
export function createHivePlanner({
  sdl,
  document,
  schema,
  log,
  deadlineMs = DEADLINE_MS,
  memoryMb = MEMORY_MB,
}: HivePlannerOptions): PlannerQueue<Plan> {
  const adapted = REQUIRES_ARGUMENTS.test(sdl) ? adapt(document) : undefined;
  return createPlannerQueue<Plan>({ deadlineMs, log, start: (listener) => startProcess(listener) });

  /** A plan in a form that we do not know is as good as none. */
  function normalized(response: PlanResponse<Hive.QueryPlan>): PlanResponse<Plan> {
    if (response.kind !== 'planned') return response;
    try {
      const plan = normalizeHivePlan(adapted?.schema ?? schema, response.plan);
      return { ...response, plan: adapted ? adapted.restore(plan) : plan };
    } catch (error) {
      return { kind: 'failed', id: response.id, reason: (error as Error).message };
    }
  }

  function startProcess({ onResponse, onEnd }: PeerListener<Plan>): PlannerPeer {
    const child = fork(new URL('./hive-process.js', import.meta.url), {
      execArgv: FLAGS,
      // None of the gateway's settings, which hold its secrets.
      env: {},
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let complaint = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(0, 1_000)));
    child.on('message', (response: PlanResponse<Hive.QueryPlan>) => onResponse(normalized(response)));
    child.on('error', (error) => {
      log.warn({ reason: error.message }, 'The process of the query planner failed');
      if (child.pid === undefined) onEnd('other'); // It was not started, and emits no 'exit'.
    });
    child.on('exit', (code, signal) => {
      if (complaint !== '')
        log.warn({ code, signal, reason: firstLines(complaint) }, 'The process of the query planner ended');
      onEnd(reasonOf(code, signal));
    });
    child.send({ supergraphSdl: adapted?.sdl ?? sdl, memoryMb });
    // A gateway that has nothing else to do may end.
    child.unref();
    child.channel?.unref();
    (child.stderr as unknown as { unref?(): void }).unref?.();
    return {
      send: (request) => void child.send(request, () => undefined),
      async end() {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const ended = once(child, 'exit');
        child.ref();
        child.kill('SIGKILL');
        await ended;
      },
    };
  }
}

/** A panic says in two lines where and why. */
function firstLines(text: string): string {
  return text.trim().split('\n', 2).join(' ');
}

function reasonOf(code: number | null, signal: NodeJS.Signals | null): EndReason {
  if (code === OUT_OF_MEMORY) return 'memory';
  return CRASHES.includes(signal) ? 'crash' : 'other';
}

interface Adapted {
  sdl: string;
  schema: GraphQLSchema;
  restore(plan: Plan): Plan;
}

function adapt(supergraph: DocumentNode): Adapted {
  const { document, restore } = adaptSupergraph(supergraph);
  const schema = buildSchema(document);
  const { requirements } = readJoins(schema);
  return { sdl: print(document), schema, restore: (plan) => restore(plan, requirements) };
}

import { fork } from 'node:child_process';
import { createPlannerQueue, type EndReason, type PeerListener, type PlannerPeer } from '../planner-queue.js';
import type { PlannerQueue, PlanResponse } from '../planner-queue.js';

interface HiveQueueOptions {
  /** The supergraph's text; it may have directives of access, which this planner ignores. */
  sdl: string;
  log: { warn(details: object, message: string): void };
}

/** Gives Hive Router's planner of a supergraph. Its plans are in Hive's own form, as JSON. */
export type OpenHiveQueue = (sdl: string) => PlannerQueue<string>;

/** Milliseconds that one plan may take; usual plans take one. */
const DEADLINE_MS = 2_000;
/** Megabytes that the process may hold in all. */
const MEMORY_MB = 512;
const OUT_OF_MEMORY = 9;
/** How a panic or a crash of native code ends a process. */
const CRASHES: readonly (NodeJS.Signals | null)[] = ['SIGABRT', 'SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGTRAP'];
/** The process runs little JavaScript: of what V8 keeps in reserve it needs the least. */
const FLAGS = ['--max-old-space-size=64', '--max-semi-space-size=1', '--single-threaded-gc'];

/** Runs Hive Router's planner in a child process. Its plans are in Hive's own form, as JSON. */
export function createHiveQueue({ sdl, log }: HiveQueueOptions): PlannerQueue<string> {
  return createPlannerQueue<string>({ deadlineMs: DEADLINE_MS, log, start: startProcess });

  function startProcess({ onResponse, onEnd }: PeerListener<string>): PlannerPeer {
    const child = fork(new URL('./hive-process.js', import.meta.url), {
      execArgv: FLAGS,
      // None of the gateway's settings, which hold its secrets.
      env: {},
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let complaint = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(0, 1_000)));
    child.on('message', (response: PlanResponse<string>) => onResponse(response));
    child.on('error', (error) => {
      log.warn({ reason: error.message }, 'The process of the query planner failed');
      if (child.pid === undefined) onEnd('other'); // It was not started, and emits no 'exit'.
    });
    child.on('exit', (code, signal) => {
      if (complaint !== '')
        log.warn({ code, signal, reason: firstLines(complaint) }, 'The process of the query planner ended');
      onEnd(reasonOf(code, signal));
    });
    child.send({ supergraphSdl: sdl, memoryMb: MEMORY_MB });
    // A gateway that has nothing else to do may end.
    child.unref();
    child.channel?.unref();
    (child.stderr as unknown as { unref?(): void }).unref?.();
    return {
      send: (request) => void child.send(request, () => undefined),
      async end() {
        if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
        const ended = new Promise((resolve) => child.once('exit', resolve));
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

import { setTimeout as pause } from 'node:timers/promises';
import { isListening } from '../database/is-listening.js';

const PAUSE = 1_000;

export interface KeepDatabaseOptions {
  /** Where it listens on 127.0.0.1. */
  port: number;
  /** Starts it again on that port. */
  restart: () => Promise<void>;
  report: (line: string) => void;
  signal: AbortSignal;
}

/**
 * Watches a store of ours until the signal, and has it started again when it is gone: it crashed, or another start
 * that it was shared with has ended and stopped it.
 */
export async function keepDatabase({ port, restart, report, signal }: KeepDatabaseOptions): Promise<void> {
  const wait = () =>
    pause(PAUSE, undefined, { signal, ref: false }).then(
      () => true,
      () => false,
    );
  while (await wait()) {
    if (await isListening(port)) continue;
    report('the database is gone; it is started again');
    await restart().then(
      () => report('the database responds again'),
      (error: Error) => report(`the database could not be started again: ${error.message}`),
    );
  }
}

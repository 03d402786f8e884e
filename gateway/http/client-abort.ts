import type { AbortSignalLike } from '../upstream/abort-signal-like.js';

/**
 * Signals that the client disconnected before its response was sent. A minimal stand-in for AbortSignal: one is created per
 * request, and an AbortController costs several times as much.
 */
export class ClientAbort implements AbortSignalLike {
  aborted = false;
  #listeners: Array<() => void> = [];

  /** Each listener is called at most once. */
  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.push(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    const index = this.#listeners.indexOf(listener);
    if (index !== -1) this.#listeners.splice(index, 1);
  }

  abort(): void {
    this.aborted = true;
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener();
  }
}

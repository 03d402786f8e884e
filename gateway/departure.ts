import type { LeaveSignal } from './upstream/leave-signal.js';

/** That a client goes. One is made for every request and hardly ever needed, so it does without the events that make an AbortController dear. */
export class Departure implements LeaveSignal {
  aborted = false;
  #listeners: Array<() => void> = [];

  /** Each is told once. */
  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.push(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    const index = this.#listeners.indexOf(listener);
    if (index !== -1) this.#listeners.splice(index, 1);
  }

  abort(): void {
    this.aborted = true;
    const told = this.#listeners;
    this.#listeners = [];
    for (const listener of told) listener();
  }
}

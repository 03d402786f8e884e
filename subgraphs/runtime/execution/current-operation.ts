import type { OperationBudget } from './operation-budget.js';

/**
 * The operation whose loaders are made now, or whose batch is sent now. Only the synchronous part of either has it: after the
 * first `await` there is none, and the bounds of every read apply. AsyncLocalStorage would keep it, and slow down every
 * promise.
 */
let current: OperationBudget | null = null;

export function currentOperation(): OperationBudget | null {
  return current;
}

/** Makes the loaders of an operation, or does a read of it. */
export function runWithin<T>(operation: OperationBudget | null, work: () => T): T {
  const before = current;
  current = operation;
  try {
    return work();
  } finally {
    current = before;
  }
}

/**
 * When a loader sends its batch: after the promises that are pending, as DataLoader does by itself, and after those resolver
 * calls of its operation that wait for a later turn, as they may load too. The batch of an ended operation is not sent.
 */
export function scheduleBatch(operation: OperationBudget | null, send: () => void): void {
  void Promise.resolve().then(() => process.nextTick(operation ? sendWithin : send));

  function sendWithin() {
    if (operation!.isEnded) return;
    if (operation!.queue.isEmpty) runWithin(operation, send);
    else operation!.queue.whenEmpty(() => scheduleBatch(operation, send));
  }
}

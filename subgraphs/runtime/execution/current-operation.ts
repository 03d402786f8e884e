import type { OperationBudget } from './operation-budget.js';

/** The operation whose loaders are made now. */
let current: OperationBudget | null = null;

export function currentOperation(): OperationBudget | null {
  return current;
}

/** Makes the loaders of an operation: in the synchronous part of this work they find it. */
export function runWithin<T>(operation: OperationBudget, work: () => T): T {
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
    if (operation!.queue.isEmpty) send();
    else operation!.queue.whenEmpty(() => scheduleBatch(operation, send));
  }
}

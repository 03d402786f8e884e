/** Responses that are processed in one tick of the event loop. Each sets off a millisecond of work or more. */
const SLOTS_PER_TICK = 8;

/** Slots that are taken in the current tick. */
let taken = 0;
const waiting: Array<() => void> = [];

/**
 * Claims one of the slots of the current tick. When many responses arrive at once, the rest is processed in later
 * ticks, so that new requests, which may have to be refused, do not wait for all of them.
 *
 * @returns false when no slot is left: then call {@link runWhenSlotIsFree}
 */
export function claimSlot(): boolean {
  if (taken === 0) setImmediate(startTick);
  if (taken === SLOTS_PER_TICK) return false;
  taken += 1;
  return true;
}

/** Runs the work in the next tick that has a free slot, in the order of the calls. */
export function runWhenSlotIsFree(work: () => void): void {
  waiting.push(work);
}

function startTick(): void {
  const works = waiting.splice(0, SLOTS_PER_TICK);
  taken = works.length;
  if (taken > 0) setImmediate(startTick);
  for (const work of works) work();
}

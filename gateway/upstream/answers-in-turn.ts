/** Answers that are worked on in one turn of the event loop; what each sets off takes a millisecond or more. */
const EACH_TURN = 8;

/** Of this turn. */
let taken = 0;
const waiting: Array<() => void> = [];

/**
 * Tells whether an answer may be worked on now. When many have come at once, the others come in later turns, so that whoever asks
 * meanwhile, and may be refused, does not wait for all of them.
 */
export function isInTurn(): boolean {
  if (taken === 0) setImmediate(nextTurn);
  if (taken === EACH_TURN) return false;
  taken += 1;
  return true;
}

/** Does something in the next turn in which there is room. */
export function inLaterTurn(work: () => void): void {
  waiting.push(work);
}

function nextTurn(): void {
  const works = waiting.splice(0, EACH_TURN);
  taken = works.length;
  if (taken > 0) setImmediate(nextTurn);
  for (const work of works) work();
}

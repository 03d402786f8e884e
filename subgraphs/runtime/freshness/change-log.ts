import { comparePositions, type Position, type StoreChange } from '../../protocol/freshness.js';

/** Changes that are kept: one who follows is some of them behind at most. */
const MAX_KEPT = 20_000;
/** Changes of one response. */
const MAX_TOLD = 5_000;

/** The latest changes of a store, in the order of their positions. */
export class ChangeLog {
  /** All changes after it are kept; null before a change stream has begun. */
  #from: Position | null = null;
  #changes: StoreChange[] = [];

  /** Begins anew: nothing is known of what was changed up to a position. */
  begin(from: Position): void {
    this.#from = from;
    this.#changes = [];
  }

  add(change: StoreChange): void {
    this.#changes.push(change);
    if (this.#changes.length < 1.25 * MAX_KEPT) return;
    const dropped = this.#changes.splice(0, this.#changes.length - MAX_KEPT);
    this.#from = dropped.at(-1)!.at;
  }

  /** The changes after a position up to another one; null when some of them may be missing, or they are too many to be told. */
  between(after: Position, upTo: Position): StoreChange[] | null {
    if (this.#from === null || !((comparePositions(this.#from, after) ?? 1) <= 0)) return null;
    const end = this.#firstAfter(upTo);
    const begin = this.#firstAfter(after);
    return end - begin > MAX_TOLD ? null : this.#changes.slice(begin, end);
  }

  /** The index of the first change after a position of the same epoch. */
  #firstAfter(position: Position): number {
    let index = this.#changes.length;
    while (index > 0 && comparePositions(this.#changes[index - 1]!.at, position)! > 0) index -= 1;
    return index;
  }
}

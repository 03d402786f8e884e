import type { Sentence } from '../../subgraphs/protocol/language.js';
import { HttpError } from '../http/http-error.js';

/** Limits the streams that each caller has open. */
export class StreamLimit {
  readonly #open = new Map<string, number>();

  /**
   * @param most streams of one caller; 0 for no limit
   * @param onHit called when it has refused a stream
   */
  constructor(
    private readonly most: number,
    private readonly onHit?: () => void,
  ) {}

  /** Streams of all callers. */
  get open(): number {
    let sum = 0;
    for (const count of this.#open.values()) sum += count;
    return sum;
  }

  /**
   * Counts a stream.
   *
   * @param key of the caller, from `rateLimitKey`
   * @returns what counts its end; call it once
   * @throws HttpError RATE_LIMITED when the caller has as many streams as it may
   */
  enter(key: string): () => void {
    const count = this.#open.get(key) ?? 0;
    if (this.most > 0 && count >= this.most) {
      this.onHit?.();
      throw new HttpError('RATE_LIMITED', tooMany(this.most), { 'retry-after': '10' }, 'streams');
    }
    this.#open.set(key, count + 1);
    return () => {
      const left = this.#open.get(key)! - 1;
      if (left > 0) this.#open.set(key, left);
      else this.#open.delete(key);
    };
  }
}

function tooMany(most: number): Sentence {
  return {
    en: `You have ${most} streams open, which is the limit: end one before you open another.`,
    th: `ท่านเปิดสตรีมไว้ ${most} รายการซึ่งเป็นจำนวนสูงสุดแล้ว โปรดปิดสตรีมอื่นก่อนเปิดรายการใหม่`,
  };
}

import type { ExecutionResult } from 'graphql';
import { refusal, type Refusal } from '../errors/errors.js';
import { TurnQueue } from './turn-queue.js';

/** What one operation may take of a subgraph, whoever sends it: a gateway's own limits may be wrong or absent. */
export interface ResultLimits {
  /** Objects in the result. */
  readonly objects: number;
  /** Characters of the result's JSON, about. */
  readonly characters: number;
}

/** The gateway lets pass what it estimates to have 10,000 objects at most, and accepts 10 MB of a subgraph. */
export const RESULT_LIMITS: ResultLimits = { objects: 20_000, characters: 10_000_000 };
/** Results with fewer objects are not measured: their texts are bounded by what a write may store. */
const MEASURED_OBJECTS = 1_000;

/** What one operation has taken, and whether it has to end. */
export class OperationBudget {
  /** Settles only if the operation has to end before it is done: with what it is answered instead. */
  readonly ended: Promise<ExecutionResult>;
  readonly queue = new TurnQueue();
  /** A write that has begun is not left when its caller has gone: nobody would know what it did. */
  isMutation = false;
  /** By what the database's commands of this operation are marked; undefined where nobody wants to know. */
  comment: string | undefined;
  /** Called with the session of each transaction of it. */
  onTransaction: ((session: string) => void) | undefined;
  #isEnded = false;
  #objects = 0;
  #end!: (result: ExecutionResult) => void;
  readonly #limits: ResultLimits;
  readonly #endsAt: number;

  /** @param timeoutMs for how long the caller waits from now */
  constructor(limits: ResultLimits = RESULT_LIMITS, timeoutMs = Infinity) {
    this.#limits = limits;
    this.#endsAt = performance.now() + timeoutMs;
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Milliseconds for which the caller still waits; Infinity for a mutation, which is not left. */
  get leftMs(): number {
    return this.isMutation ? Infinity : this.#endsAt - performance.now();
  }

  /** Ends the operation because its caller has disconnected, or no longer waits. */
  expire(): void {
    if (!this.isMutation)
      this.#endWith(
        refusal('DEADLINE_EXCEEDED', {
          en: 'The operation took longer than its caller waits.',
          th: 'คำสั่งนี้ใช้เวลานานเกินกว่าที่ผู้เรียกจะรอ',
        }),
      );
  }

  /** Counts the objects of a resolved value, and ends the operation when they are too many. */
  count<T>(value: T): T {
    this.#objects += Array.isArray(value) ? value.length : value == null ? 0 : 1;
    if (this.#objects > this.#limits.objects) this.#endWith(this.#tooLarge('objects'));
    return value;
  }

  /** The result, or the error of one that is too long. */
  checkResult(result: ExecutionResult): ExecutionResult {
    if (this.#objects < MEASURED_OBJECTS || charactersOf(result.data) <= this.#limits.characters) return result;
    return { errors: [this.#tooLarge('characters')], data: null };
  }

  #endWith(error: Refusal): void {
    this.#isEnded = true;
    this.#end({ errors: [error], data: null });
  }

  #tooLarge(limit: keyof ResultLimits): Refusal {
    const most = this.#limits[limit];
    const [en, th] = { objects: ['objects', 'ออบเจกต์'], characters: ['characters', 'ตัวอักษร'] }[limit];
    return refusal(
      'RESULT_TOO_LARGE',
      {
        en: `The result has more than ${most} ${en}: ask for fewer rows or fields.`,
        th: `ผลลัพธ์มีมากกว่า ${most} ${th} โปรดขอจำนวนแถวหรือฟิลด์ให้น้อยลง`,
      },
      { limit, most, ...(this.isMutation && { mayBeDone: true }) },
    );
  }
}

/** The length of a value as JSON, about. */
function charactersOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 5;
  let characters = 2;
  for (const key in value)
    characters += charactersOf((value as Record<string, unknown>)[key]) + (Array.isArray(value) ? 1 : key.length + 4);
  return characters;
}

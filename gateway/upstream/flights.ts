import { CALLER_HEADER } from '../../subgraphs/runtime/caller.js';
import { REQUEST_ID_HEADER } from '../http/request-id.js';
import type { Exchange } from './exchange.js';

type Headers = Readonly<Record<string, string>>;

/** The queries that a subgraph has been sent and not begun to answer. */
export interface Flights {
  /**
   * One that asks the same for the same caller, in the same language: nothing differs but the id of the request.
   *
   * @param mark of the body, see {@link markOf}
   * @param deadline by which its answer must be there
   */
  find(mark: number, body: Buffer, headers: Headers, deadline: number): Exchange | undefined;
  add(mark: number, exchange: Exchange): void;
  remove(mark: number, exchange: Exchange): void;
  /** From now on nobody joins those that are under way: what they bring may be older than what has happened. */
  clear(): void;
}

/** Bytes that a mark looks at. */
const SAMPLES = 32;

export function createFlights(): Flights {
  const flights = new Map<number, Exchange[]>();
  return {
    find(mark, body, headers, deadline) {
      return flights
        .get(mark)
        ?.find(
          ({ request, endsAt }) =>
            endsAt <= deadline && areAlike(request.headers, headers) && request.body.equals(body),
        );
    },
    add(mark, exchange) {
      const alike = flights.get(mark);
      if (alike) alike.push(exchange);
      else flights.set(mark, [exchange]);
    },
    remove(mark, exchange) {
      const alike = flights.get(mark);
      const index = alike?.indexOf(exchange) ?? -1;
      if (index === -1) return;
      if (alike!.length === 1) flights.delete(mark);
      else alike!.splice(index, 1);
    },
    clear: () => flights.clear(),
  };
}

/** A number that bodies of the same bytes have in common, and others seldom: cheaper than a key of all bytes. */
export function markOf(body: Buffer): number {
  const step = Math.ceil(body.length / SAMPLES);
  let mark = body.length;
  for (let index = body.length - 1; index >= 0; index -= step) mark = (Math.imul(mark, 31) + body[index]!) | 0;
  return mark;
}

function areAlike(one: Headers, other: Headers): boolean {
  if (one[CALLER_HEADER] !== other[CALLER_HEADER]) return false;
  for (const name in one) if (name !== REQUEST_ID_HEADER && one[name] !== other[name]) return false;
  for (const name in other) if (name !== REQUEST_ID_HEADER && !(name in one)) return false;
  return true;
}

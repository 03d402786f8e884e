import type { Pool } from 'undici';
import type { Signer } from '../../subgraphs/protocol/signature.js';
import { createBreaker, NO_BREAKER, type Breaker, type CallOutcome, type Ticket } from './breaker.js';
import type { ChangesClient } from './changes-client.js';
import type { OpenEvents } from './event-sources.js';

/** Where one process of a subgraph is, or a balancer before several, with the connections to it. */
export interface Address {
  readonly url: string;
  readonly pool: Pool;
  /** Of requests, with the query of the address. */
  readonly path: string;
  /** Absent for a foreign subgraph. */
  readonly sign: Signer | undefined;
  readonly changes: ChangesClient;
  readonly events: { open: OpenEvents; close(): Promise<void> };
}

/** An address as one attempt uses it. */
export interface AddressUse {
  readonly address: Address;
  readonly member: Member;
  readonly ticket: Ticket;
}

interface Member {
  readonly address: Address;
  readonly breaker: Breaker;
  /** Attempts that have not ended. */
  pending: number;
  /** Whether it is ejected: it gets trial queries at most. */
  isOut: boolean;
}

interface AddressesOptions {
  /** Sends a trivial query to that address; rejects when it does not respond. Not called where there is one address. */
  probe?: (address: Address) => Promise<void>;
  /** Called when an address is ejected, and when it is used again. */
  onChange?: (address: Address, isOut: boolean) => void;
  /** Milliseconds of a monotonic clock. */
  now: () => number;
}

/** Timeouts in a row after which an address is ejected. A connection that fails ejects it at once. */
const TIMEOUTS_IN_A_ROW = 5;

/**
 * The addresses of one subgraph. Each attempt goes to the one that has the fewest pending attempts, among those that are not
 * ejected; when all are, to any, so that the breaker of the whole subgraph decides. One address alone is never ejected.
 */
export class Addresses {
  readonly #members: readonly Member[];
  #turn = 0;

  constructor(addresses: readonly Address[], { probe = async () => undefined, onChange, now }: AddressesOptions) {
    this.#members = addresses.map((address) => {
      const member: Member = {
        address,
        pending: 0,
        isOut: false,
        breaker:
          addresses.length === 1
            ? NO_BREAKER
            : createBreaker({
                calls: TIMEOUTS_IN_A_ROW,
                percent: 100,
                // Without a response to a probe it gets nothing.
                openMs: Infinity,
                probe: () => probe(address),
                now,
                onChange: (isOut) => {
                  member.isOut = isOut;
                  onChange?.(address, isOut);
                },
              }),
      };
      return member;
    });
  }

  /**
   * Chooses an address. {@link release} must follow, after {@link report}.
   *
   * @param isTrialAllowed whether it may be one that is ejected and is tried again; a mutation must not be the trial
   * @param without the address that has failed just now; it is taken only when there is no other
   */
  acquire(isTrialAllowed: boolean, without?: Address): AddressUse {
    let best: Member | undefined;
    const { length } = this.#members;
    this.#turn = this.#turn + 1 < length ? this.#turn + 1 : 0;
    const order = length === 1 ? this.#members : this.#inOrder();
    for (const member of order) {
      if (member.address === without) continue;
      best ??= member;
      const ticket = member.isOut && !isTrialAllowed ? undefined : member.breaker.admit();
      if (ticket !== undefined) return use(member, ticket);
    }
    // No ticket of a breaker: what comes of it changes nothing.
    return use(best ?? order[0]!, 0);
  }

  /** Tells whether another address is not ejected. */
  hasOther({ address }: AddressUse): boolean {
    return this.#members.some((member) => member.address !== address && !member.isOut);
  }

  /** Says what became of an attempt. */
  report({ member, ticket }: AddressUse, outcome: CallOutcome): void {
    member.breaker.report(ticket, outcome, outcome === 'unreachable' ? TIMEOUTS_IN_A_ROW : 1);
  }

  /** The attempt has ended. */
  release({ member }: AddressUse): void {
    member.pending -= 1;
  }

  /** Stops the probes, and closes all connections after their requests. */
  async close(): Promise<void> {
    for (const { breaker } of this.#members) breaker.close();
    await Promise.all(
      this.#members.flatMap(({ address: { pool, changes, events } }) => [
        pool.close(),
        changes.close(),
        events.close(),
      ]),
    );
  }

  /** By pending attempts; equal ones take turns. */
  #inOrder(): readonly Member[] {
    return [...this.#members.slice(this.#turn), ...this.#members.slice(0, this.#turn)].sort(
      (one, other) => one.pending - other.pending,
    );
  }
}

function use(member: Member, ticket: Ticket): AddressUse {
  member.pending += 1;
  return { address: member.address, member, ticket };
}

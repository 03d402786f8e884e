import type { ClientName } from './client-name.js';
import type { OperationDescription } from './describe-operation.js';
import { OTHER_CLIENT, type ClientUsage } from './usage-record.js';

/** A client of one operation. `fresh` is what was counted since the last flush, when the time was last looked at. */
type ClientCounter = ClientUsage & { fresh: number };

/** How often each client sent one operation. */
export class OperationCounter {
  readonly hash: string;
  /** The description, as JSON: it is written often and never read. */
  #json = '';
  /** The operation as it is in the file; undefined when it has changed. */
  #text: string | undefined;
  /** True while it is among the operations that are written. */
  isKept = false;
  /** By name and version. */
  readonly #clients = new Map<string, ClientCounter>();
  /** Most requests come from the same client as the one before. */
  #latest: ClientCounter | undefined;

  /** @param maxClients those that were not seen for the longest are counted together */
  constructor(
    description: OperationDescription,
    private readonly maxClients: number,
    clients: readonly ClientUsage[] = [],
  ) {
    this.hash = description.hash;
    this.describe(description);
    for (const client of clients) this.#clients.set(keyOf(client), { ...client, fresh: 0 });
  }

  describe(description: OperationDescription): void {
    this.#json = JSON.stringify(description);
    this.#text = undefined;
  }

  /** Bytes of the description in the file, about. */
  get size(): number {
    return this.#json.length;
  }

  /** When it was counted last: `now`, where the time was not looked at since. */
  lastSeenBy(now: string): string {
    return [...this.#clients.values()].reduce(
      (last, { fresh, lastSeen }) => (fresh > 0 ? now : lastSeen > last ? lastSeen : last),
      '',
    );
  }

  count({ name, version }: ClientName): void {
    const latest = this.#latest;
    if (latest?.name === name && latest.version === version) latest.fresh += 1;
    else (this.#latest = this.#clients.get(keyOf({ name, version })) ?? this.#add({ name, version })).fresh += 1;
  }

  /** Adds what was counted since the last time. */
  settle(now: string): void {
    this.#text = undefined;
    for (const client of this.#clients.values()) {
      if (client.fresh === 0) continue;
      client.count += client.fresh;
      client.lastSeen = now;
      client.fresh = 0;
    }
  }

  /** An operation of a usage file. */
  toJson(): string {
    return (this.#text ??= this.#write());
  }

  #write(): string {
    const clients = [...this.#clients.values()]
      .map(({ fresh: _fresh, ...client }): ClientUsage => client)
      .filter(({ count }) => count > 0);
    const totals = {
      clients,
      count: clients.reduce((sum, client) => sum + client.count, 0),
      firstSeen: clients.map(({ firstSeen }) => firstSeen).sort()[0],
      lastSeen: clients
        .map(({ lastSeen }) => lastSeen)
        .sort()
        .at(-1),
    };
    return `${this.#json.slice(0, -1)},${JSON.stringify(totals).slice(1)}`;
  }

  #add({ name, version }: ClientName): ClientCounter {
    const now = new Date().toISOString();
    if (this.#clients.size >= this.maxClients) this.#mergeOldest(now);
    const added = { name, version, count: 0, firstSeen: now, lastSeen: now, fresh: 0 };
    this.#clients.set(keyOf(added), added);
    return added;
  }

  /** Makes room: the client that was not seen for the longest becomes one of the others. */
  #mergeOldest(now: string): void {
    this.settle(now);
    const other = { name: OTHER_CLIENT, version: '' };
    let [oldest] = [...this.#clients.values()].filter((client) => keyOf(client) !== keyOf(other));
    for (const client of this.#clients.values())
      if (keyOf(client) !== keyOf(other) && client.lastSeen < oldest!.lastSeen) oldest = client;
    this.#clients.delete(keyOf(oldest!));
    const others = this.#clients.get(keyOf(other)) ?? { ...oldest!, ...other, count: 0, fresh: 0 };
    others.count += oldest!.count;
    if (oldest!.firstSeen < others.firstSeen) others.firstSeen = oldest!.firstSeen;
    if (oldest!.lastSeen > others.lastSeen) others.lastSeen = oldest!.lastSeen;
    this.#clients.set(keyOf(other), others);
  }
}

function keyOf({ name, version }: ClientName): string {
  return `${name}\n${version}`;
}

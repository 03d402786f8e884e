import { Agent, request } from 'undici';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import {
  FRESHNESS_HEADER,
  parseFreshness,
  parseReads,
  READS_HEADER,
  type ResultFreshness,
  type ResultReads,
} from '../../protocol/freshness.js';
import { toAddresses } from '../../process/subgraph-variables.js';
import { createSigner, type Signer } from '../../protocol/signature.js';

/** An entity that other subgraphs name: who keeps it, the field that is its key, and what it is called. */
export interface EntityOwner {
  owner: string;
  key: string;
  en: string;
  th: string;
  /** Whether one can be withdrawn: then its `standing` says so. */
  withdrawable?: boolean;
}

/** By the entity's GraphQL type. */
export type EntityOwners = Readonly<Record<string, EntityOwner>>;

/** An entity of another subgraph, as a write names it. */
export interface ForeignKey {
  type: string;
  id: string;
  /** The path of the input that names it. */
  argument: string;
}

/** A key that its owner does not have, or has no more. */
export interface UnknownKey extends ForeignKey {
  isWithdrawn?: boolean;
}

/** The other subgraphs, as far as they can be asked whether they have what a write names. */
export interface ForeignEntityClient {
  /**
   * The owner of a type.
   *
   * @throws when the subgraph does not declare it: that is a mistake in its code
   */
  ownerOf(type: string): EntityOwner;
  /** Tells whether a type's owner can be asked at all. */
  canAsk(type: string): boolean;
  /**
   * Finds the keys that their owners do not have, or have withdrawn: one request to each owner, all at once; those that are asked meanwhile
   * go together in the next one. A key whose owner does not answer in time, or answers errors, is not among them.
   */
  unknown(keys: readonly ForeignKey[]): Promise<UnknownKey[]>;
  /**
   * Tells for a query which entities exist, withdrawn ones too: one request to each owner, all at once.
   *
   * @returns in the order of the keys; undefined where the owner cannot be asked, or does not respond in time
   */
  exist(keys: ReadonlyArray<{ type: string; id: string }>): Promise<Array<boolean | undefined>>;
  /**
   * Finds the entity of another subgraph that has an id, of whatever type: one request to each owner, all at once.
   *
   * @returns its type, null when there is none, undefined when an owner does not respond in time and no other has it
   */
  holderOf(id: string): Promise<string | null | undefined>;
  /**
   * The names of entities by id, of one type: one request to its owner. Those that it does not have are left out.
   *
   * @returns undefined when the owner cannot be asked or does not respond in time
   */
  names(type: string, ids: readonly string[]): Promise<Map<string, LocalizedText> | undefined>;
  /**
   * Reads fields of an entity from its owner.
   *
   * @param selection written by us, never by a client
   * @param from another subgraph that adds fields to it, or computes it from its id; its owner when absent
   * @returns null when there is no such entity, undefined when its owner cannot be asked or does not respond in time
   */
  fields<T extends object>(type: string, id: string, selection: string, from?: string): Promise<T | null | undefined>;
  /** The same, for one operation: it tells what the results of the others depend on. */
  collecting(collector: ForeignReads): ForeignEntityClient;
  close(): Promise<void>;
}

/** Told what the results of other subgraphs depend on. */
export interface ForeignReads {
  /** @param freshness null when the subgraph did not say, or did not respond */
  askedOther(subgraph: string, freshness: ResultFreshness | null, reads: ResultReads | null): void;
}

export interface ForeignEntityClientOptions {
  /** As the subgraph declares them. */
  entityOwners: EntityOwners;
  /** By the subgraph's name, several addresses with commas between them; who is not in it is not asked. Read anew each time. */
  urls: Readonly<Record<string, string>>;
  /** The name of the subgraph that asks. */
  sender: string;
  /** By the subgraph's name: the keys with which calls to it are signed. */
  keys: Readonly<Record<string, string>>;
  log: { warn(details: object, message: string): void };
  /** Milliseconds to an answer's last byte. */
  deadlineMs?: number;
}

/** A write waits no longer for another part. */
const DEADLINE_MS = 500;

/** Asks whether entities are there, and of those that can be withdrawn whether they were. */
function existenceQuery(withdrawable: readonly string[]): string {
  const standings = withdrawable.map((type) => ` ... on ${type} { standing { state } }`);
  return `query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename${standings.join('')} } }`;
}

/** Makes what asks the owners of foreign keys. No connection is opened before the first question. */
export function createForeignEntityClient({
  entityOwners,
  urls,
  sender,
  keys,
  log,
  deadlineMs = DEADLINE_MS,
}: ForeignEntityClientOptions): ForeignEntityClient {
  const agent = new Agent({ connections: 32 });

  /** By owner and path. */
  const signers = new Map<string, Signer>();

  function signerOf(owner: string, target: string): Signer {
    const id = `${owner} ${target}`;
    let signer = signers.get(id);
    if (!signer) {
      signer = createSigner({
        key: keys[owner]!,
        sender: { kind: 'subgraph', name: sender },
        audience: owner,
        target,
      });
      signers.set(id, signer);
    }
    return signer;
  }

  /** By owner: the index of the address that is asked. */
  const current = new Map<string, number>();

  /** By owner: what waits for the request that is under way. */
  const waiting = new Map<string, Waiting[]>();

  /** Undefined when the owner did not say. */
  function unknownOf(owner: string, keys: readonly ForeignKey[]): Promise<UnknownKey[] | undefined> {
    return new Promise((resolve) => {
      const line = waiting.get(owner);
      if (line) line.push({ keys, resolve });
      else void askAll(owner, [{ keys, resolve }]);
    });
  }

  async function askAll(owner: string, first: Waiting[]): Promise<void> {
    for (let batch = first; batch.length > 0; batch = waiting.get(owner)!) {
      waiting.set(owner, []);
      const lacking = await lackingOf(
        owner,
        batch.flatMap(({ keys }) => keys),
      );
      // Whoever came meanwhile would wait as long again for an owner that does not answer.
      if (!lacking) batch.push(...waiting.get(owner)!.splice(0));
      for (const { keys, resolve } of batch)
        resolve(
          lacking &&
            keys
              .filter((key) => lacking.has(nameOf(key)))
              .map((key) => (lacking.get(nameOf(key)) ? { ...key, isWithdrawn: true } : key)),
        );
    }
    waiting.delete(owner);
  }

  /** The names of the keys that an owner does not have, with whether they were withdrawn. */
  async function lackingOf(owner: string, keys: readonly ForeignKey[]): Promise<Map<string, boolean> | undefined> {
    const distinct = new Map(
      keys.map((key) => [nameOf(key), { __typename: key.type, [ownerOf(key.type).key]: key.id }]),
    );
    try {
      const withdrawable = [...new Set(keys.map(({ type }) => type))].filter((type) => ownerOf(type).withdrawable);
      const entities = await ask(owner, existenceQuery(withdrawable), [...distinct.values()]);
      return new Map(
        [...distinct.keys()].flatMap((name, at): Array<[string, boolean]> => {
          const entity = entities[at] as Standing | null;
          return entity === null || isWithdrawn(entity) ? [[name, entity !== null]] : [];
        }),
      );
    } catch (error) {
      log.warn(
        { owner, keys: distinct.size, reason: (error as Error).message },
        'A subgraph did not respond whether references of a write exist: the write continues without this check',
      );
      return undefined;
    }
  }

  async function ask(
    owner: string,
    query: string,
    representations: readonly object[],
    collector?: ForeignReads,
  ): Promise<unknown[]> {
    const body = JSON.stringify({ query, variables: { representations } });
    const response = await send(owner, body, collector && { [FRESHNESS_HEADER]: '1' });
    const { data, errors } = JSON.parse(await response.body.text()) as {
      data?: { _entities?: unknown };
      errors?: Array<{ message?: string }>;
    };
    const entities = data?._entities;
    // An entity that could not be read is null too.
    if (errors) throw new Error(`status ${response.statusCode}, ${errors[0]?.message ?? 'errors'}`);
    if (!Array.isArray(entities) || entities.length !== representations.length)
      throw new Error(`status ${response.statusCode} without the entities`);
    const { headers: told } = response;
    collector?.askedOther(owner, parseFreshness(told[FRESHNESS_HEADER]), parseReads(told[READS_HEADER]));
    return entities;
  }

  /** Asks one address of a subgraph, for as long as it responds; when the connection fails, the next one. */
  async function send(owner: string, body: string, headers: Record<string, string> = {}) {
    const signal = AbortSignal.timeout(deadlineMs);
    const addresses = toAddresses(urls[owner]!);
    for (let left = addresses.length; ; left -= 1) {
      const at = (current.get(owner) ?? 0) % addresses.length;
      const url = addresses[at]!;
      const { pathname, search } = new URL(url);
      try {
        return await request(url, {
          dispatcher: agent,
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            accept: 'application/json',
            ...headers,
            ...signerOf(owner, pathname + search)(body),
          },
          body,
          signal,
        });
      } catch (error) {
        current.set(owner, at + 1);
        if (left === 1 || signal.aborted) throw error;
      }
    }
  }

  /** The first of an owner's types that has an id. */
  async function holderAt(owner: string, types: readonly string[], id: string): Promise<string | null | undefined> {
    try {
      const entities = await ask(
        owner,
        existenceQuery([]),
        types.map((type) => ({ __typename: type, id })),
      );
      return types.find((_, at) => entities[at] !== null) ?? null;
    } catch (error) {
      log.warn(
        { owner, reason: (error as Error).message },
        'A subgraph did not respond whether it has the id of a new record: the write is refused',
      );
      return undefined;
    }
  }

  /** Fields of entities in the order of their ids; none when their owner cannot be asked or does not respond. */
  async function readFields<T>(
    type: string,
    ids: readonly string[],
    selection: string,
    from?: string,
    collector?: ForeignReads,
  ): Promise<Array<T | null>> {
    const owner = from ?? ownerOf(type).owner;
    const key = entityOwners[type]?.key ?? 'id';
    if (!isKnown(owner) || ids.length === 0) return [];
    const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { ${selection} } } }`;
    try {
      return (await ask(
        owner,
        query,
        ids.map((id) => ({ __typename: type, [key]: id })),
        collector,
      )) as Array<T | null>;
    } catch (error) {
      collector?.askedOther(owner, null, null);
      log.warn(
        { owner, keys: ids.length, reason: (error as Error).message },
        'A subgraph did not respond with fields of its entities: the response or write continues without them',
      );
      return [];
    }
  }

  async function exist(
    keys: ReadonlyArray<{ type: string; id: string }>,
    collector?: ForeignReads,
  ): Promise<Array<boolean | undefined>> {
    const found = new Map<object, boolean>();
    const asked = byOwner(keys, ({ type }) => type).map(async ([owner, theirs]) => {
      const representations = theirs.map(({ type, id }) => ({ __typename: type, [ownerOf(type).key]: id }));
      try {
        const entities = await ask(owner, existenceQuery([]), representations, collector);
        for (const [at, key] of theirs.entries()) found.set(key, entities[at] !== null);
      } catch (error) {
        log.warn(
          { owner, keys: theirs.length, reason: (error as Error).message },
          'A subgraph did not respond whether the ids of a filter exist: the filter applies without this check',
        );
      }
    });
    await Promise.all(asked);
    for (const key of keys) if (!found.has(key)) collector?.askedOther(ownerOf(key.type).owner, null, null);
    return keys.map((key) => found.get(key));
  }

  function ownerOf(type: string): EntityOwner {
    const owner = entityOwners[type];
    if (!owner) throw new Error(`The subgraph ${sender} does not declare the owner of ${type}.`);
    return owner;
  }

  /** Groups what has a type by the owner of that, of those owners that can be asked. */
  function byOwner<T>(items: readonly T[], typeOf: (item: T) => string): Array<[owner: string, items: T[]]> {
    const groups = new Map<string, T[]>();
    for (const item of items) {
      const { owner } = ownerOf(typeOf(item));
      if (isKnown(owner)) groups.set(owner, [...(groups.get(owner) ?? []), item]);
    }
    return [...groups];
  }

  function isKnown(owner: string): boolean {
    return urls[owner] !== undefined && keys[owner] !== undefined;
  }

  const client: ForeignEntityClient = {
    ...readers(),
    ownerOf,
    canAsk: (type) => isKnown(ownerOf(type).owner),
    async unknown(keys) {
      const asked = byOwner(keys, ({ type }) => type).map(([owner, theirs]) => unknownOf(owner, theirs));
      const lacking = (await Promise.all(asked)).flatMap((unknown) => unknown ?? []);
      const found = new Map(lacking.map((key) => [nameOf(key), key]));
      return keys.flatMap((key) => {
        const unknown = found.get(nameOf(key));
        return unknown ? [{ ...unknown, argument: key.argument }] : [];
      });
    },
    async holderOf(id) {
      const types = Object.keys(entityOwners).filter((type) => {
        const { key, owner } = ownerOf(type);
        return key === 'id' && owner !== sender;
      });
      const answers = await Promise.all(
        byOwner(types, (type) => type).map(([owner, theirs]) => holderAt(owner, theirs, id)),
      );
      const found = answers.find((answer) => typeof answer === 'string');
      return found ?? (answers.includes(undefined) ? undefined : null);
    },
    collecting: (collector) => ({
      ...client,
      ...readers(collector),
      // Asked for writes: what the owners say of it is not collected.
      unknown(keys) {
        for (const { type } of keys) collector.askedOther(ownerOf(type).owner, null, null);
        return client.unknown(keys);
      },
      holderOf(id) {
        for (const { owner } of Object.values(entityOwners)) collector.askedOther(owner, null, null);
        return client.holderOf(id);
      },
    }),
    close: () => agent.close(),
  };
  return client;

  function readers(collector?: ForeignReads): Pick<ForeignEntityClient, 'exist' | 'names' | 'fields'> {
    return {
      exist: (keys) => exist(keys, collector),
      async names(type, ids) {
        const named = await readFields<Named>(type, ids, 'name { th en }', undefined, collector);
        if (named.length < ids.length) return undefined;
        return new Map(ids.flatMap((id, at) => (named[at]?.name ? [[id, named[at].name] as const] : [])));
      },
      async fields<T extends object>(type: string, id: string, selection: string, from?: string) {
        const [fields] = await readFields<T>(type, [id], selection, from, collector);
        return fields;
      },
    };
  }
}

interface Named {
  name: LocalizedText;
}

interface Standing {
  standing?: { state: string } | null;
}

/** Tells whether an entity whose `standing` was read was withdrawn. */
export function isWithdrawn({ standing }: Standing): boolean {
  return standing?.state === 'WITHDRAWN';
}

interface Waiting {
  keys: readonly ForeignKey[];
  resolve: (unknown: UnknownKey[] | undefined) => void;
}

function nameOf({ type, id }: ForeignKey): string {
  return `${type} ${id}`;
}

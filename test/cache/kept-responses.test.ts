import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FollowedStore } from '../../gateway/cache/followed-store.js';
import { KeptResponse, KeptResponses } from '../../gateway/cache/kept-responses.js';
import { ForeignReading } from '../../gateway/cache/reading.js';
import { ResultPart } from '../../gateway/cache/result-part.js';
import { ReadKeys } from '../../gateway/cache/read-keys.js';
import { writePosition, type ChangesResponse, type StoreKeys } from '../../subgraphs/protocol/freshness.js';

const keys = fc
  .uniqueArray(
    fc.oneof(
      fc.tuple(
        fc.constantFrom('a', 'b', 'a.x', 'b.y'),
        fc.uniqueArray(fc.constantFrom('1', '2', '3'), { minLength: 1 }),
      ),
      fc.tuple(fc.constantFrom('a', 'b'), fc.constant(true as const)),
    ),
    { selector: ([dimension]) => dimension, maxLength: 3 },
  )
  .map((entries): StoreKeys => Object.fromEntries(entries));

/** Whether a change touches what was read, by what `StoreKeys` says of both. */
function touches(read: StoreKeys, changed: StoreKeys): boolean {
  const collectionOf = (dimension: string) => dimension.split('.')[0]!;
  return Object.entries(changed).some(([dimension, values]) =>
    Object.entries(read).some(([own, ownValues]) => {
      if (collectionOf(own) !== collectionOf(dimension)) return false;
      if (values === true || ownValues === true) return true;
      return own === dimension && ownValues.some((value) => values.includes(value));
    }),
  );
}

test('a result has not been outdated for longer than since it was read', () => {
  const readAt = 1_000;
  const silent = { subgraph: 'a', silentMs: () => 5_000, endedAt: () => undefined };
  const part = new ResultPart({
    service: 'a',
    readings: [silent],
    keys: new ReadKeys('{}'),
    readAt,
    holdsUntil: Infinity,
    isShared: true,
  });
  expect(part.outdated(readAt + 100)).toEqual({ ms: 100, subgraph: 'a' });
});

const key = fc.constantFrom('p', 'q', 'r', 's');
const step = fc.oneof(
  fc.record({ kind: fc.constant('keep' as const), key, store: fc.nat(1), keys, time: fc.nat(5) }),
  fc.record({ kind: fc.constant('change' as const), store: fc.nat(1), keys, time: fc.nat(5) }),
  fc.record({ kind: fc.constant('reset' as const), store: fc.nat(1) }),
  fc.record({ kind: fc.constant('look' as const), key, store: fc.constant(0) }),
);

const NOTHING = { at: writePosition('1', 0, 0), age: 0, scheme: 's', changes: [], reset: false };

function followed(name: string, onChange = () => {}): FollowedStore {
  const store = new FollowedStore(name, 1_000_000, onChange);
  hear(store, {});
  return store;
}

function hear(store: FollowedStore, told: Partial<ChangesResponse>): void {
  store.hear({ ...NOTHING, ...told }, performance.now());
}

/** Undefined where the store says that it may not be kept. */
function responseOf(
  store: FollowedStore,
  read: StoreKeys,
  time: number,
  watched = new Set<KeptResponse>(),
): KeptResponse | undefined {
  const reading = store.judge({ at: writePosition('1', 0, time), scheme: 's' });
  const response =
    reading &&
    new KeptResponse(
      { json: Buffer.from('{"data":{}}'), errors: [], missing: [], listedObjects: 0 },
      [
        new ResultPart({
          service: store.name,
          readings: [reading],
          keys: new ReadKeys(JSON.stringify({ [store.name]: read })),
          readAt: 0,
          holdsUntil: Infinity,
          isShared: true,
        }),
      ],
      0,
      watched,
    );
  return response?.isDropped ? undefined : response;
}

test('a change drops exactly the responses that have read what it touches, before it, whenever they are looked at', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const stores = ['cities', 'events'].map((name) => followed(name));
      const kept = new KeptResponses(1_000_000);
      const model = new Map<string, { store: number; keys: StoreKeys; time: number }>();
      const changes: Array<{ store: number; keys: StoreKeys; time: number }> = [];
      const look = (name: string) =>
        expect([name, kept.find(name, performance.now()) !== undefined]).toEqual([name, model.has(name)]);
      for (const each of steps) {
        const store = stores[each.store]!;
        if (each.kind === 'look') look(each.key);
        else if (each.kind === 'keep') {
          const response = responseOf(store, each.keys, each.time);
          const isOutdated = changes.some(
            (change) => change.store === each.store && each.time < change.time && touches(each.keys, change.keys),
          );
          expect(response === undefined).toBe(isOutdated);
          if (!response) continue;
          kept.set(each.key, response);
          model.set(each.key, each);
        } else if (each.kind === 'change') {
          store.apply({ at: writePosition('1', 0, each.time), keys: each.keys });
          changes.push(each);
          for (const [name, entry] of model)
            if (entry.store === each.store && entry.time < each.time && touches(entry.keys, each.keys))
              model.delete(name);
        } else {
          hear(store, { reset: true });
          for (const [name, entry] of model) if (entry.store === each.store) model.delete(name);
          for (const change of [...changes])
            if (change.store === each.store) changes.splice(changes.indexOf(change), 1);
        }
      }
      for (const name of ['p', 'q', 'r', 's']) look(name);
    }),
    { numRuns: 500 },
  );
});

test('a response that was read before changes which are forgotten is dropped, and a later one is not', () => {
  const store = followed('cities');
  const before = responseOf(store, { b: ['1'] }, 1)!;
  const after = responseOf(store, { b: ['1'] }, 900)!;
  for (let time = 2; time < 60; time += 1)
    store.apply({ at: writePosition('1', 0, time), keys: { a: Array.from({ length: 1_000 }, (_, at) => `${at}`) } });
  expect([before.isDropped, after.isDropped]).toEqual([true, false]);
  expect(responseOf(store, { b: ['1'] }, 1)).toBeUndefined();
});

test('who watches a response is called when a change drops it, once, though nobody looks at it', () => {
  const watched = new Set<KeptResponse>();
  const store = followed('cities', () => {
    for (const response of [...watched]) void response.isDropped;
  });
  const response = responseOf(store, { a: ['1'] }, 1, watched)!;
  const calls: string[] = [];
  response.onDropped(() => calls.push('one'));
  const end = response.onDropped(() => calls.push('other'));
  store.apply({ at: writePosition('1', 0, 2), keys: { a: ['2'] } });
  end();
  expect(calls).toEqual([]);
  store.apply({ at: writePosition('1', 0, 3), keys: { a: ['1'] } });
  store.apply({ at: writePosition('1', 0, 4), keys: { a: ['1'] } });
  expect([calls, watched.size]).toEqual([['one'], 0]);
});

test('what was asked of a subgraph that tells nothing, before a mutation of it was served, does not hold after it', () => {
  const foreign = { name: 'theatre', changedAt: 100 };
  expect(new ForeignReading(foreign, 101).endedAt()).toBeUndefined();
  expect(new ForeignReading(foreign, 99).endedAt()).toBe(100);
});

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FollowedStore } from '../../gateway/cache/followed-store.js';
import { KeptResponse, KeptResponses } from '../../gateway/cache/kept-responses.js';
import { keysOfChange, keysOfReads } from '../../gateway/cache/store-keys.js';
import type { StoreKeys } from '../../subgraphs/protocol/freshness.js';

const nobody = { onChange: () => undefined, onReset: () => undefined };
const stores = ['cities', 'events'].map((name) => new FollowedStore(name, 1_000, nobody));

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

const step = fc.oneof(
  fc.record({
    kind: fc.constant('keep' as const),
    key: fc.constantFrom('p', 'q', 'r', 's'),
    store: fc.nat(1),
    keys,
    time: fc.nat(5),
  }),
  fc.record({ kind: fc.constant('change' as const), store: fc.nat(1), keys, time: fc.nat(5) }),
  fc.record({ kind: fc.constant('reset' as const), store: fc.nat(1) }),
);

test('a change drops exactly the responses that have read what it touches, before it, and leaves no key behind', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const kept = new KeptResponses(1_000_000);
      const model = new Map<string, { store: number; keys: StoreKeys; time: number }>();
      for (const each of steps) {
        const store = stores[each.store]!;
        if (each.kind === 'keep') {
          const result = { json: Buffer.from('{"data":{}}'), errors: [], missing: [], listedObjects: 0 };
          const read = { store, keys: keysOfReads(store.name, each.keys, true), time: String(each.time) };
          kept.set(each.key, new KeptResponse(result, [read], [], 0, Infinity));
          model.set(each.key, each);
        } else if (each.kind === 'change') {
          kept.dropTouched(store.name, keysOfChange(store.name, each.keys), String(each.time));
          for (const [key, entry] of model)
            if (entry.store === each.store && entry.time < each.time && touches(entry.keys, each.keys))
              model.delete(key);
        } else {
          kept.dropStore(store.name);
          for (const [key, entry] of model) if (entry.store === each.store) model.delete(key);
        }
        for (const key of ['p', 'q', 'r', 's'])
          expect([key, kept.get(key) !== undefined]).toEqual([key, model.has(key)]);
      }
      kept.clear();
      expect([kept.size, kept.storeKeys]).toEqual([0, 0]);
    }),
    { numRuns: 500 },
  );
});

test('of a store whose dimensions are others, what was read by a field counts as the whole collection', () => {
  expect(keysOfReads('s', { 'a.x': ['1'], b: ['2'] }, false).sort()).toEqual(['s:a!', 's:a=*', 's:b!', 's:b=2'].sort());
});

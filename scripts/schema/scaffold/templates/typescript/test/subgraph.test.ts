import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { writeCaller } from '../src/protocol/caller.js';
import { createSignatureVerifier } from '../src/protocol/signature-verifier.js';
import { createHandler } from '../src/server.js';

interface Result {
  data: { _entities: unknown[]; sampleItem: { name: string; mayChange: boolean } };
  errors: { extensions: { code: string } }[];
}

async function ask(query: string, headers: Record<string, string> = {}, verify?: Parameters<typeof createHandler>[0]) {
  const server = createServer(createHandler(verify));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });
    return { status: response.status, body: (await response.json()) as Result };
  } finally {
    server.close();
  }
}

test('references are answered in order, with null for unknown items', async () => {
  const { body } = await ask(`{ _entities(representations: [
    { __typename: "SampleItem", id: "none" }
    { __typename: "City", id: "th-yala" }
    { __typename: "SampleItem", id: "sample-phuket-1" }
    { __typename: "City", id: "th-satun" }
    { __typename: "City", id: "th-phuket" }
  ]) { ... on City { id sampleItems(first: 1) { id } } ... on SampleItem { id city { id } } } }`);
  assert.deepEqual(body.data._entities, [
    null,
    { id: 'th-yala', sampleItems: [{ id: 'sample-yala-1' }] },
    { id: 'sample-phuket-1', city: { id: 'th-phuket' } },
    { id: 'th-satun', sampleItems: [] },
    { id: 'th-phuket', sampleItems: [{ id: 'sample-phuket-1' }] },
  ]);
});

test('the name is in the language of the client', async () => {
  const query = '{ sampleItem(id: "sample-yala-1") { name } }';
  const thai = await ask(query, { 'accept-language': 'th-TH, en;q=0.5' });
  assert.equal(thai.body.data.sampleItem.name, 'รายการแรกของยะลา');
  assert.equal((await ask(query)).body.data.sampleItem.name, 'The first item of Yala');
});

test('an officer of the city may change an item', async () => {
  const query = '{ sampleItem(id: "sample-yala-1") { mayChange } }';
  const caller = writeCaller({ id: 'anong', roles: ['city-officer:th-yala'] });
  assert.equal((await ask(query, { 'citylink-caller': caller })).body.data.sampleItem.mayChange, true);
  assert.equal((await ask(query)).body.data.sampleItem.mayChange, false);
});

test('unsigned requests are refused', async () => {
  const verify = createSignatureVerifier({ audience: 'sample', keys: ['a key'] });
  const { status, body } = await ask('{ __typename }', {}, verify);
  assert.deepEqual([status, body.errors[0]?.extensions.code], [401, 'UNAUTHENTICATED']);
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { composeCheckout } from '../../../scripts/schema/compose/compose-checkout.js';
import { readRegistry } from '../../../scripts/schema/registry/published-registry.js';
import { runSchema } from '../run-schema.js';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\n';
const RIVERS = `${LINK}
"Rivers. | แม่น้ำ"
type Query { "One. | หนึ่ง" river(id: ID!): River }
"A river. | แม่น้ำ"
type River @key(fields: "id") { "Id. | รหัส" id: ID! }
`;
const BOATS = `${LINK}
"A river. | แม่น้ำ"
type River @key(fields: "id") { "Id. | รหัส" id: ID! "Boats. | เรือ" boats: Int }
`;

let folder: string;
let registry: string;
let gateway: Server;
/** Why the gateway refuses every version but 0. */
let refusal: { reason: string; subgraph: string } | undefined;
beforeEach(async () => {
  refusal = undefined;
  folder = await mkdtemp(join(tmpdir(), 'publish-'));
  registry = join(folder, 'registry');
  const ours = [{ name: 'rivers', sdl: RIVERS, url: 'http://127.0.0.1:4001/graphql' }];
  await composeCheckout({ ours, folder: registry, check: false, print: () => undefined });
  await writeFile(join(folder, 'boats.graphql'), BOATS);
  gateway = createServer((_, response) => {
    void readRegistry(registry).then(({ manifest: { version } }) => {
      const supergraph = refusal ? { version: 0, refused: { version, ...refusal } } : { version };
      response.end(JSON.stringify({ supergraph }));
    });
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  gateway.closeAllConnections();
  gateway.close();
  await rm(folder, { recursive: true });
});

const PUBLISH = ['publish', 'boats.graphql', '--url', 'http://127.0.0.1:5001/graphql', '--as', 'port'];

test('`publish` of what is published already has nothing to do, and waits for the gateway all the same', async () => {
  expect(await run(...PUBLISH)).toMatchObject({ code: 0, stderr: 'Published version 1.\n' });
  expect(await run(...PUBLISH, '--wait', gatewayUrl())).toMatchObject({
    code: 0,
    stderr: 'This is version 1, which is published already: there is nothing to do.\nThe gateway serves version 1.\n',
  });
});

test('`publish --wait` says when the subgraph of another team keeps the gateway from taking the version', async () => {
  await run(...PUBLISH, '--contact', 'port@example.org');
  await writeFile(join(folder, 'fish.graphql'), BOATS.replace('boats: Int', 'fish: Int'));
  refusal = { reason: 'The subgraph boats serves another SDL', subgraph: 'boats' };
  const url = 'http://127.0.0.1:5002/graphql';
  const waited = await run('publish', 'fish.graphql', '--url', url, '--as', 'fishers', '--wait', gatewayUrl());
  expect(waited).toMatchObject({
    code: 1,
    stderr:
      'Published version 2.\nVersion 2 is published, but the gateway does not take it, because of the subgraph of another team: The subgraph boats serves another SDL. boats belongs to port: ask port@example.org. The gateway takes your publication as soon as this is mended.\n',
  });
  const own = await run(...PUBLISH, '--wait', gatewayUrl());
  expect(own.stderr).toMatch(/the gateway does not take it: The subgraph boats serves another SDL\.\n$/);
});

test('`rollback` of the network’s team names what it undoes of other teams, before and after', async () => {
  await run(...PUBLISH, '--contact', 'port@example.org');
  const { code, stderr } = await run('rollback', '0', '--as', 'citylink', '--reason', 'Boats are broken');
  expect([code, stderr.split('\n')]).toEqual([
    0,
    [
      'Version 0 undoes what other teams published:',
      '  boats, of port: boats was taken out.',
      'Published version 2, which is version 0 again.',
      'boats of port is as in version 0: tell port@example.org.',
      '',
    ],
  ]);
});

test('`rollback --wait` waits for the gateway', async () => {
  await run(...PUBLISH);
  const back = ['rollback', '0', '--as', 'port', '--reason', 'Boats are broken', '--wait', gatewayUrl()];
  const waited = { code: 0, stderr: expect.stringMatching(/\nThe gateway serves version 2\.\n$/) };
  expect(await run(...back)).toMatchObject(waited);
  expect(await run(...back)).toMatchObject(waited);
});

test('an address that is none is wrong usage', async () => {
  expect(await run('publish', 'boats.graphql', '--url', 'notaurl', '--as', 'port')).toMatchObject({
    code: 2,
    stderr: '--url must be an http address, but got "notaurl". Example: https://transit.example.org/graphql\n',
  });
});

test.each([
  ['publish', [...PUBLISH]],
  ['retire', ['retire', 'boats', '--as', 'port']],
  ['rollback', ['rollback', '1', '--as', 'port', '--reason', 'x']],
  ['check', ['check', 'boats.graphql']],
  ['history', ['history']],
  ['diff', ['diff', '1', '2']],
])('`%s` of a registry in a folder that does not exist ends with 3, and names the folder in full', async (_, args) => {
  for (const location of ['nowhere', join(folder, 'nowhere')])
    expect(await run(...args, '--registry', location)).toMatchObject({
      code: 3,
      stderr: `The folder ${join(folder, 'nowhere')} does not exist. Name another registry with --registry or REGISTRY.\n`,
    });
});

/** Runs a command of `npm run schema` as somebody in the folder of the files does. */
function run(...args: string[]) {
  return runSchema(folder, registry, args);
}

function gatewayUrl(): string {
  return `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
}

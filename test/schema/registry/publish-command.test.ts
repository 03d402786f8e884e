import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { composeCheckout } from '../../../scripts/schema/compose/compose-checkout.js';
import { readRegistry } from '../../../scripts/schema/registry/published-registry.js';

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
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'publish-'));
  registry = join(folder, 'registry');
  const ours = [{ name: 'rivers', sdl: RIVERS, url: 'http://127.0.0.1:4001/graphql' }];
  await composeCheckout({ ours, folder: registry, check: false, print: () => undefined });
  await writeFile(join(folder, 'boats.graphql'), BOATS);
  gateway = createServer((_, response) => {
    void readRegistry(registry).then(({ manifest: { version } }) =>
      response.end(JSON.stringify({ supergraph: { version } })),
    );
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

function gatewayUrl(): string {
  return `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
}

/** Runs a command of `npm run schema` as somebody in the folder of the files does. */
async function run(...args: string[]): Promise<{ code: number | string | undefined; stdout: string; stderr: string }> {
  const env = {
    PATH: process.env['PATH'],
    INIT_CWD: folder,
    REGISTRY: registry,
    CITYLINK_FOLDER: join(folder, 'state'),
    NO_COLOR: '1',
  };
  return new Promise((resolve) => {
    execFile(process.execPath, ['scripts/schema.js', ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error ? (error.code ?? undefined) : 0, stdout, stderr }),
    );
  });
}

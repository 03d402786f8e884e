import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { Kind, parse } from 'graphql';
import { AUDIENCE, bearer, ISSUER, keyFile, newKeys, tokenOf } from './auth/tokens.js';
import { startGraph, type RunningGraph } from './graph.js';
import { readEvents } from './live/event-reader.js';

const keys = newKeys();
let key: Awaited<ReturnType<typeof keyFile>>;
let graph: RunningGraph;
let signedIn: Record<string, string>;

beforeAll(async () => {
  key = await keyFile(keys);
  graph = await startGraph({ AUTH_PUBLIC_KEY_FILE: key.file, AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE });
  signedIn = bearer(await tokenOf(keys, { roles: ['city-officer:th-yala', 'city-officer:th-phuket'] }));
}, 120_000);

afterAll(async () => {
  await graph?.close();
  await key?.remove();
});

const readme = readFileSync('README.md', 'utf8');
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text]) => text as string);
const operations = blocks('graphql').filter((text) => parse(text).definitions[0]?.kind === Kind.OPERATION_DEFINITION);
const isSubscription = (text: string) => text.startsWith('subscription');

test('each subscription of the README is opened', async () => {
  const subscriptions = operations.filter(isSubscription);
  expect(subscriptions).not.toEqual([]);
  for (const query of subscriptions) {
    const reader = await readEvents(graph.gateway.url, { body: { query }, headers: signedIn });
    expect([reader.status, reader.events]).toEqual([200, []]);
    reader.close();
  }
});

test.each(
  operations
    .filter((text) => !isSubscription(text))
    .map((text) => [/(?:query|mutation) (\w+)/.exec(text)?.[1] ?? text, text]),
)('%s of the README is answered', async (_name, text) => {
  const { status, body } = await graph.gateway.query(text, {}, signedIn);
  expect([status, body.errors]).toEqual([200, undefined]);
  expect(Object.values(body.data)).not.toContain(null);
});

test('every request that the README sends with curl succeeds', async () => {
  const bodies = [...readme.matchAll(/-d '(\{.*\})'/g)].map(
    ([, body]) => JSON.parse(body as string) as { query: string },
  );
  expect(bodies).toHaveLength(3);
  for (const { query } of bodies) expect((await graph.gateway.query(query, {}, signedIn)).body.errors).toBeUndefined();
});

test('the document that the README requests by its hash is known, and its response has an ETag', async () => {
  const [, address] = /curl -si 'http:\/\/127\.0\.0\.1:4000(\/graphql\?documentId=[^']+)'/.exec(readme)!;
  const { status, body, headers } = await graph.gateway.send(address!);
  expect([status, body.errors, headers.get('etag')]).toEqual([200, undefined, expect.any(String)]);
  expect(
    (await fetch(new URL(address!, graph.gateway.url), { headers: { 'if-none-match': headers.get('etag')! } })).status,
  ).toBe(304);
});

test('an empty tile has the reason that the README shows', async () => {
  const [query] = [...readme.matchAll(/-d '(\{"query":"query Tile.*\})'/g)].map(
    ([, body]) => (JSON.parse(body as string) as { query: string }).query,
  );
  const events = graph.subgraphs.get('events')!;
  await events.kill();
  try {
    const { body } = await graph.gateway.query(query!, {}, { 'accept-language': 'th' });
    expect(body.data.city).toEqual({ name: { th: expect.any(String) }, events: null });
    expect(body.extensions).toEqual(JSON.parse(blocks('json')[0]!));
    const [declaration, call] = blocks('js')[0]!.trim().split('\n');
    expect(new Function('result', `${declaration} return ${call}`)(body)).toBe(body.extensions.missing[0].reason);
  } finally {
    await events.revive();
  }
});

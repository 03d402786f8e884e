import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { askGateway } from '../../scripts/verify/ask-gateway.js';
import { OLDER_FACTS } from '../../scripts/verify/older-facts.js';
import { faultsOf, reportOf, verify } from '../../scripts/verify/verify.js';
import { AUDIENCE, ISSUER, keyFile, newKeys, tokenOf } from '../auth/tokens.js';
import { spawnCommand } from '../start/network-process.js';
import { startGraph, type RunningGraph } from '../graph.js';

const keys = newKeys();
let key: Awaited<ReturnType<typeof keyFile>>;
let graph: RunningGraph;
let token: string;
beforeAll(async () => {
  key = await keyFile(keys);
  token = await tokenOf(keys, { roles: ['network-admin'] });
  graph = await startGraph({
    AUTH_PUBLIC_KEY_FILE: key.file,
    AUTH_ISSUER: ISSUER,
    AUTH_AUDIENCE: AUDIENCE,
  });
}, 120_000);
afterAll(async () => {
  await graph?.close();
  await key?.remove();
});

const endpoint = () => new URL('/graphql', graph.gateway.url).href;

test('every invariant holds of the seed, read through the gateway with its default limits', async () => {
  const ask = askGateway(endpoint(), token);
  const verdicts = await verify(ask, buildSchema(readFileSync('schema/api.graphql', 'utf8')));
  expect(verdicts.filter(({ isJudged }) => !isJudged)).toEqual([]);
  expect(faultsOf(verdicts)).toEqual([]);
  expect(reportOf(verdicts).at(-1)).toBe(`${verdicts.length} checks hold, 0 do not`);
  expect(reportOf(verdicts).filter((line) => line.includes('older than the rule'))).toHaveLength(OLDER_FACTS.length);
}, 60_000);

test('npm run verify tells each check and how many hold, with or without a token', async () => {
  for (const signedIn of [['--token', token], []]) {
    const { code, output } = await spawnCommand(['scripts/verify.js', '--url', endpoint(), ...signedIn], {}).ended;
    expect([code, output]).toEqual([0, expect.stringMatching(/^holds {10}A city has one open officer of a kind$/m)]);
    expect(output.trimEnd().split('\n').at(-1)).toMatch(/^\d+ checks hold, 0 do not$/);
  }
}, 120_000);

test('npm run verify ends with 1 and one sentence when the gateway does not answer', async () => {
  const { code, output } = await spawnCommand(['scripts/verify.js', '--url', 'http://127.0.0.1:9/graphql'], {}).ended;
  expect([code, output.trimEnd().split('\n').at(-1)]).toEqual([
    1,
    expect.stringMatching(/^http:\/\/127\.0\.0\.1:9\/graphql does not answer: /),
  ]);
}, 120_000);

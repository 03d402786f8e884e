import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildSchema, getNamedType, isCompositeType, type GraphQLField } from 'graphql';
import { composeSupergraph } from '../../scripts/schema/compose-supergraph.js';
import { printedSubgraphs } from '../../scripts/schema/printed-schema.js';
import { startGraph, type RunningGraph } from '../graph.js';
import { AUDIENCE, bearer, ISSUER, keyFile, newKeys, tokenOf } from './tokens.js';

const keys = newKeys();
const { supergraphSdl, apiSdl } = composeSupergraph(printedSubgraphs());
const writes = Object.values(buildSchema(apiSdl).getMutationType()?.getFields() ?? {});

let key: Awaited<ReturnType<typeof keyFile>>;
let folder: string;
let graph: RunningGraph;

beforeAll(async () => {
  key = await keyFile(keys);
  folder = await mkdtemp(join(tmpdir(), 'citylink-network-'));
  const file = join(folder, 'supergraph.graphql');
  await writeFile(file, supergraphSdl);
  graph = await startGraph({ SUPERGRAPH_FILE: file, AUTH_PUBLIC_KEY_FILE: key.file, AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE });
});

afterAll(async () => {
  await graph?.close();
  await key?.remove();
  if (folder) await rm(folder, { recursive: true });
});

beforeEach(() => graph.forget());

const fetches = () => [...graph.subgraphs.values()].flatMap((subgraph) => subgraph.fetches);

function asked({ name, args, type }: GraphQLField<unknown, unknown>): string {
  const variables = args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
  const given = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  return `mutation${variables && ` (${variables})`} { done: ${name}${given && `(${given})`} ${isCompositeType(getNamedType(type)) ? '{ __typename }' : ''} }`;
}

test('nobody can write anything: the gateway refuses every write before a subgraph is asked', async () => {
  expect(writes.map(({ name }) => name)).toContain('declareChallenge');
  for (const write of writes) {
    const { status, body } = await graph.gateway.query(asked(write));
    expect({ status, body }).toMatchObject({ status: 401, body: { errors: [{ path: ['done'], extensions: { code: 'UNAUTHENTICATED', coordinate: `Mutation.${write.name}` } }] } });
  }
  expect(fetches()).toEqual([]);
});

test('everybody can read', async () => {
  expect(await graph.read('{ city(id: "th-yala") { name { en } } }')).toEqual({ city: { name: { en: 'Yala' } } });
});

test('who registered for an event is null to nobody, beside all that is open, in the language of the reader', async () => {
  const query = 'query Forum { event(id: "event-depa-mastercard-2020") { id who: registrations { totalCount } } city(id: "th-yala") { name { en } registrations { totalCount } } }';
  for (const [language, message] of [['en', 'Sign in to do this.'], ['th', 'โปรดเข้าสู่ระบบก่อนทำรายการนี้']] as const) {
    const { status, body } = await graph.gateway.query(query, {}, { 'accept-language': language });
    expect({ status, data: body.data }).toEqual({ status: 200, data: { event: { id: 'event-depa-mastercard-2020', who: null }, city: { name: { en: 'Yala' }, registrations: null } } });
    expect(body.errors).toMatchObject([{ message, path: ['event', 'who'], extensions: { code: 'UNAUTHENTICATED' } }, { message, path: ['city', 'registrations'], extensions: { code: 'UNAUTHENTICATED' } }]);
  }
  expect((await graph.gateway.query(query, {}, bearer(await tokenOf(keys, { roles: ['network-admin'] })))).body).toMatchObject({ data: { event: { who: { totalCount: 0 } }, city: { registrations: { totalCount: 0 } } } });
});

describe('a write by a caller who signed in', () => {
  const DECLARE = 'mutation ($input: DeclareChallengeInput!) { declareChallenge(input: $input) { id } }';
  const declare = async (roles: string[], language = 'en') =>
    graph.gateway.query(DECLARE, { input: { idempotencyKey: `auth-${roles.join()}-${language}`, cityId: 'th-yala', code: 'AIR_QUALITY', basis: 'Said by its officer' } }, { ...bearer(await tokenOf(keys, { roles })), 'accept-language': language });

  test('is done for the officer of the city', async () => {
    const answer = await declare(['city-officer:th-yala']);
    expect(answer.body.errors).toBeUndefined();
    expect(answer).toMatchObject({ status: 200, body: { data: { declareChallenge: { id: 'th-yala' } } } });
  });

  test.each([[['city-officer:th-nan']], [['viewer']], [[]], [['city-officer']], [['city-officer:th-yala ']]])('is refused by the subgraph to %j', async (roles) => {
    const { body } = await declare(roles);
    expect(body).toMatchObject({ data: { declareChallenge: null }, errors: [{ message: 'Your roles do not allow this.', path: ['declareChallenge'], extensions: { code: 'FORBIDDEN', service: 'cities', needs: ['city-officer:th-yala'] } }] });
  });

  test('is refused in Thai to those who read Thai', async () => {
    expect((await declare(['viewer'], 'th')).body.errors[0].message).toBe('บทบาทของท่านไม่มีสิทธิ์ทำรายการนี้');
  });
});

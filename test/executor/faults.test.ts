import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { expectNoSecrets } from '../faults/expect-no-secrets.js';
import type { Behaviour } from '../gateway/hosted-subgraph.js';
import { startGateway, type Answer, type RunningGateway } from '../gateway/start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';
import { editResponse } from './edit-response.js';
import { faultModes } from './fault-modes.js';
import { areSame, outcomeOf } from './outcome.js';
import { createRandom } from './random.js';

const EDITS = Number(process.env['FUZZ_EDITS'] ?? 1_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261);

const OPERATIONS = [
  '{ stations { id name latest { celsius station { name } } } hottest { celsius station { id height } } }',
  'query ($ids: [ID!]! = ["north", "nowhere", "south"]) { tour(ids: $ids) { id comfort readings(first: 1) { celsius } latest { celsius } } }',
  'mutation { rename(id: "south", name: "S") { id name count comfort } }',
];
const CELSIUS: Readonly<Record<string, number>> = { north: 11.5, south: 33 };

let graph: WeatherGraph;
let compiled: RunningGateway;
let interpreted: RunningGateway;

beforeAll(async () => {
  graph = await startWeatherGraph();
  // Every mode is to reach the executor, however many came before it.
  const env = { SUPERGRAPH_FILE: graph.supergraphFile, SUBGRAPH_TIMEOUT_MS: '1200', SUBGRAPH_BREAKER_CALLS: '0' };
  [compiled, interpreted] = await Promise.all([
    startGateway({ ...env, EXECUTOR: 'compiled' }),
    startGateway({ ...env, EXECUTOR: 'interpreted' }),
  ]);
});

afterAll(async () => {
  await Promise.all([compiled?.close(), interpreted?.close()]);
  await graph?.close();
});

afterEach(() => {
  graph.stations.behave();
  graph.readings.behave();
});

/** Where a deadline is over for one of the two only, which a busy machine decides, both are asked so often. */
const ATTEMPTS = 3;

/** @param headers reach the subgraphs: the language does */
async function expectAgreement(query: string, headers?: Record<string, string>, attempt = 1): Promise<Answer['body']> {
  const [ours, reference] = await Promise.all([
    compiled.query(query, {}, headers),
    interpreted.query(query, {}, headers),
  ]);
  expect([ours.status, reference.status]).toEqual([200, 200]);
  const [one, other] = [outcomeOf(ours.body), outcomeOf(reference.body)];
  if (
    attempt < ATTEMPTS &&
    !areSame(one, other) &&
    [...one.errors, ...other.errors].some((error) => error.endsWith('SUBGRAPH_TIMEOUT'))
  )
    return expectAgreement(query, headers, attempt + 1);
  expect(one).toEqual(other);
  expectNoSecrets(ours.body);
  expectOwnValues(ours.body.data);
  return ours.body;
}

/** A value that a subgraph does say stands at the station that it says it of. */
function expectOwnValues(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const { id, latest } = value as { id?: string; latest?: { celsius?: number } | null };
  const other = Object.entries(CELSIUS).find(([name, celsius]) => name !== id && celsius === latest?.celsius);
  if (id !== undefined && id in CELSIUS && other)
    throw new Error(`${id} has what is ${other[0]}'s: ${JSON.stringify(value)}`);
  Object.values(value).forEach(expectOwnValues);
}

describe.each(['stations', 'readings'] as const)('%s', (name) => {
  test.each(Object.entries(faultModes))('%s', async (_mode, behaviour) => {
    for (const query of OPERATIONS) {
      graph[name].behave(behaviour);
      await expectAgreement(query);
      graph[name].behave();
      expect((await expectAgreement(query)).errors).toBeUndefined();
    }
  });

  test('is down', async () => {
    for (const query of OPERATIONS) {
      await graph[name].kill();
      expect(JSON.stringify((await expectAgreement(query)).errors)).toContain('SUBGRAPH_UNREACHABLE');
      await graph[name].revive();
      expect((await expectAgreement(query)).errors).toBeUndefined();
    }
  });
});

test(
  `${EDITS} answers, each spoilt in one to three places (seed ${SEED})`,
  async () => {
    const spoil: Behaviour = async (request, response, honest) => {
      const language = String(request.headers['accept-language']);
      const answer = JSON.parse(JSON.stringify(await honest())) as { data?: Record<string, unknown> };
      // Both gateways get the same: the seed is the client's, and each kind of fetch has its own.
      const random = createRandom(
        SEED + Number(language.slice(2)) * 4 + (answer.data && '_entities' in answer.data ? 1 : 0),
      );
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify(random.chance(0.7) ? editResponse(random, answer) : answer));
    };
    graph.stations.behave(spoil);
    graph.readings.behave(spoil);
    for (let index = 0; index < EDITS; index += 10) {
      const batch = Array.from({ length: Math.min(10, EDITS - index) }, (_, offset) => index + offset);
      await Promise.all(
        batch.map(async (number) => {
          const query = OPERATIONS[number % OPERATIONS.length]!;
          await expectAgreement(query, { 'accept-language': `x-${number}` }).catch((error: Error) => {
            throw new Error(`Edit ${number} of seed ${SEED}, ${query}: ${error.message}`);
          });
        }),
      );
    }
  },
  240_000 + EDITS * 40,
);

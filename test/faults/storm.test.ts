import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startGateway, type Answer, type RunningGateway } from '../gateway/start-gateway.js';
import { until } from '../gateway/until.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';
import '../setup/repeat-once.js';

/** `STORM_SECONDS=120 npx jest test/faults/storm` runs longer and prints the latencies. */
const isByHand = process.env['STORM_SECONDS'] !== undefined;
const SECONDS = Number(process.env['STORM_SECONDS'] ?? 10);
const EVERY_MS = 5;
const KILLED_EVERY_MS = 5_000;
const AWAY_MS = 1_500;
/** A machine that is too slow for the rate sends less. */
const MOST_AT_ONCE = 100;

/** What the living one has is whole in each; the last is the dead one's alone. */
const QUERIES = [
  '{ stations { name } }',
  '{ stations { name latest { celsius } } hottest { celsius } }',
  '{ tour(ids: ["south", "north"]) { name comfort } }',
  '{ hottest { celsius } }',
];
const NAMES = ['North', 'ใต้'];

let graph: WeatherGraph;
let gateway: RunningGateway;

beforeAll(async () => {
  graph = await startWeatherGraph();
  gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, SUBGRAPH_TIMEOUT_MS: '60000' });
});

afterAll(async () => {
  await gateway?.close();
  await graph?.close();
});

interface Seen {
  answers: number;
  /** With errors in fields of the one that is killed. */
  damaged: number;
  /** Of them, those for which it was not even asked. */
  spared: number;
  /** Anything else: each is a fault of the gateway. */
  wrong: string[];
  /** Answers to the query of the living one alone took so many milliseconds. */
  took: number[];
}

test(
  `200 requests a second for ${SECONDS} s, one subgraph killed every 5 s: only its fields suffer, and no socket is left`,
  async () => {
    const quiet = newSeen();
    await load(quiet, sleep(isByHand ? 10_000 : 1_000));
    expect(quiet).toMatchObject({ damaged: 0, wrong: [] });

    const storm = newSeen();
    const killing = async () => {
      for (let left = SECONDS * 1_000; left > 0; left -= KILLED_EVERY_MS) {
        await sleep(KILLED_EVERY_MS - AWAY_MS);
        await graph.readings.kill();
        const { spared } = storm;
        await sleep(AWAY_MS);
        await until(
          () => storm.spared,
          (now) => now > spared,
        ); // Its failures have been noticed.
        await graph.readings.revive();
        await until(
          () => gateway.query('{ hottest { celsius } }'),
          ({ body }) => body.errors === undefined,
        );
      }
    };
    await load(storm, killing());
    expect(storm.wrong).toEqual([]);

    const after = newSeen();
    await load(after, sleep(1_000));
    expect(after).toMatchObject({ damaged: 0, wrong: [] });
    for (const subgraph of [graph.stations, graph.readings])
      await until(
        () => subgraph.connections(),
        (open) => open === 0,
      );
    if (isByHand)
      process.stdout.write(
        `p99 of the others: ${p99(quiet.took)} ms when all is quiet, ${p99(storm.took)} ms in the storm; ${JSON.stringify({ ...storm, took: undefined })}\n`,
      );
  },
  120_000 + SECONDS * 2_000,
);

const newSeen = (): Seen => ({ answers: 0, damaged: 0, spared: 0, wrong: [], took: [] });

/** Sends requests until something is done, each in a language of its own, so that each reaches the subgraphs. */
async function load(seen: Seen, end: Promise<void>): Promise<void> {
  const open = new Set<Promise<void>>();
  let isOver = false;
  const over = end.finally(() => (isOver = true));
  const begin = performance.now();
  for (let index = 0; !isOver; index += 1) {
    await sleep(Math.max(0, begin + index * EVERY_MS - performance.now()));
    if (open.size >= MOST_AT_ONCE) await Promise.race(open);
    const sent = send(index, seen).finally(() => open.delete(sent));
    open.add(sent);
  }
  await Promise.all([over, ...open]);
}

async function send(index: number, seen: Seen): Promise<void> {
  const query = QUERIES[index % QUERIES.length]!;
  const sentAt = performance.now();
  const { status, body } = await gateway.query(query, {}, { 'accept-language': `x-${index}` });
  if (query === QUERIES[0]) seen.took.push(performance.now() - sentAt);
  seen.answers += 1;
  const errors = (body.errors ?? []) as {
    path?: (string | number)[];
    extensions: { code: string; service: string; reason?: string };
  }[];
  if (errors.length > 0) seen.damaged += 1;
  if (errors.length > 0 && errors.every(({ extensions }) => extensions.reason === 'breaker')) seen.spared += 1;
  const isRight =
    status === 200 &&
    isWhole(body.data) &&
    errors.every(
      ({ path, extensions: { code, service } }) =>
        path !== undefined &&
        ['hottest', 'latest', 'comfort'].includes(String(path.at(-1))) &&
        code === 'SUBGRAPH_UNREACHABLE' &&
        service === 'readings',
    );
  if (!isRight) seen.wrong.push(JSON.stringify({ status, body }));
}

/** True when every field of the subgraph that is up has its data. */
function isWhole({ stations, tour }: Answer['body']): boolean {
  const names = (list: { name: string }[]) => list.map(({ name }) => name);
  return (
    (stations === undefined || String(names(stations)) === String(NAMES)) &&
    (tour === undefined || String(names(tour)) === String([...NAMES].reverse()))
  );
}

function p99(times: readonly number[]): number {
  return Math.round([...times].sort((one, other) => one - other)[Math.floor(times.length * 0.99)] ?? NaN);
}

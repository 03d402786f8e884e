import { describe, expect, test } from '@jest/globals';
import { foreignDamage } from '../../scripts/storm/foreign-damage.js';
import { killsReport } from '../../scripts/storm/kills-report.js';
import type { StormAnswer } from '../../scripts/storm/load/storm-job.js';
import { overloadReport } from '../../scripts/storm/overload-report.js';
import type { StormRequest } from '../../scripts/storm/request.js';
import { swapsReport } from '../../scripts/storm/swaps.js';
import { spawnCommand } from './network-process.js';

const answers = (count: number, request: number, told: Partial<StormAnswer> = {}): StormAnswer[] =>
  Array.from({ length: count }, () => ({
    request,
    status: 200,
    ms: 5,
    at: 1,
    isWhole: true,
    hasRetryAfter: false,
    ...told,
  }));
const refused: Partial<StormAnswer> = { status: 503, isWhole: false, hasRetryAfter: true };

test('the verdict of supergraphs that are replaced uses their number, lost requests, the latency and the memory', () => {
  const swaps = Array.from({ length: 50 }, () => 400);
  const megabytes = [100, 60, 110, 70];
  const quiet = answers(10, 0);
  expect(swapsReport({ quiet, storm: answers(100, 0), swaps, megabytes }).problems).toEqual([]);
  const storm = [
    ...answers(90, 0),
    ...answers(2, 0, { ms: 150 }),
    ...answers(1, 0, { status: 0, isWhole: false, text: 'reset' }),
  ];
  expect(swapsReport({ quiet, storm, swaps: swaps.slice(1), megabytes: [100, 60, 130, 70] }).problems).toEqual([
    'Only 49 of 50 supergraphs could be replaced in the time.',
    '1 requests were not answered as before; the first: 0 reset',
    'Requests took 150 ms (p99), not less than 150.',
    "The gateway's memory grew to 1.30 times what it was, more than 1.2.",
  ]);
});

describe('the verdict of an overload uses', () => {
  const requests: StormRequest[] = ['anonymous', 'signed', 'mutation'].map((kind) => ({
    kind,
    body: '{}',
    headers: {},
  }));
  const problems = (...all: StormAnswer[][]) =>
    overloadReport({ answers: all.flat(), lateMs: 0, requests, seconds: 10, best: 10 }).problems;

  test('the responses that succeed, and the form of the refusals', () => {
    expect(problems(answers(40, 0), answers(45, 1), answers(5, 2), answers(30, 0, refused))).toEqual([]);
  });

  test('the goodput: successful responses during the overload', () => {
    expect(problems(answers(70, 0), answers(5, 2), answers(30, 0, refused), answers(50, 1, { at: 10_001 }))).toEqual([
      'Goodput is 75.0 % of the maximum, less than 80.0 %.',
    ]);
  });

  test('the latency and the headers of refusals', () => {
    expect(
      problems(
        answers(90, 0),
        answers(5, 2),
        answers(97, 0, refused),
        answers(3, 0, { ...refused, ms: 50, hasRetryAfter: false }),
      ),
    ).toEqual(['Refusals took 50.0 ms (p99), not less than 50.', '3 refusals had no Retry-After.']);
  });

  test('which callers are refused', () => {
    expect(problems(answers(90, 0), answers(10, 0, refused), answers(8, 2), answers(2, 2, refused))).toEqual([
      'Mutations were refused more often than anonymous queries: 20.0 %, 10.0 %.',
    ]);
    expect(problems(answers(90, 0), answers(10, 2))).toEqual(['Nothing was refused: the gateway was not overloaded.']);
  });

  test('responses with other statuses, and missing responses', () => {
    expect(
      problems(
        answers(90, 0),
        answers(9, 2),
        answers(1, 0, refused),
        answers(1, 1, { status: 0, isWhole: false, text: 'ECONNRESET' }),
      ),
    ).toEqual(['1 responses had a status other than 200, 429 and 503; the first: 0 ECONNRESET']);
  });
});

const WHOLE = JSON.stringify({
  data: { city: { name: 'Yala', events: { nodes: [{ id: 'a' }] } }, partners: [{ id: 'b' }] },
});
const without = (data: unknown, path: Array<string | number>, service: string) =>
  JSON.stringify({
    errors: [{ message: '', path, extensions: { code: 'SUBGRAPH_UNREACHABLE', service } }],
    data,
    extensions: { missing: [{ subgraph: service, path }] },
  });

test('only fields of the killed subgraph may be null', () => {
  const damaged = { city: { name: 'Yala', events: null }, partners: [{ id: 'b' }] };
  expect(foreignDamage(WHOLE, WHOLE, 'events')).toBeUndefined();
  expect(foreignDamage(WHOLE, without(damaged, ['city', 'events'], 'events'), 'events')).toBeUndefined();
  // Where an error empties more than its own field, its path goes on.
  expect(
    foreignDamage(WHOLE, without({ ...damaged, city: null }, ['city', 'events', 'nodes', 0], 'events'), 'events'),
  ).toBeUndefined();
  expect(foreignDamage(WHOLE, without(damaged, ['city', 'events'], 'cities'), 'events')).toBe(
    'an error of cities at city.events',
  );
  expect(foreignDamage(WHOLE, without({ ...damaged, partners: null }, ['city', 'events'], 'events'), 'events')).toBe(
    'partners is null',
  );
  expect(
    foreignDamage(WHOLE, without({ ...damaged, partners: [{ id: 'c' }] }, ['city', 'events'], 'events'), 'events'),
  ).toBe('partners.0.id is "c"');
  expect(foreignDamage(WHOLE, JSON.stringify({ data: damaged }), 'events')).toBe('city.events is null');
  expect(foreignDamage(WHOLE, '<html>', 'events')).toBe('no JSON');
});

describe('the verdict of kills uses', () => {
  const requests: StormRequest[] = [
    { kind: 'others', body: '{ partners { id } }', headers: {}, expected: WHOLE },
    { kind: 'touching', body: '{ city { events { nodes { id } } } }', headers: {}, expected: WHOLE },
  ];
  const footprint = { sockets: 20, megabytes: 150 };
  const damaged = {
    status: 200,
    isWhole: false,
    text: without({ city: { name: 'Yala', events: null }, partners: [{ id: 'b' }] }, ['city', 'events'], 'events'),
  };
  const usual = {
    killed: 'events',
    requests,
    quiet: answers(100, 0),
    storm: [...answers(100, 0), ...answers(50, 1), ...answers(50, 1, damaged)],
    deaths: [{ awayMs: 2_000, recoveryMs: 300 }],
    before: footprint,
    after: footprint,
  };
  const problems = (told: Partial<Parameters<typeof killsReport>[0]>) => killsReport({ ...usual, ...told }).problems;

  test('the fields that are null', () => {
    expect(problems({})).toEqual([]);
    expect(problems({ storm: [...usual.storm, ...answers(1, 0, damaged)] })).toEqual([
      expect.stringContaining(
        '1 responses were wrong in fields of other subgraphs than events; the first: { partners { id } } got the response 200: {"errors"',
      ),
    ]);
    expect(problems({ storm: [...usual.storm, ...answers(1, 1, { ...refused })] })).toEqual([
      expect.stringContaining('got the response 503: refused'),
    ]);
  });

  test('the latency of the others, the time to recover, and sockets that stay open', () => {
    expect(problems({ storm: answers(100, 0, { ms: 11 }) })).toEqual([
      'Results without events took 2.2 times as long as before the kills (p99), more than 2.',
    ]);
    expect(problems({ deaths: [{ awayMs: 2_000, recoveryMs: 1_200 }] })).toEqual([
      'A complete result came 1200 ms after the return, more than 1000.',
    ]);
    expect(problems({ after: { sockets: 40, megabytes: 150 } })).toEqual([
      'The gateway has 40 sockets after the kills, and had 20 before.',
    ]);
    expect(problems({ deaths: [] })).toEqual([expect.stringContaining('Nothing was killed')]);
  });
});

test('--help explains each part', async () => {
  const { code, output } = await spawnCommand(['scripts/storm.js', '--help'], {}).ended;
  expect(code).toBe(0);
  for (const word of ['overload', 'kills', 'expensive', 'failover', '--subgraph', 'OVERLOAD_REQUESTS'])
    expect(output).toContain(word);
}, 60_000);

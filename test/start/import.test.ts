import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KINDS } from '../../scripts/import/kinds.js';
import { AUDIENCE, bearer, ISSUER, keyFile, newKeys, tokenOf } from '../auth/tokens.js';
import { startGraph, type RunningGraph } from '../graph.js';

const keys = newKeys();
let key: Awaited<ReturnType<typeof keyFile>>;
let graph: RunningGraph;
let folder: string;
let admin: string;

beforeAll(async () => {
  key = await keyFile(keys);
  folder = await mkdtemp(join(tmpdir(), 'citylink-import-'));
  admin = await tokenOf(keys, { sub: 'importer', roles: ['network-admin'] });
  graph = await startGraph({
    AUTH_PUBLIC_KEY_FILE: key.file,
    AUTH_ISSUER: ISSUER,
    AUTH_AUDIENCE: AUDIENCE,
  });
}, 120_000);

afterAll(async () => {
  await graph?.close();
  await key?.remove();
  if (folder) await rm(folder, { recursive: true });
});

/** Runs the command as npm does. */
async function runImport(args: readonly string[], { token = admin, url = graph.gateway.url } = {}) {
  const child = spawn(process.execPath, ['scripts/import.js', ...args, '--url', url], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1', CITYLINK_TOKEN: token },
  });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => (said[stream] += text));
  const [code] = await once(child, 'close');
  return { code: code as number, ...said };
}

let files = 0;
async function written(rows: ReadonlyArray<Record<string, string>>): Promise<string> {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const path = join(folder, `${(files += 1)}.csv`);
  const lines = [names, ...rows.map((row) => names.map((name) => row[name] ?? ''))].map((cells) => cells.join(';'));
  await writeFile(path, `\uFEFF${lines.join('\r\n')}\r\n`);
  return path;
}

/** Imports rows, and gives the verdicts. */
async function imported(
  kind: string,
  rows: ReadonlyArray<Record<string, string>>,
  more: readonly string[] = [],
  token = admin,
) {
  const { code, stdout } = await runImport([kind, await written(rows), '--json', ...more], { token });
  const { verdicts, ...counts } = JSON.parse(stdout);
  return { code, ...counts, verdicts };
}

const partner = (id: string, more: Record<string, string> = {}) => ({
  id,
  'name.en': `Institute ${id}`,
  'name.th': '',
  kind: 'ACADEMIC',
  'description.en': 'Teaches.',
  ...more,
});

const partners = async () => (await graph.read('{ partners { totalCount } }')).partners.totalCount;

describe('npm run import', () => {
  const good = [partner('alpha-one'), partner('beta-two', { 'name.th': 'สถาบันเบต้า', aliases: 'B2|Beta' })];
  const bad = [
    partner('Not an id'),
    partner('gamma-three', { foundedOn: '3000' }),
    partner('delta-four', { kind: 'CLUB' }),
    partner('th-yala'),
    partner('depa', { 'name.en': 'Something else' }),
    partner('beta-two', { 'name.en': 'Another of the same id' }),
    partner('epsilon-five', { isUnit: 'maybe' }),
  ];

  test('tries every row and writes nothing with --dry-run', async () => {
    const before = await partners();
    const { code, done, refused, verdicts } = await imported('partners', [...good, ...bad], ['--dry-run']);
    expect({ code, done, refused }).toEqual({ code: 1, done: 2, refused: 7 });
    expect(await partners()).toBe(before);
    expect(verdicts.slice(2)).toMatchObject([
      { line: 4, record: 'Not an id', column: 'id', code: 'BAD_USER_INPUT' },
      { line: 5, column: 'foundedOn' },
      { line: 6, column: 'kind', code: 'BAD_USER_INPUT' },
      { line: 7, column: 'id', code: 'CONFLICT' },
      { line: 8, column: 'id', code: 'CONFLICT' },
      { line: 9, column: 'id', sentence: { en: expect.stringContaining('Line 3') } },
      { line: 10, column: 'isUnit' },
    ]);
    for (const { sentence } of verdicts.slice(2)) {
      expect(sentence.en).not.toMatch(/[ก-๛]/);
      expect(sentence.th).toMatch(/[ก-๛]/);
    }
  });

  test('writes the rows that hold although others are refused, once for all runs, and a corrected row then', async () => {
    const before = await partners();
    const first = await imported('partners', [...good, ...bad]);
    expect(first).toMatchObject({ code: 1, rows: 9, done: 2, there: 0, refused: 7 });
    expect(await partners()).toBe(before + 2);
    const second = await imported('partners', [...good, partner('gamma-three', { foundedOn: '1999' })]);
    expect(second).toMatchObject({ code: 0, done: 1, there: 2, refused: 0 });
    expect(await imported('partners', good, ['--dry-run'])).toMatchObject({ code: 0, done: 0, there: 2 });
    expect(await partners()).toBe(before + 3);
    expect(await graph.read('{ partner(id: "beta-two") { aliases name { th en } } }')).toEqual({
      partner: { aliases: ['B2', 'Beta'], name: { th: 'สถาบันเบต้า', en: 'Institute beta-two' } },
    });
  });

  test('says that a partner is there already when another caller registered the same', async () => {
    const other = await tokenOf(keys, { sub: 'another', roles: ['network-admin'] });
    expect(await imported('partners', [good[0]!], [], other)).toMatchObject({ code: 0, done: 0, there: 1, refused: 0 });
  });

  test.each([
    ['description', { 'description.en': 'Teaches cities.' }],
    ['aliases', { aliases: 'A1' }],
    ['founding', { foundedOn: '1999' }],
    ['web page', { webLinks: 'https://alpha.example' }],
  ])('refuses a partner that is on file with another %s: nothing corrects it', async (_, more) => {
    const row = partner('alpha-one', more);
    expect(await imported('partners', [row])).toMatchObject({
      code: 1,
      done: 0,
      there: 0,
      refused: 1,
      verdicts: [{ column: 'id', code: 'CONFLICT' }],
    });
  });

  test('refuses a partner that was written and is withdrawn since, and names the mutation that puts it back', async () => {
    const rows = [partner('eta-seven')];
    await imported('partners', rows);
    await graph.gateway.query(
      'mutation { withdrawPartner(input: { idempotencyKey: "eta", partnerId: "eta-seven", why: "Twice" }) { id } }',
      {},
      bearer(admin),
    );
    const other = await tokenOf(keys, { sub: 'another', roles: ['network-admin'] });
    for (const token of [admin, other])
      expect(await imported('partners', rows, [], token)).toMatchObject({ code: 1, there: 0, refused: 1 });
    expect(await imported('partners', rows, ['--dry-run'])).toMatchObject({
      verdicts: [{ code: 'WITHDRAWN', sentence: { en: expect.stringContaining('restorePartner') } }],
    });
  });

  test('refuses a challenge that was written and is withdrawn since, and writes it when a cell is changed', async () => {
    const row = { cityId: 'th-nan', code: 'HEALTH_ACCESS', 'basis.en': 'A report' };
    await imported('challenges', [row]);
    await graph.gateway.query(
      'mutation { withdrawChallenge(input: { idempotencyKey: "nan", cityId: "th-nan", code: "HEALTH_ACCESS", why: "Wrong" }) { id } }',
      {},
      bearer(admin),
    );
    expect(await imported('challenges', [row])).toMatchObject({
      code: 1,
      there: 0,
      verdicts: [{ outcome: 'refused', code: 'WITHDRAWN' }],
    });
    expect(await imported('challenges', [{ ...row, why: 'It is right' }])).toMatchObject({ code: 0, done: 1 });
  });

  test('says of a membership that it counts once the owner of the programme confirms it', async () => {
    const rayong = await tokenOf(keys, { sub: 'officer', roles: ['city-officer:th-rayong'] });
    const row = { cityId: 'th-rayong', programmeId: 'city-possible', cohortId: 'THAI_2020' };
    expect(await imported('memberships', [row], [], rayong)).toMatchObject({
      code: 0,
      verdicts: [{ outcome: 'done', sentence: { en: expect.stringContaining('confirms') } }],
    });
  });

  test('ends without a stack trace when the reader of the verdicts has closed', async () => {
    const child = spawn(
      process.execPath,
      ['scripts/import.js', 'partners', await written(good), '--url', graph.gateway.url],
      {
        env: { PATH: process.env['PATH'], HOME: process.env['HOME'], CITYLINK_TOKEN: admin },
      },
    );
    child.stdout.destroy();
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    expect([...(await once(child, 'close')), said]).toEqual([1, null, '']);
  });

  test('writes a row after the row to which it refers, and a dry run says that it waits for it', async () => {
    const rows = [
      partner('zeta-unit', { parentId: 'zeta-six', isUnit: 'true' }),
      partner('zeta-six', { 'name.en': 'Great body' }),
    ];
    const tried = await imported('partners', rows, ['--dry-run']);
    expect(tried).toMatchObject({
      code: 0,
      done: 1,
      waits: 1,
      verdicts: [{ line: 2, outcome: 'waits' }, { outcome: 'done' }],
    });
    expect(await imported('partners', rows)).toMatchObject({ code: 0, done: 2 });
  });

  test('tells people each row in the order of the file, and a summary', async () => {
    const { code, stdout } = await runImport(['partners', await written([...good, bad[0]!])]);
    expect(code).toBe(1);
    expect(stdout.split('\n')).toEqual([
      'line 2: alpha-one: already there / มีอยู่แล้ว',
      'line 3: beta-two: already there / มีอยู่แล้ว',
      'line 4: Not an id: refused / ไม่ผ่าน [id]',
      expect.stringMatching(/^ {4}[^ก-๛]+$/),
      expect.stringMatching(/^ {4}.*[ก-๛]/),
      '0 done, 2 already there, 1 refused',
      '',
    ]);
  });

  test('lets officers of a city declare its challenges only', async () => {
    const yala = await tokenOf(keys, { sub: 'officer', roles: ['city-officer:th-yala'] });
    const basis = 'Seen in a report';
    const rows = [
      { cityId: 'th-yala', code: 'HEALTH_ACCESS', 'basis.en': basis },
      { cityId: 'th-nan', code: 'HEALTH_ACCESS', 'basis.en': basis },
      { cityId: 'th-yala', code: 'NONE_SUCH', 'basis.en': basis },
      { cityId: 'th-yala', code: 'HEALTH_ACCESS', 'basis.en': basis },
    ];
    const { verdicts, ...counts } = await imported('challenges', rows, [], yala);
    expect(counts).toMatchObject({ code: 1, done: 1, there: 1, refused: 2 });
    expect(verdicts).toMatchObject([
      { record: 'th-yala HEALTH_ACCESS', outcome: 'done' },
      { outcome: 'refused', code: 'FORBIDDEN', sentence: { en: expect.stringContaining('city-officer:th-nan') } },
      { outcome: 'refused', code: 'NOT_FOUND', column: 'code' },
      { outcome: 'there', sentence: { en: 'It is the same as line 2.' } },
    ]);
    const again = [{ cityId: 'th-yala', code: 'HEALTH_ACCESS', 'basis.en': 'Another report' }];
    expect(await imported('challenges', again, [], yala)).toMatchObject({
      there: 1,
      verdicts: [{ rule: 'CHALLENGE_ON_FILE' }],
    });
  });

  test('registers for an event in the order of the file', async () => {
    const { body } = await graph.gateway.query(
      'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
      {
        input: {
          idempotencyKey: 'k',
          name: { en: 'Small forum' },
          kind: 'CONFERENCE',
          hosts: ['depa'],
          startsOn: '2099-03-01',
          capacity: 2,
        },
      },
      bearer(admin),
    );
    const eventId = body.data.createEvent.id;
    const cities = ['th-yala', 'th-nan', 'th-phuket', 'th-rayong'];
    const rows = cities.map((cityId) => ({ eventId, cityId }));
    const { verdicts, ...counts } = await imported('participations', rows);
    expect(counts).toMatchObject({ code: 0, done: 4 });
    const waiting = 'No seat is free: it is on the waiting list.';
    expect(verdicts.map(({ sentence }: { sentence?: { en: string } }) => sentence?.en)).toEqual([
      ...[undefined, undefined],
      ...[waiting, waiting],
    ]);
    const seats = await graph.gateway.query(
      `{ event(id: "${eventId}") { registrations(first: 10) { nodes { status city { id } } } } }`,
      {},
      bearer(admin),
    );
    const statusOf = new Map(
      seats.body.data.event.registrations.nodes.map(({ status, city }: { status: string; city: { id: string } }) => [
        city.id,
        status,
      ]),
    );
    expect(cities.map((id) => statusOf.get(id))).toEqual(['CONFIRMED', 'CONFIRMED', 'WAITING', 'WAITING']);
  });

  test.each(Object.keys(KINDS))('prints a template of %s whose columns it takes', async (kind) => {
    const { code, stdout } = await runImport([kind, '--template']);
    expect(code).toBe(0);
    const path = join(folder, `${kind}.csv`);
    await writeFile(path, stdout);
    const tried = await runImport([kind, path, '--dry-run', '--json']);
    expect(JSON.parse(tried.stdout)).toMatchObject({ rows: 1, stopped: null });
  });

  test('names the file’s encoding, an unknown column, a missing file and a wrong token, and sends nothing', async () => {
    const path = join(folder, 'bad.csv');
    await writeFile(path, Buffer.from([...Buffer.from('id,name.th\na,'), 0xa1]));
    expect(await runImport(['partners', path])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Windows-874'),
      stdout: '',
    });
    await writeFile(path, 'id,colour\na,b\n');
    expect(await runImport(['partners', path])).toMatchObject({ code: 1, stderr: expect.stringContaining('"colour"') });
    expect(await runImport(['partners', join(folder, 'none.csv')])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('ENOENT'),
    });
    const file = await written(good);
    expect(await runImport(['partners', file], { token: '' })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('CITYLINK_TOKEN'),
    });
  });

  test('stops when the network cannot be reached, and says that it may be run again', async () => {
    const { code, stdout, stderr } = await runImport(['partners', await written(good)], { url: 'http://127.0.0.1:9' });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '0 done, 0 already there, 0 refused\n' });
    expect(stderr).toMatch(/cannot be reached.*may be run again/);
  });

  test('waits as long as a gateway asks for that has no room', async () => {
    let requests = 0;
    const server = createServer((_request, response) => {
      requests += 1;
      const isBusy = requests === 1;
      response.writeHead(isBusy ? 429 : 200, { 'content-type': 'application/json', 'retry-after': '1' });
      const code = isBusy ? 'RATE_LIMITED' : 'DRY_RUN';
      response.end(JSON.stringify({ data: { written: null }, errors: [{ message: 'x', extensions: { code } }] }));
    }).listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const { stdout } = await runImport(['partners', await written([good[0]!]), '--dry-run'], { url });
      expect({ requests, stdout }).toMatchObject({ requests: 2, stdout: expect.stringContaining('1 would be done') });
    } finally {
      server.close();
    }
  });
});

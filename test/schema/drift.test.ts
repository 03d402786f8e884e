import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Manifest } from '../../gateway/supergraph/registry/manifest.js';
import { composeCheckout } from '../../scripts/schema/compose/compose-checkout.js';
import { withRegistryLock } from '../../scripts/schema/registry/registry-lock.js';

const RIVERS = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
type Query { river(id: ID!): River }
type River @key(fields: "id") { id: ID! length: Int }
`;
const BOATS = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
type River @key(fields: "id") { id: ID! boats: Int }
`;
const rivers = { name: 'rivers', sdl: RIVERS, url: 'http://127.0.0.1:4001/graphql' };
const boats = { name: 'boats', sdl: BOATS, url: 'http://127.0.0.1:4002/graphql' };
const FILES = ['rivers.graphql', 'supergraph.graphql', 'api.graphql', 'registry.json'];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'schema-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('schema -- compose', () => {
  test('writes the schema of the subgraphs, after which the check passes', async () => {
    expect(await run()).toEqual({ ok: true, lines: FILES.map((name) => `wrote ${name}`) });
    expect(await readFile(join(folder, 'rivers.graphql'), 'utf8')).toBe(RIVERS);
    expect(await run({ check: true })).toEqual({ ok: true, lines: [': 4 files are up to date'] });
  });

  test('--check names each file that is missing or different, and the command that mends it', async () => {
    await run();
    await rm(join(folder, 'rivers.graphql'));
    await appendFile(join(folder, 'api.graphql'), '# edited\n');
    expect(await run({ check: true })).toEqual({
      ok: false,
      lines: [
        'rivers.graphql is missing',
        'api.graphql is different',
        'The composed schema is not up to date. Run: npm run schema -- compose',
      ],
    });
    expect(await readFile(join(folder, 'api.graphql'), 'utf8')).toMatch(/# edited\n$/);
  });

  test('removes the schema of a subgraph that this repository has no more', async () => {
    await run({ ours: [rivers, boats] });
    expect(await run({ check: true })).toMatchObject({ ok: false });
    expect((await run()).lines).toContain('removed boats.graphql');
    expect((await run({ check: true })).ok).toBe(true);
  });

  test('keeps a file that it did not write', async () => {
    await writeFile(join(folder, 'transit.graphql'), 'type Line { id: ID! }\n');
    await run();
    expect((await run({ check: true })).ok).toBe(true);
    expect(await readFile(join(folder, 'transit.graphql'), 'utf8')).toBe('type Line { id: ID! }\n');
  });

  test('composes with the subgraphs that other teams published into the folder, and keeps them', async () => {
    await run({ ours: [rivers, boats] });
    const file = join(folder, 'registry.json');
    const manifest = JSON.parse(await readFile(file, 'utf8')) as Manifest;
    for (const entry of manifest.subgraphs)
      if (entry.name === 'boats') Object.assign(entry, { isOurs: false, owner: 'port' });
    await writeFile(file, JSON.stringify(manifest));
    expect((await run()).ok).toBe(true);
    expect(await readFile(join(folder, 'api.graphql'), 'utf8')).toContain('boats: Int');
    expect((await run({ check: true })).ok).toBe(true);
    expect((JSON.parse(await readFile(file, 'utf8')) as Manifest).subgraphs).toMatchObject([
      { name: 'boats', owner: 'port', isOurs: false },
      { name: 'rivers', owner: 'citylink', isOurs: true },
    ]);
  });

  test('takes the SDL of another team only as it was published', async () => {
    await run({ ours: [rivers, boats] });
    const file = join(folder, 'registry.json');
    const text = await readFile(file, 'utf8');
    const manifest = JSON.parse(text) as Manifest;
    for (const entry of manifest.subgraphs)
      if (entry.name === 'boats') Object.assign(entry, { isOurs: false, owner: 'port' });
    await writeFile(file, JSON.stringify(manifest));
    await writeFile(join(folder, 'boats.graphql'), BOATS.replace('boats: Int', 'boats: Int secret: Int'));
    const refused = /boats\.graphql is not what port published/;
    await expect(run()).rejects.toThrow(refused);
    await expect(run({ check: true })).rejects.toThrow(refused);
    expect(await readFile(join(folder, 'api.graphql'), 'utf8')).not.toContain('secret');
    // The next publication was interrupted: the published text is still in the folder of its version.
    await mkdir(join(folder, 'versions', '0'), { recursive: true });
    await writeFile(join(folder, 'versions', '0', 'boats.graphql'), BOATS);
    expect((await run()).ok).toBe(true);
    expect(await readFile(join(folder, 'boats.graphql'), 'utf8')).toBe(BOATS);
  });

  test('waits for a process that publishes into the folder', async () => {
    await run();
    let isPublishing = true;
    const composing = await withRegistryLock(folder, async () => {
      const waiting = run({ ours: [rivers, boats] }).then(() => isPublishing);
      // Long enough for a composition that does not wait.
      await Promise.race([waiting, pause(500)]);
      isPublishing = false;
      return { waiting };
    });
    expect(await composing.waiting).toBe(false);
    expect(await readFile(join(folder, 'boats.graphql'), 'utf8')).toBe(BOATS);
  });

  test('writes nothing when an operation is not valid', async () => {
    await run();
    await mkdir(join(folder, 'operations'));
    await writeFile(join(folder, 'operations', 'one-river.graphql'), 'query OneRiver { river(id: "a") { length } }');
    const changed = { ...rivers, sdl: RIVERS.replace('length', 'depth') };
    const { ok, lines } = await run({ ours: [changed] });
    expect([ok, lines.at(-1)]).toEqual([false, 'Nothing was written.']);
    expect(await readFile(join(folder, 'rivers.graphql'), 'utf8')).toBe(RIVERS);
  });
});

describe('named operations', () => {
  beforeEach(async () => {
    await run();
    await mkdir(join(folder, 'operations'));
  });

  test.each([
    [
      'a field that the schema lacks',
      'query OneRiver { river(id: "a") { depth } }',
      'operations/one-river.graphql:1:35 Cannot query field "depth" on type "River". Did you mean "length"?',
    ],
    [
      'another name than the file',
      'query Rivers { river(id: "a") { id } }',
      'operations/one-river.graphql must hold one operation called OneRiver, but it holds Rivers',
    ],
    [
      'two operations',
      'query OneRiver { river(id: "a") { id } } query Two { river(id: "b") { id } }',
      'operations/one-river.graphql must hold one operation called OneRiver, but it holds OneRiver, Two',
    ],
    ['no GraphQL', 'query {', 'operations/one-river.graphql:1:8 Syntax Error: Expected Name, found <EOF>.'],
  ])('%s is told with its place', async (_case, text, problem) => {
    await writeFile(join(folder, 'operations', 'one-river.graphql'), text);
    const { ok, lines } = await run({ check: true });
    expect(ok).toBe(false);
    expect(lines).toContain(problem);
  });

  test.each([
    ['no JSON', '{\n  "format": broken\n}', /^operations\/phone\.json:2:13 It is no manifest of persisted documents/],
    ['a comma at its end', '{ "a": "query A { river(id: 1) { id } }", }', /^operations\/phone\.json:1:43 /],
    ['another form', '{ "a": 1 }', /^operations\/phone\.json .*: a: .* \(read as texts by their hashes\)\.$/],
    ['a text that is no GraphQL', '{\n"a": "query {"\n}', /^operations\/phone\.json:2 Syntax Error: /],
  ])('the manifest of a client with %s is an error with its place', async (_case, text, problem) => {
    await writeFile(join(folder, 'operations', 'phone.json'), text);
    for (const check of [true, false]) {
      const { ok, lines } = await run({ check });
      expect(ok).toBe(false);
      expect(lines).toContainEqual(expect.stringMatching(problem));
    }
  });

  test('an operation of a client that does not fit the schema is a warning with its place', async () => {
    const text = '{\n  "a": "query A { river(id: 1) { depth } }"\n}\n';
    await writeFile(join(folder, 'operations', 'phone.json'), text);
    const { ok, lines } = await run();
    expect(ok).toBe(true);
    expect(lines[0]).toMatch(
      /^warning: operations\/phone\.json:2 The operation A does not fit the published schema: Cannot query field "depth"/,
    );
  });

  test('one that fits passes, once the manifest names it', async () => {
    await writeFile(
      join(folder, 'operations', 'one-river.graphql'),
      '# A river.\nquery OneRiver($id: ID!) { river(id: $id) { length } }\n',
    );
    expect((await run()).ok).toBe(true);
    expect((await run({ check: true })).ok).toBe(true);
  });
});

async function run({ check = false, ours = [rivers] } = {}): Promise<{ ok: boolean; lines: string[] }> {
  const lines: string[] = [];
  const ok = await composeCheckout({
    ours,
    check,
    folder,
    // Every argument: the console prints all of them.
    print: (...texts: unknown[]) => lines.push(texts.join(' ').replace(`${folder}/`, '').replace(folder, '')),
  });
  return { ok, lines };
}

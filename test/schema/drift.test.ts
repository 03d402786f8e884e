import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { composeCommand } from '../../scripts/schema/compose-command.js';

const api = 'type Query { river(id: ID!): River }\ntype River { id: ID! length: Int }\n';
const wanted = [
  { name: 'rivers.graphql', text: '# rivers\n' },
  { name: 'api.graphql', text: api },
];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'schema-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('schema -- compose', () => {
  test('writes the schema of the subgraphs, after which the check passes', async () => {
    expect(await run({ check: false })).toEqual({ ok: true, lines: ['wrote rivers.graphql', 'wrote api.graphql'] });
    expect(await readFile(join(folder, 'api.graphql'), 'utf8')).toBe(api);
    expect(await run({ check: true })).toEqual({ ok: true, lines: [': 2 files are up to date'] });
  });

  test('--check names each file that is missing, different or left over, and the command that mends it', async () => {
    await writeFile(join(folder, 'api.graphql'), `${api}# edited\n`);
    await writeFile(join(folder, 'lakes.graphql'), '');
    expect(await run({ check: true })).toEqual({
      ok: false,
      lines: [
        'rivers.graphql is missing',
        'api.graphql is different',
        'lakes.graphql is left over',
        'The composed schema is not up to date. Run: npm run schema -- compose',
      ],
    });
    expect(await readFile(join(folder, 'api.graphql'), 'utf8')).toBe(`${api}# edited\n`);
  });

  test('removes the schema of a subgraph that is no more', async () => {
    await run({ check: false });
    await writeFile(join(folder, 'lakes.graphql'), '');
    expect(await run({ check: false })).toEqual({ ok: true, lines: ['removed lakes.graphql'] });
    expect((await run({ check: true })).ok).toBe(true);
  });
});

describe('named operations', () => {
  beforeEach(async () => {
    await run({ check: false });
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

  test('one that fits passes', async () => {
    await writeFile(
      join(folder, 'operations', 'one-river.graphql'),
      '# A river.\nquery OneRiver($id: ID!) { river(id: $id) { length } }\n',
    );
    expect((await run({ check: true })).ok).toBe(true);
  });
});

async function run({ check }: { check: boolean }): Promise<{ ok: boolean; lines: string[] }> {
  const lines: string[] = [];
  const ok = await composeCommand({
    check,
    folder,
    wanted,
    print: (line) => lines.push(line.replace(`${folder}/`, '').replace(folder, '')),
  });
  return { ok, lines };
}

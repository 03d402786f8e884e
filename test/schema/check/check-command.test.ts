import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  API_FILE,
  digestOf,
  MANIFEST_FILE,
  printManifest,
  sdlFile,
  SUPERGRAPH_FILE,
  type Manifest,
} from '../../../gateway/supergraph/registry/manifest.js';
import { readKnown } from '../../../scripts/schema/check/check-files.js';
import { readRegistry } from '../../../scripts/schema/registry/published-registry.js';
import { composeSupergraph } from '../../../scripts/schema/composition/compose-supergraph.js';
import { runSchema, type Ended } from '../run-schema.js';
import { LINK, OPERATIONS, PUBLISHED, SDL } from './small-network.js';

let folder: string;
let registry: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'check-command-'));
  registry = join(folder, 'registry');
  await mkdir(join(registry, 'operations'), { recursive: true });
  const { supergraphSdl, apiSdl } = composeSupergraph(
    PUBLISHED.map(({ entry: { name, url }, sdl }) => ({ name, url, sdl })),
  );
  const files = {
    ...Object.fromEntries(PUBLISHED.map(({ entry, sdl }) => [sdlFile(entry.name), sdl])),
    [SUPERGRAPH_FILE]: supergraphSdl,
    [API_FILE]: apiSdl,
  };
  const manifest: Manifest = {
    format: 1,
    version: 3,
    publishedAt: null,
    publishedBy: null,
    files: Object.fromEntries(Object.entries(files).map(([name, text]) => [name, digestOf(text)])),
    subgraphs: PUBLISHED.map(({ entry }) => entry),
  };
  const all = { ...files, [MANIFEST_FILE]: printManifest(manifest) };
  await Promise.all(Object.entries(all).map(([name, text]) => writeFile(join(registry, name), text)));
  await Promise.all(
    OPERATIONS.map(({ name, text }) => writeFile(join(registry, 'operations', `${name}.graphql`), text)),
  );
  await write('cities.graphql', SDL.cities.replace('  population: Int\n', ''));
  await write('parks.graphql', SDL.parks);
  await write('broken.graphql', `${LINK}\ntype City @key(fields: "id") {\n  id: ID!\n`);
  const fields = Array.from({ length: 38 }, (_, index) => `  field${index}: Int`);
  await write('many.graphql', SDL.parks.replace('  trees: Int\n', `  trees: Int\n${fields.join('\n')}\n`));
  await write(
    'transit.graphql',
    `${LINK}\ntype Query {\n  lines: [Line!]! @listSize(assumedSize: 10)\n}\ntype Line @key(fields: "id") {\n  id: ID!\n  """The line's name. ชื่อสาย"""\n  name: String\n}\n`,
  );
  await write(
    'event.graphql',
    `${LINK}\ntype Query {\n  next: Event\n}\ntype Event {\n  id: ID!\n  title: String\n}\n`,
  );
});

afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, text: string): Promise<void> {
  await writeFile(join(folder, name), text);
}

/** Runs `npm run schema -- check` in the folder of the files. */
async function check(...args: string[]): Promise<Ended> {
  const { code, stdout, stderr } = await runSchema(folder, registry, ['check', ...args]);
  const plain = (text: string) => text.replaceAll(registry, 'registry').replaceAll(folder, '.');
  return { code, stdout: plain(stdout), stderr: plain(stderr) };
}

/** The files of the registry, with their texts. */
async function contents(): Promise<Record<string, string>> {
  const names = (await readdir(registry, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const paths = names.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await readFile(path, 'utf8')] as const)),
  );
}

describe('the output', () => {
  test.each([
    { title: 'a new subgraph that passes', args: ['transit.graphql'] },
    { title: 'a removed field that an operation uses', args: ['cities.graphql'] },
    { title: 'the same, in markdown', args: ['cities.graphql', '--format', 'markdown'] },
    { title: 'the same, in JSON', args: ['cities.graphql', '--format', 'json'] },
    { title: 'a type with the name of a published entity', args: ['event.graphql', '--name', 'transit'] },
    { title: 'a syntax error', args: ['transit=broken.graphql'] },
    { title: 'two files as one change', args: ['transit.graphql', 'parks.graphql', '--verbose'] },
    { title: 'a subgraph that is taken out', args: ['--without', 'parks'] },
    { title: 'the page of a code', args: ['--explain', 'KEY_INVALID_FIELDS'] },
    { title: 'the help', args: ['--help'] },
  ])('$title', async ({ args }: { args: string[] }) => {
    const before = await contents();
    const { code, stdout, stderr } = await check(...args);
    expect(`exit ${code}\n${stdout}`).toMatchSnapshot();
    expect(stderr).toBe('');
    expect(await contents()).toEqual(before);
  });

  test('at most forty lines, unless it is asked for all', async () => {
    const short = await check('many.graphql', '--name', 'parks');
    expect(short.stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
    const all = await check('many.graphql', '--name', 'parks', '--verbose');
    expect(all.stdout.trimEnd().split('\n').length).toBeGreaterThan(40);
  });
});

test('a registry whose manifest cannot be read is told in a sentence', async () => {
  const broken = join(folder, 'broken');
  await mkdir(broken);
  await writeFile(join(broken, MANIFEST_FILE), '{}');
  const { code, stderr } = await check('transit.graphql', '--registry', 'broken');
  expect(code).toBe(1);
  expect(stderr).toMatch(/^registry\.json is no manifest of a registry: [^\n]+\n$/);
});

describe('wrong usage and an unreachable registry', () => {
  test.each([
    { title: 'no file', args: [], code: 2 },
    { title: 'a file that does not exist', args: ['missing.graphql'], code: 2 },
    { title: 'more names than files', args: ['transit.graphql', '--name', 'a', '--name', 'b'], code: 2 },
    { title: 'an address that is none', args: ['transit.graphql', '--url', 'notaurl'], code: 2 },
    { title: 'two files of one name', args: ['transit.graphql', 'transit=parks.graphql'], code: 2 },
    {
      title: 'an approval of another form',
      args: ['transit.graphql', '--approve', 'all', '--reason', 'r', '--as', 'a'],
      code: 2,
    },
    {
      title: 'an approval without a reason',
      args: ['cities.graphql', '--approve', 'FIELD_REMOVED:City.population'],
      code: 2,
    },
    { title: 'a code without a page', args: ['--explain', 'NOTHING'], code: 2 },
    { title: 'an unknown option', args: ['--colour'], code: 2 },
    {
      title: 'an address at which nobody answers',
      args: ['transit.graphql', '--registry', 'http://127.0.0.1:9'],
      code: 3,
    },
  ])('$title', async ({ args, code }: { args: string[]; code: number }) => {
    const before = await contents();
    const ended = await check(...args);
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toMatchSnapshot();
    expect(ended.stderr).not.toMatch(/^ {4}at /m);
    expect(await contents()).toEqual(before);
  });
});

test('an approval that lets the check pass is recorded, and counts in the next check', async () => {
  const approve = ['--approve', 'FIELD_REMOVED:City.population', '--reason', 'The census moved.'];
  expect((await check('cities.graphql', ...approve, '--as', 'citylink')).code).toBe(0);
  expect(JSON.parse(await readFile(join(registry, 'approvals.json'), 'utf8'))).toMatchObject([
    { code: 'FIELD_REMOVED', coordinate: 'City.population', reason: 'The census moved.', by: 'citylink', version: 3 },
  ]);
  expect((await check('cities.graphql')).code).toBe(0);
});

test('the approval that a report prints can be pasted into a shell', async () => {
  await write('fewer.graphql', SDL.parks.replace('  parks(first: Int): [Park!]\n  f', '  parks: [Park!]\n  f'));
  const { stdout } = await check('parks=fewer.graphql', '--verbose');
  const [, printed = ''] = /(--approve .*?FIELD_ARGUMENT_REMOVED.*) --reason/.exec(stdout) ?? [];
  const words = execFileSync('sh', ['-c', `printf '%s\\n' ${printed}`], { encoding: 'utf8' });
  expect(words).toBe('--approve\nFIELD_ARGUMENT_REMOVED:Query.parks(first:)\n');
});

test('an approval of a team that owns nothing of the change is refused, and not recorded', async () => {
  const before = await contents();
  const approve = ['--approve', 'FIELD_REMOVED:Park.keeper', '--reason', 'Nobody asks for it.'];
  await write('shorter.graphql', SDL.parks.replace('  keeper: String @tag(name: "internal")\n', ''));
  const ended = await check('parks=shorter.graphql', ...approve, '--as', 'pirates');
  expect(ended.code).toBe(1);
  expect(ended.stdout).toContain(
    'It is not approved: pirates may not approve it. Or approve it: --approve FIELD_REMOVED:Park.keeper --reason "…" --as greens',
  );
  expect(await contents()).toEqual(before);
});

test('an approval that fits no error is a wrong usage, and nothing is recorded', async () => {
  const before = await contents();
  await write('shorter.graphql', SDL.parks.replace('  keeper: String @tag(name: "internal")\n', ''));
  const approve = ['--approve', 'FIELD_REMOVED:Park.keeper', '--approve', 'FIELD_REMOVED:Park.kepper'];
  const ended = await check('parks=shorter.graphql', ...approve, '--reason', 'Nobody asks for it.', '--as', 'greens');
  expect(ended).toEqual({
    code: 2,
    stdout: '',
    stderr:
      'Nothing was recorded: --approve FIELD_REMOVED:Park.kepper fits no error of this check. These can be approved: FIELD_REMOVED:Park.keeper.\n',
  });
  expect(await contents()).toEqual(before);
});

test('an approval that was not looked at, as the build failed, is told', async () => {
  const approve = ['--approve', 'FIELD_REMOVED:Event.title', '--reason', 'r', '--as', 'citylink'];
  const ended = await check('event.graphql', '--name', 'transit', ...approve);
  expect(ended.code).toBe(1);
  expect(ended.stdout).toContain(
    '--approve FIELD_REMOVED:Event.title was not looked at, as the build failed: nothing was recorded.',
  );
});

test('documents of the manifest of a client are known operations', async () => {
  const operations = join(folder, 'manifests', 'operations');
  await mkdir(operations, { recursive: true });
  await writeFile(join(operations, 'phone.json'), JSON.stringify({ abc: 'query Phone { cities { name { th } } }' }));
  await writeFile(join(operations, 'phone.variables.json'), '{}');
  const known = await readKnown(join(folder, 'manifests'), await readRegistry(registry));
  expect(known.operations).toEqual([
    {
      name: 'Phone',
      file: `${join(operations, 'phone.json')}`,
      line: 1,
      text: 'query Phone { cities { name { th } } }',
    },
  ]);
});

describe('files of operations that protect nobody', () => {
  const added: string[] = [];

  afterEach(() => Promise.all(added.splice(0).map((name) => rm(join(registry, 'operations', name)))));

  async function checkWith(name: string, text: string): Promise<Ended> {
    added.push(name);
    await writeFile(join(registry, 'operations', name), text);
    return check('transit.graphql');
  }

  test.each([
    ['a manifest that is no JSON', 'phone.json', '{\n  "format": broken', 'phone.json:2:13'],
    ['a manifest of another form', 'phone.json', '{ "hello": 1 }', 'phone.json'],
    ['a document that is no GraphQL', 'broken.graphql', 'query Broken {\n  cities {', 'broken.graphql:2:11'],
  ])('%s fails the check, with its place', async (_case, name, text, place) => {
    const { code, stdout } = await checkWith(name, text);
    expect(code).toBe(1);
    expect(stdout).toContain(`  error OPERATIONS_UNREADABLE at registry/operations/${place}\n`);
  });

  test.each([
    ['of a manifest', 'phone.json', '{\n"a": "query Phone { cities { nme } }"\n}', 'phone.json:2'],
    ['of a document', 'phone.graphql', 'query Phone {\n  cities { nme }\n}', 'phone.graphql:2:12'],
  ])(
    'an operation %s that the published schema refuses is a warning, with its place',
    async (_case, name, text, place) => {
      const { code, stdout } = await checkWith(name, text);
      expect(code).toBe(0);
      expect(stdout).toContain(`  warning OPERATION_INVALID_AS_PUBLISHED at registry/operations/${place}\n`);
    },
  );

  test('an operation for which the change brings the field is not mentioned', async () => {
    const { code, stdout } = await checkWith('lines.graphql', 'query Lines { lines { id } }');
    expect(code).toBe(0);
    expect(stdout).not.toContain('OPERATION_INVALID_AS_PUBLISHED');
  });
});

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { composeSupergraph } from '../../scripts/schema/composition/compose-supergraph.js';
import { LANGUAGES, writeScaffold, type ScaffoldOptions } from '../../scripts/schema/scaffold/write-scaffold.js';

const root = mkdtempSync(join(tmpdir(), 'citylink-scaffold-'));
afterAll(() => rmSync(root, { recursive: true }));

const apiSdl = readFileSync('schema/api.graphql', 'utf8');
const OURS = ['cities', 'partners', 'events'];
const taken = { subgraphs: OURS, apiSdl };
const write = (options: Partial<ScaffoldOptions>) =>
  writeScaffold({ name: 'transit', language: 'python', folder: join(root, 'unused'), taken, ...options });

describe.each(LANGUAGES)('a subgraph in %s', (language) => {
  const folder = join(root, language);

  test('is written with a test, a README, a Dockerfile and its SDL, and without a word of the template', async () => {
    const files = await write({ name: 'air-quality', language, folder });
    expect(files).toEqual(
      expect.arrayContaining(['README.md', 'Dockerfile', 'air-quality.graphql', 'test-vectors.json', '.gitignore']),
    );
    expect(files.some((file) => /test/.test(file) && /\.(ts|py|go)$/.test(file))).toBe(true);
    for (const file of files)
      expect([file, /sample/i.test(file), /sample/i.test(readFileSync(join(folder, file), 'utf8'))]).toEqual([
        file,
        false,
        false,
      ]);
    expect(readFileSync(join(folder, 'test-vectors.json'), 'utf8')).toBe(
      readFileSync('subgraphs/protocol/test-vectors.json', 'utf8'),
    );
  });

  test('has the commands of its README for the checkout that it was written into', () => {
    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    expect(readme).toContain('schema -- check air-quality/air-quality.graphql --name air-quality\n');
    expect(readme).toMatch(
      / schema -- publish air-quality\/air-quality\.graphql --name air-quality --url \S+ --as your-team\n/,
    );
    expect(readme).toContain('schema -- key air-quality > air-quality/.env`');
  });

  test('composes with ours, and adds a nullable field to City', () => {
    const sdl = readFileSync(join(folder, 'air-quality.graphql'), 'utf8');
    const url = 'http://127.0.0.1:1/graphql';
    const ours = OURS.map((name) => ({ name, url, sdl: readFileSync(`schema/${name}.graphql`, 'utf8') }));
    const composed = composeSupergraph([...ours, { name: 'air-quality', url, sdl }]);
    expect(composed.apiSdl).toMatch(/\n {2}airQualityItems\(first: Int = 10\): \[AirQualityItem!\]\n/);
    expect(composed.apiSdl).toMatch(/\ntype AirQualityItem \{/);
  });
});

test('a name with dashes is a name of Python where the template has one', async () => {
  const folder = join(root, 'dashes');
  await write({ name: 'air-quality', folder });
  const schema = readFileSync(join(folder, 'app', 'schema.py'), 'utf8');
  expect(schema).toContain('def air_quality_items(self,');
  expect(schema).toContain('class AirQualityItem:');
});

test('a key is written into .env, which only its owner can read', async () => {
  const folder = join(root, 'with-key');
  await write({ folder, key: 'the-key' });
  const file = join(folder, '.env');
  expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['SUBGRAPH_KEY=the-key\n', 0o600]);
  expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toContain('.env\n');
});

describe('nothing is written', () => {
  test.each([
    { title: 'that is too long', name: 'a'.repeat(64), message: /is no name of a subgraph: use at most 63/ },
    { title: 'that begins with a digit', name: '2transit', message: /"2transit" is no name of a subgraph/ },
    { title: 'that leads out of the folder', name: '../transit', message: /is no name of a subgraph/ },
    { title: 'of a published subgraph', name: 'events', message: /has a subgraph "events" already/ },
    { title: 'that `publish` refuses for its capitals', name: 'Transit', message: /is no name of a subgraph/ },
    { title: 'of a file of the registry', name: 'supergraph', message: /is no name of a subgraph/ },
  ])('for a name $title', async ({ name, message }) => {
    const folder = join(root, 'refused');
    await expect(write({ name, folder })).rejects.toThrow(message);
    expect(readdirSync(root)).not.toContain('refused');
  });

  test('for a name whose types or fields the graph has', async () => {
    const other = 'type Query { transitItem: TransitItem } type City { transitItems: Int } type TransitItem { id: ID }';
    await expect(write({ taken: { subgraphs: [], apiSdl: other } })).rejects.toThrow(
      'The registry has the type TransitItem and the field Query.transitItem and the field City.transitItems already',
    );
  });

  test('into a folder that is not empty, or a file', async () => {
    const folder = join(root, 'full');
    mkdirSync(folder);
    writeFileSync(join(folder, 'mine.txt'), 'mine');
    await expect(write({ folder })).rejects.toThrow(/full is not empty: nothing was written/);
    await expect(write({ folder: join(folder, 'mine.txt') })).rejects.toThrow(/mine.txt is a file/);
    expect(readdirSync(folder)).toEqual(['mine.txt']);
    expect(readdirSync(root).filter((name) => /^full\./.test(name))).toEqual([]);
  });
});

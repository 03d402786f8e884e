import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parseManifest, type Manifest } from '../../gateway/supergraph/registry/manifest.js';
import { createHttpFiles } from '../../gateway/supergraph/registry/registry-files.js';
import { digestOf, serveFolder, type FileServer } from './test-registry.js';

const LIMITS = { fileBytes: 2_000, files: 4, bytes: 4_000 };

let folder: string;
let server: FileServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registry-files-'));
  await mkdir(join(folder, 'operations'));
  server = await serveFolder(folder);
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** Publishes documents of these lengths as the operations of a version. */
async function publish(version: number, lengths: readonly number[]): Promise<void> {
  const texts = lengths.map((length, index) => `${version}-${index} `.padEnd(length, 'x'));
  for (const [index, text] of texts.entries()) await writeFile(join(folder, `operations/${index}.graphql`), text);
  const manifest: Manifest = {
    format: 1,
    version,
    publishedAt: null,
    publishedBy: null,
    files: Object.fromEntries(texts.map((text, index) => [`operations/${index}.graphql`, digestOf(text)])),
    subgraphs: [],
  };
  await writeFile(join(folder, 'registry.json'), JSON.stringify(manifest));
}

describe('the files of a registry behind an address', () => {
  const createReader = () => {
    const files = createHttpFiles(server.url, LIMITS);
    return async () => {
      const manifest = parseManifest((await files.read('registry.json'))!, 'registry.json');
      return (await files.operations(manifest)).map(({ text }) => text.length);
    };
  };

  test('are refused when there are more than the limit, and read again when there are fewer', async () => {
    const read = createReader();
    await publish(1, [10, 10, 10]);
    expect(await read()).toEqual([10, 10, 10]);
    await publish(2, [10, 10, 10, 10]);
    await expect(read()).rejects.toThrow('It has more than 4 files.');
    await publish(3, [20, 20]);
    expect(await read()).toEqual([20, 20]);
  });

  test('are refused when they are together larger than the limit, and read again when they are smaller', async () => {
    const read = createReader();
    await publish(1, [1_500, 1_500]);
    expect(await read()).toEqual([1_500, 1_500]);
    await publish(2, [1_500, 1_500, 1_500]);
    await expect(read()).rejects.toThrow('Its files are together larger than 4000 bytes.');
    await expect(read()).rejects.toThrow('Its files are together larger than 4000 bytes.');
    for (const version of [3, 4, 5]) {
      await publish(version, [1_990, 1_990]);
      expect(await read()).toEqual([1_990, 1_990]);
    }
  });

  test('are refused when one is larger than the limit', async () => {
    await publish(1, [2_001]);
    await expect(createReader()()).rejects.toThrow('operations/0.graphql is larger than 2000 bytes.');
  });

  test('are not sent again while they are those of the manifest', async () => {
    const read = createReader();
    await publish(1, [10]);
    await read();
    await read();
    expect(server.requests).toEqual(['/registry.json 200', '/operations/0.graphql 200', '/registry.json 304']);
  });
});

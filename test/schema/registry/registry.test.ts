import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readApprovals } from '../../../scripts/schema/check/approvals.js';
import { checkFiles } from '../../../scripts/schema/check/check-files.js';
import { composeCheckout } from '../../../scripts/schema/compose/compose-checkout.js';
import { createAddressCheck } from '../../../scripts/schema/registry/check-address.js';
import { readHistory } from '../../../scripts/schema/registry/history.js';
import { publish, type EntrySettings, type PublishOptions } from '../../../scripts/schema/registry/publish.js';
import { openRegistry, readRegistry } from '../../../scripts/schema/registry/published-registry.js';
import { checkWritable } from '../../../scripts/schema/registry/registry-folder.js';
import { rollback } from '../../../scripts/schema/registry/rollback.js';
import { compareVersions } from '../../../scripts/schema/registry/version-changes.js';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\n';
const RIVERS = `${LINK}
"Rivers. | แม่น้ำ"
type Query { "One. | หนึ่ง" river(id: ID!): River }
"A river. | แม่น้ำ"
type River @key(fields: "id") { "Id. | รหัส" id: ID! "Metres. | เมตร" length: Int }
`;
const boats = (fields: string) => `${LINK}
"A river. | แม่น้ำ"
type River @key(fields: "id") { "Id. | รหัส" id: ID! ${fields} }
`;
const BOATS = boats('"Boats. | เรือ" boats: Int');
const NOW = new Date('2026-11-30T08:00:00Z');
const URL = 'http://127.0.0.1:5001/graphql';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registry-'));
  const ours = [{ name: 'rivers', sdl: RIVERS, url: 'http://127.0.0.1:4001/graphql' }];
  await composeCheckout({ ours, folder, check: false, print: () => undefined });
});
afterEach(() => rm(folder, { recursive: true }));

describe('publish', () => {
  test('adds a subgraph in a new version, with what it composes to and an entry of the changelog', async () => {
    const { manifest } = await publishBoats();
    expect(manifest).toMatchObject({
      version: 1,
      publishedBy: 'port',
      publishedAt: NOW.toISOString(),
      subgraphs: [
        { name: 'boats', owner: 'port', url: URL, since: 1, isOurs: false },
        { name: 'rivers', isOurs: true },
      ],
    });
    expect((await readRegistry(folder)).apiSdl).toContain('boats: Int');
    const changelog = await readFile(join(folder, 'CHANGELOG.md'), 'utf8');
    expect(changelog).toContain(`## Version 1\n\n2026-11-30, by port\n\n- boats joined at ${URL}, by port.`);
    expect(changelog).toContain('"boats" was added to object type "River"');
  });

  test('of a change that its checks refuse writes nothing', async () => {
    await publishBoats();
    const before = await filesOf(folder);
    await expect(publishBoats({ sdl: boats('length: String') })).rejects.toThrow('Nothing was published');
    await expect(publishBoats({ sdl: 'type {' })).rejects.toThrow('Nothing was published');
    expect(await filesOf(folder)).toEqual(before);
  });

  test('by another team than the owner of the name is refused', async () => {
    await publishBoats();
    await expect(publishBoats({ by: 'pirates', sdl: boats('"Ships. | เรือ" ships: Int') })).rejects.toThrow(
      'The name boats belongs to port, not to pirates: ask port, or choose another name.',
    );
    await expect(publishBoats({ by: 'port', name: 'rivers', sdl: RIVERS })).rejects.toThrow(
      'The name rivers belongs to citylink',
    );
  });

  test('sets limits of a subgraph by its team, and what it is told of callers by the team of the network only', async () => {
    const boatsOf = (by: string, settings: EntrySettings) =>
      publish(
        optionsOf({ changed: [{ name: 'boats', sdl: BOATS, file: 'boats.graphql', url: URL, ...settings }], by }),
      );
    await boatsOf('port', { timeoutMs: 500, concurrency: 4 });
    await expect(boatsOf('port', { claims: ['roles'] })).rejects.toThrow('decided by the team of the network');
    await boatsOf('citylink', { claims: ['id'], headers: ['x-trace'] });
    const [entry] = (await readRegistry(folder)).manifest.subgraphs;
    const settings = { timeoutMs: 500, concurrency: 4, claims: ['id'], headers: ['x-trace'] };
    expect(entry).toMatchObject({ name: 'boats', owner: 'port', ...settings });
  });

  test('of what is published already writes nothing, and gives the version that it is', async () => {
    await publishBoats();
    const before = await filesOf(folder);
    const { manifest, isNew, report } = await publishBoats();
    expect([manifest.version, isNew, report.passed]).toEqual([1, false, true]);
    expect(await filesOf(folder)).toEqual(before);
    expect(await publishBoats({ url: 'http://127.0.0.1:5002/graphql' })).toMatchObject({ isNew: true });
  });

  test('of two at once keeps both', async () => {
    await Promise.all([
      publishBoats(),
      publishBoats({ name: 'fish', by: 'fishers', sdl: boats('"Fish. | ปลา" fish: Int') }),
    ]);
    const { manifest, apiSdl } = await readRegistry(folder);
    expect([manifest.version, manifest.subgraphs.map(({ name }) => name)]).toEqual([2, ['boats', 'fish', 'rivers']]);
    expect(apiSdl).toMatch(/boats: Int[\s\S]*fish: Int/);
  });

  test('needs an address for a new name, and in production one that gateways may call', async () => {
    await expect(publishBoats({ url: null })).rejects.toThrow('Say where boats is served: --url');
    const production = createAddressCheck({ NODE_ENV: 'production', SUBGRAPH_ADDRESSES: 'transit.internal' });
    await expect(production(URL)).rejects.toThrow('loopback, link-local and metadata addresses are not called');
    await expect(production('http://169.254.169.254/latest')).rejects.toThrow('are not called');
    await expect(production('http://192.0.2.7/graphql')).rejects.toThrow(
      'must be an https address, or match SUBGRAPH_ADDRESSES',
    );
    await expect(production('https://192.0.2.7/graphql')).resolves.toBeUndefined();
    await expect(createAddressCheck({})(URL)).resolves.toBeUndefined();
    await expect(createAddressCheck({})('ftp://example.com')).rejects.toThrow('is no http address');
  });

  test('into schema/ of a checkout needs a word, and into an http address is refused', () => {
    expect(() => checkWritable('schema', { commit: false })).toThrow('--commit');
    expect(() => checkWritable('./schema', { commit: false })).toThrow('--commit');
    expect(() => checkWritable('schema', { commit: true })).not.toThrow();
    expect(() => checkWritable('https://registry.example.org', { commit: true })).toThrow('can be read only');
  });
});

describe('a publication that is interrupted', () => {
  test('before its manifest is written leaves the version before for readers, and the next publication starts from it', async () => {
    await publishBoats();
    const manifest = await readFile(join(folder, 'registry.json'), 'utf8');
    await publishBoats({ sdl: boats('"Ships. | เรือ" ships: Int boats: Int') });
    // As after a crash between the files and the manifest.
    await writeFile(join(folder, 'registry.json'), manifest);
    const read = await readRegistry(folder);
    expect([read.manifest.version, read.apiSdl.includes('ships')]).toEqual([1, false]);
    const { manifest: next } = await publishBoats({
      name: 'fish',
      by: 'fishers',
      sdl: boats('"Fish. | ปลา" fish: Int'),
    });
    expect(next.version).toBe(2);
    expect((await readRegistry(folder)).apiSdl).not.toContain('ships');
  });
});

describe('versions', () => {
  beforeEach(async () => {
    await publishBoats();
    await publishBoats({ sdl: boats('"Boats. | เรือ" boats: Int "Ships. | เรือ" ships: Int') });
  });

  test('are listed, the newest first, with the one that was composed from a checkout', async () => {
    const versions = await readHistory(folder);
    expect(versions.map(({ version, publishedBy }) => [version, publishedBy])).toEqual([
      [2, 'port'],
      [1, 'port'],
      [0, null],
    ]);
  });

  test('are compared by their subgraphs and by what clients see', async () => {
    const { sections } = await compareVersions(await readRegistry(folder, 2), await readRegistry(folder, 1));
    expect(sections.map(({ findings }) => findings.map(({ code, places: [place] }) => [code, place]))).toEqual([
      [['SDL', { subgraph: 'boats' }]],
      [['BREAKING', { coordinate: 'River.ships' }]],
    ]);
  });

  test('are rolled back by publishing an older one as a new one', async () => {
    const back = () => rollback({ folder, version: 1, by: 'port', reason: 'ships are empty', now: NOW });
    expect(await back()).toMatchObject({ manifest: { version: 3 }, isNew: true });
    expect(await back()).toMatchObject({ manifest: { version: 3 }, isNew: false });
    expect((await readRegistry(folder)).apiSdl).not.toContain('ships');
    expect(await readFile(join(folder, 'CHANGELOG.md'), 'utf8')).toContain('- Back to version 1: ships are empty');
  });

  test('are not rolled back by a team whose subgraphs did not change, but by the team of the network', async () => {
    const back = (by: string, version: number) => rollback({ folder, version, by, reason: 'x', now: NOW });
    await expect(back('pirates', 1)).rejects.toThrow(
      'The name boats belongs to port, not to pirates: ask port, or ask the team of the network: version 1 would change boats too.',
    );
    await expect(back('port', 9)).rejects.toThrow('has no version 9');
    expect((await back('citylink', 0)).manifest.subgraphs.map(({ name }) => name)).toEqual(['rivers']);
  });

  test('are read over http too, and then not written', async () => {
    const server = createServer((request, response) => {
      readFile(join(folder, request.url!)).then(
        (text) => response.end(text),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await readRegistry(address)).toEqual(await readRegistry(folder));
    expect(await readHistory(address)).toEqual(await readHistory(folder));
    server.close();
    server.closeAllConnections();
    await expect(readRegistry(address)).rejects.toMatchObject({ exitCode: 3 });
  });
});

describe('an approval', () => {
  test('ends when the change that it was given for is published', async () => {
    await publishBoats();
    const shorter = join(folder, 'shorter.graphql');
    await writeFile(shorter, boats('"Ships. | เรือ" ships: Int'));
    const approve = ['FIELD_REMOVED:River.boats'];
    const check = { registry: folder, name: ['boats'], approve, reason: 'They are ships.', as: 'port' };
    expect((await checkFiles([shorter], check)).passed).toBe(true);
    const approved: PublishOptions['readKnown'] = async () => ({
      operations: [],
      usage: { since: null, dropped: [], gateways: [], operations: [] },
      approvals: await readApprovals(openRegistry(folder)),
    });
    const change = (sdl: string) =>
      publish(optionsOf({ changed: [{ name: 'boats', sdl, file: 'boats.graphql' }], by: 'port', readKnown: approved }));
    await change(boats('"Ships. | เรือ" ships: Int'));
    await change(boats('"Ships. | เรือ" ships: Int "Boats. | เรือ" boats: Int'));
    await expect(change(boats('"Ships. | เรือ" ships: Int'))).rejects.toThrow('Nothing was published');
  });
});

describe('retire', () => {
  test('takes a subgraph out, with its file', async () => {
    await publishBoats();
    // Usage was recorded, and nobody asked for it.
    await publish(
      optionsOf({ changed: [], removed: ['boats'], by: 'port', readKnown: knownSince('2026-01-01T00:00:00Z') }),
    );
    expect((await readRegistry(folder)).manifest.subgraphs.map(({ name }) => name)).toEqual(['rivers']);
    expect(await readdir(folder)).not.toContain('boats.graphql');
  });

  test('of a subgraph of another team names its owner only', async () => {
    await publishBoats();
    await expect(publish(optionsOf({ changed: [], removed: ['boats'], by: 'pirates' }))).rejects.toThrow(
      'The name boats belongs to port, not to pirates: ask port.',
    );
  });

  test('leaves the name to its team, whose key opens a subgraph of that name', async () => {
    await publishBoats();
    const readKnown = knownSince('2026-01-01T00:00:00Z');
    await publish(optionsOf({ changed: [], removed: ['boats'], by: 'port', readKnown }));
    const owned = [{ name: 'boats', owner: 'port', contact: null }];
    expect((await readRegistry(folder)).manifest.retired).toEqual(owned);
    // Neither another publication nor a composition of the checkout forgets it.
    await publishBoats({ name: 'fish', by: 'fishers', sdl: boats('"Fish. | ปลา" fish: Int') });
    const ours = [
      { name: 'rivers', sdl: RIVERS.replace('length: Int', 'length: Int "Depth. | ลึก" depth: Int'), url: URL },
    ];
    expect(await composeCheckout({ ours, folder, check: false, print: () => undefined })).toBe(true);
    expect((await readRegistry(folder)).manifest.retired).toEqual(owned);
    await expect(publishBoats({ by: 'pirates' })).rejects.toThrow('The name boats belongs to port, not to pirates');
    await publishBoats({ by: 'citylink' });
    const { subgraphs, retired } = (await readRegistry(folder)).manifest;
    expect([subgraphs[0], retired]).toEqual([expect.objectContaining({ name: 'boats', owner: 'port' }), undefined]);
  });

  test('by a rollback leaves the name to its team', async () => {
    await publishBoats();
    await publishBoats({ name: 'fish', by: 'fishers', sdl: boats('"Fish. | ปลา" fish: Int') });
    await rollback({ folder, version: 1, by: 'citylink', reason: 'no fish', now: NOW });
    await expect(publishBoats({ name: 'fish', by: 'pirates', sdl: boats('"Fish. | ปลา" fish: Int') })).rejects.toThrow(
      'The name fish belongs to fishers',
    );
  });

  test('is refused while operations use its fields', async () => {
    await publishBoats();
    const operations = [{ name: 'Boats', text: 'query Boats { river(id: "a") { boats } }' }];
    const readKnown: PublishOptions['readKnown'] = async () => ({
      operations,
      usage: { since: null, dropped: [], gateways: [], operations: [] },
      approvals: [],
    });
    await expect(publish(optionsOf({ changed: [], removed: ['boats'], by: 'port', readKnown }))).rejects.toThrow(
      'Nothing was published',
    );
  });
});

describe('schema -- compose, in a folder with versions', () => {
  test('has nothing to write after a publication, a rollback or the end of a subgraph', async () => {
    const ours = [{ name: 'rivers', sdl: RIVERS, url: 'http://127.0.0.1:4001/graphql' }];
    const composes = async () => {
      const printed: string[] = [];
      await composeCheckout({ ours, folder, check: true, print: (line) => printed.push(line) });
      return printed.map((line) => line.replace(folder, '').replace(/\d+/, 'all'));
    };
    const readKnown = knownSince('2026-01-01T00:00:00Z');
    await publishBoats();
    expect(await composes()).toEqual([': all files are up to date']);
    await publish(optionsOf({ changed: [], removed: ['boats'], by: 'port', readKnown }));
    expect(await composes()).toEqual([': all files are up to date']);
    await rollback({ folder, version: 1, by: 'port', reason: 'boats are back', now: NOW });
    expect(await composes()).toEqual([': all files are up to date']);
  });

  test('keeps what other teams published, and the next publication keeps what was composed as a version', async () => {
    await publishBoats();
    const ours = [
      { name: 'rivers', sdl: RIVERS.replace('length: Int', 'length: Int "Depth. | ลึก" depth: Int'), url: URL },
    ];
    expect(await composeCheckout({ ours, folder, check: false, print: () => undefined })).toBe(true);
    await publishBoats({ sdl: boats('"Boats. | เรือ" boats: Int "Ships. | เรือ" ships: Int') });
    const { apiSdl, manifest } = await readRegistry(folder);
    expect([manifest.version, /depth/.test(apiSdl), /ships/.test(apiSdl)]).toEqual([3, true, true]);
    const composed = await readRegistry(folder, 2);
    expect([/depth/.test(composed.apiSdl), /ships/.test(composed.apiSdl)]).toEqual([true, false]);
    expect((await readHistory(folder)).map(({ publishedAt, publishedBy }) => [publishedAt, publishedBy])).toEqual([
      [NOW.toISOString(), 'port'],
      [null, null],
      [NOW.toISOString(), 'port'],
      [null, null],
    ]);
    const changelog = await readFile(join(folder, 'CHANGELOG.md'), 'utf8');
    expect(changelog.match(/^## .*/gm)).toEqual(['## Version 3', '## Version 2', '## Version 1']);
    expect(changelog).toContain(
      '## Version 2\n\n2026-11-30, by citylink\n\n- Composed from a checkout.\n- The SDL of rivers changed.',
    );
    expect(changelog).toContain('- Field "depth" was added to object type "River"');
  });

  test('makes no version of its own when it names new operations only', async () => {
    await publishBoats();
    await mkdir(join(folder, 'operations'));
    await writeFile(join(folder, 'operations', 'boats.graphql'), 'query Boats { river(id: "a") { boats } }\n');
    await writeFile(join(folder, 'operations', 'boats.variables.json'), '{}\n');
    const ours = [{ name: 'rivers', sdl: RIVERS, url: 'http://127.0.0.1:4001/graphql' }];
    expect(await composeCheckout({ ours, folder, check: false, print: () => undefined })).toBe(true);
    await publishBoats({ name: 'fish', by: 'fishers', sdl: boats('"Fish. | ปลา" fish: Int') });
    expect((await readHistory(folder)).map(({ version }) => version)).toEqual([2, 1, 0]);
    expect((await readRegistry(folder)).manifest.files).toHaveProperty(['operations/boats.graphql']);
  });
});

interface Publication {
  name?: string;
  sdl?: string;
  by?: string;
  url?: string | null;
}

function publishBoats({ name = 'boats', sdl = BOATS, by = 'port', url = URL }: Publication = {}) {
  return publish(optionsOf({ changed: [{ name, sdl, file: `${name}.graphql`, ...(url !== null && { url }) }], by }));
}

function optionsOf(options: Pick<PublishOptions, 'changed' | 'by'> & Partial<PublishOptions>): PublishOptions {
  return {
    folder,
    now: NOW,
    readKnown: knownSince(null),
    checkAddress: createAddressCheck({}),
    ...options,
  };
}

function knownSince(since: string | null): PublishOptions['readKnown'] {
  return async () => ({ operations: [], usage: { since, dropped: [], gateways: [], operations: [] }, approvals: [] });
}

/** The texts of all files in a folder, by their paths. */
async function filesOf(root: string): Promise<Record<string, string>> {
  const names = await readdir(root, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')] as const)),
  );
}

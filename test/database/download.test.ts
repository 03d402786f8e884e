import { afterEach, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { create } from 'tar';
import { downloadedMongod } from '../../scripts/database/downloaded-mongod.js';
import { freePort } from '../../scripts/database/free-port.js';
import { anyMongod, wayTo } from './any-mongod.js';
import { temporaryStores } from './temporary-stores.js';
import { becomes, writeProgram } from './write-program.js';

const stores = temporaryStores();
let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

/** A server that stands for the makers' own. */
async function mirror(answer: RequestListener): Promise<string> {
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The way through a mirror, with a home and a working folder in which no mongod was ever downloaded. */
async function wayThrough(url: string, patience?: number, report: (line: string) => void = () => undefined) {
  const home = await stores.folder('home');
  const env = { PATH: process.env.PATH, HOME: home, MONGOMS_DOWNLOAD_MIRROR: url, MONGOMS_USE_HTTP: 'true' };
  return downloadedMongod({ env, cacheFolder: join(home, 'cache'), report, patience });
}

test('after a refused download the search for a mongod goes on', async () => {
  const way = await wayThrough(`http://127.0.0.1:${await freePort(0)}`);
  await expect(way.find()).rejects.toThrow(/ECONNREFUSED/);
  const reports: string[] = [];
  const database = await stores.find({
    folder: await stores.folder(),
    ways: [way, { ...wayTo(await anyMongod()), isAtHand: async () => false }],
    report: (line) => reports.push(line),
  });
  expect(database.how).toContain(', data in ');
  expect(reports[0]).toMatch(/^Trying the next source: .*ECONNREFUSED/);
});

test('a download that does not begin is aborted, and its process ended', async () => {
  let hungUp: Promise<unknown> | undefined;
  const url = await mirror((request) => {
    hungUp = once(request.socket, 'close');
  });
  const way = await wayThrough(url, 3000);
  await expect(way.find()).rejects.toThrow(new Error('the download did not begin within 3000 ms'));
  expect(hungUp).toBeDefined();
  await hungUp;
});

test('an archive that does not exist is reported on one line', async () => {
  const url = await mirror((_, response) => response.writeHead(403).end());
  const refusal = await (await wayThrough(url)).find().then(String, (error: Error) => error.message);
  expect(refusal).toMatch(/403/);
  expect(refusal).not.toContain('\n');
});

test('a download reports its progress and gives a mongod, in any working folder', async () => {
  const folder = await stores.folder('archive');
  // The library takes a small file for a broken one.
  await writeProgram(
    join(folder, 'mongodb-any', 'bin', 'mongod'),
    becomes(await anyMongod()),
    '# '.padEnd(2 ** 22, '-'),
  );
  await create({ cwd: folder, file: join(folder, 'archive.tgz'), gzip: true }, ['mongodb-any']);
  const archive = await readFile(join(folder, 'archive.tgz'));
  const asked: string[] = [];
  const url = await mirror((request, response) => {
    asked.push(request.url!);
    const body = request.url!.endsWith('.md5') ? createHash('md5').update(archive).digest('hex') : archive;
    response.writeHead(200, { 'content-length': body.length }).end(body);
  });
  const reports: string[] = [];
  const way = await wayThrough(url, undefined, (line) => reports.push(line));
  expect(await way.isAtHand()).toBe(false);
  const home = process.cwd();
  process.chdir('/');
  const mongod = await way.find().finally(() => process.chdir(home));
  expect(mongod).toMatchObject({
    origin: 'downloaded by mongodb-memory-server-core',
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
  });
  expect(asked).toEqual([expect.stringMatching(/mongodb-.+-8\.2\.6\.(tgz|zip)$/), `${asked[0]}.md5`]);
  expect(reports.join(' ')).toContain('Downloading');
  expect(await way.isAtHand()).toBe(true);
  await way.find();
  expect(asked).toHaveLength(2);
});

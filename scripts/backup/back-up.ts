import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import mongoose from 'mongoose';
import {
  CHECKSUMS,
  fileOf,
  MANIFEST,
  parseDocument,
  printDocument,
  printManifest,
  type BackedUpCollection,
  type BackedUpDatabase,
  type Manifest,
} from './backup-folder.js';
import { expectSameCollections, readAt, takeSnapshots, type ListedCollection, type Snapshot } from './snapshot.js';

/** The database of a subgraph. */
export interface SubgraphDatabase {
  readonly subgraph: string;
  readonly db: mongoose.mongo.Db;
  readonly schemaVersion: number;
}

export interface BackUpOptions {
  readonly databases: readonly SubgraphDatabase[];
  /** Must not exist. */
  readonly folder: string;
  readonly isCompressed: boolean;
  /** Takes one line about each step that may take a while, and about what the backup does not keep exactly. */
  readonly report: (line: string) => void;
}

/** Characters that are written at once. */
const PIECE = 65_536;
/** Records may be personal data: only the user who makes a backup can read it. */
const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;

/**
 * Writes all collections of databases as they were at one time, for all that live in one store, into a new folder. The
 * folder has its name only when it is complete: until then it is called `<folder>.partial-<process id>`.
 *
 * @throws an error of one sentence when the folder exists, or the store cannot give one time for all
 */
export async function backUp({ databases, folder, isCompressed, report }: BackUpOptions): Promise<Manifest> {
  if (existsSync(folder)) throw new Error(`${folder} exists already: name a folder that does not.`);
  const begun = new Date().toISOString();
  const partial = `${resolve(folder)}.partial-${process.pid}`;
  await mkdir(dirname(partial), { recursive: true });
  await mkdir(partial, { mode: PRIVATE_FOLDER });
  try {
    const sums = new Map<string, string>();
    const snapshots = await takeSnapshots(databases.map(({ db }) => db));
    const written: Record<string, BackedUpDatabase> = {};
    for (const [index, { subgraph, schemaVersion }] of databases.entries()) {
      const snapshot = snapshots[index]!;
      await mkdir(join(partial, subgraph), { mode: PRIVATE_FOLDER });
      const collections: BackedUpCollection[] = [];
      for (const collection of snapshot.collections) {
        report(`Backing up ${subgraph}.${collection.name}`);
        collections.push(await backUpCollection(snapshot, subgraph, collection));
      }
      written[subgraph] = { name: snapshot.db.databaseName, clusterTime: snapshot.at, schemaVersion, collections };
    }
    for (const snapshot of snapshots) await expectSameCollections(snapshot);
    const manifest: Manifest = { format: 1, begun, isCompressed, databases: written };
    await write(MANIFEST, [printManifest(manifest)]);
    const lines = [...sums].map(([file, sum]) => `${sum}  ${file}\n`);
    await write(CHECKSUMS, lines);
    await rename(partial, folder);
    await syncFolder(dirname(partial));
    return manifest;

    async function backUpCollection(
      snapshot: Snapshot,
      subgraph: string,
      { name, options }: ListedCollection,
    ): Promise<BackedUpCollection> {
      let count = 0;
      let inexact = 0;
      async function* linesOf() {
        let lines = '';
        for await (const bytes of readAt(snapshot, name)) {
          const line = printDocument(bytes);
          if (!isExact(line, bytes)) inexact += 1;
          count += 1;
          lines += `${line}\n`;
          if (lines.length < PIECE) continue;
          yield lines;
          lines = '';
        }
        yield lines;
      }
      await write(fileOf(subgraph, name, isCompressed), linesOf(), isCompressed);
      if (inexact > 0)
        report(
          `${inexact} documents of ${subgraph}.${name} have names of fields that extended JSON does not keep as they are, such as whole numbers, whose order may change: mongodump keeps them.`,
        );
      const indexes = await snapshot.db.collection(name).indexes();
      return { name, count, options, indexes };
    }

    /** Writes a file to the disk, and keeps its checksum. */
    async function write(
      file: string,
      text: Iterable<string> | AsyncIterable<string>,
      isCompressed = false,
    ): Promise<void> {
      const path = join(partial, file);
      const hash = createHash('sha256');
      const output = createWriteStream(path, { mode: PRIVATE_FILE, flags: 'wx', flush: true });
      async function* hashed(source: AsyncIterable<Buffer>) {
        for await (const chunk of source) {
          hash.update(chunk);
          yield chunk;
        }
      }
      const input = Readable.from(text);
      if (isCompressed) await pipeline(input, createGzip(), hashed, output);
      else await pipeline(input, hashed, output);
      if (!output.closed) await once(output, 'close');
      sums.set(file, hash.digest('hex'));
    }
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}

/** Whether a line gives the same bytes when it is restored. */
function isExact(line: string, bytes: Uint8Array): boolean {
  return Buffer.compare(mongoose.mongo.BSON.serialize(parseDocument(line)), bytes) === 0;
}

/** So that the new name outlives a loss of power; not every system can. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

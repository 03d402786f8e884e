import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import mongoose from 'mongoose';
import { z } from 'zod';

const { EJSON } = mongoose.mongo.BSON;

/** What a backup holds, without the documents. */
export const MANIFEST = 'manifest.json';
/** The checksums of all other files, in the format of sha256sum. It is written last. */
export const CHECKSUMS = 'SHA256SUMS';

/** A collection of a backup. */
export interface BackedUpCollection {
  readonly name: string;
  /** The number of its documents. */
  readonly count: number;
  /** As the command `create` takes them. */
  readonly options: Record<string, unknown>;
  /** As the command `createIndexes` takes them, that of the ids included. */
  readonly indexes: ReadonlyArray<Record<string, unknown>>;
}

/** The database of one subgraph in a backup. */
export interface BackedUpDatabase {
  readonly name: string;
  /** All of its documents are as they were at this time of the store. */
  readonly clusterTime: mongoose.mongo.Timestamp;
  /** The version of what is computed from records and stored beside them. */
  readonly schemaVersion: number;
  readonly collections: readonly BackedUpCollection[];
}

/** What is in {@link MANIFEST}. */
export interface Manifest {
  readonly format: 1;
  /** When the backup was begun, in ISO 8601. */
  readonly begun: string;
  readonly isCompressed: boolean;
  /** By the subgraph's name. */
  readonly databases: Readonly<Record<string, BackedUpDatabase>>;
}

const manifestSchema = z.object({
  format: z.literal(1),
  begun: z.string(),
  isCompressed: z.boolean(),
  databases: z.record(
    z.string(),
    z.object({
      name: z.string(),
      clusterTime: z.instanceof(mongoose.mongo.Timestamp),
      schemaVersion: z.number().int(),
      collections: z.array(
        z.object({
          name: z.string(),
          count: z.number().int(),
          options: z.record(z.string(), z.unknown()),
          indexes: z.array(z.record(z.string(), z.unknown())),
        }),
      ),
    }),
  ),
});

/** The file of a collection, relative to the folder of its backup. A name may have any sign but a null. */
export function fileOf(subgraph: string, collection: string, isCompressed: boolean): string {
  return `${subgraph}/${encodeURIComponent(collection)}.jsonl${isCompressed ? '.gz' : ''}`;
}

/**
 * Reads the manifest of a backup, after each of its files was compared with its checksum.
 *
 * @throws an error of one sentence when the folder has no complete backup, or a file is missing or was changed
 */
export async function readBackup(folder: string): Promise<Manifest> {
  const sums = await readFile(join(folder, CHECKSUMS), 'utf8').catch(() => undefined);
  if (sums === undefined) throw new Error(`${folder} has no complete backup: there is no file ${CHECKSUMS}.`);
  const expected = new Map(sums.split('\n').flatMap((line) => (line ? [[line.slice(66), line.slice(0, 64)]] : [])));
  for (const [file, sum] of expected) await compare(folder, file, sum);
  const manifest = manifestOf(await readFile(join(folder, MANIFEST), 'utf8').catch(() => ''));
  if (!manifest)
    throw new Error(`${join(folder, MANIFEST)} is no manifest that this version can read: use the one that wrote it.`);
  const files = Object.entries(manifest.databases).flatMap(([subgraph, { collections }]) =>
    collections.map(({ name }) => fileOf(subgraph, name, manifest.isCompressed)),
  );
  const missing = [MANIFEST, ...files].find((file) => !expected.has(file));
  if (missing !== undefined) throw new Error(`${join(folder, CHECKSUMS)} has no checksum of ${missing}.`);
  return manifest;
}

/** Writes a manifest as its file holds it. */
export function printManifest(manifest: Manifest): string {
  return `${EJSON.stringify(manifest, undefined, 2, { relaxed: true })}\n`;
}

/** Reads the documents of a collection, in their order. Each number keeps its type. */
export async function* readDocuments(
  folder: string,
  file: string,
  isCompressed: boolean,
): AsyncGenerator<mongoose.mongo.Document> {
  const bytes = createReadStream(join(folder, file));
  const input = (isCompressed ? bytes.pipe(createGunzip()) : bytes).setEncoding('utf8');
  // Not by node:readline, which takes U+2028 in a text for the end of a line.
  let rest = '';
  for await (const text of input as AsyncIterable<string>) {
    const lines = text.split('\n');
    lines[0] = rest + lines[0]!;
    rest = lines.pop()!;
    for (const line of lines) yield parseDocument(line);
  }
}

/** A document as a line of canonical extended JSON. */
export function printDocument(bytes: Uint8Array): string {
  const document = mongoose.mongo.BSON.deserialize(bytes, {
    promoteValues: false,
    promoteBuffers: false,
    bsonRegExp: true,
  });
  return EJSON.stringify(document, { relaxed: false });
}

export function parseDocument(line: string): mongoose.mongo.Document {
  return EJSON.parse(line, { relaxed: false }) as mongoose.mongo.Document;
}

function manifestOf(text: string): Manifest | undefined {
  try {
    return manifestSchema.parse(EJSON.parse(text));
  } catch {
    return undefined;
  }
}

async function compare(folder: string, file: string, expected: string): Promise<void> {
  const path = join(folder, file);
  if (!(await stat(path).catch(() => undefined))) throw new Error(`${path} is missing: the backup is not complete.`);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  if (hash.digest('hex') !== expected)
    throw new Error(`${path} was changed since it was written: its checksum differs from that in ${CHECKSUMS}.`);
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../subgraphs/process/replace-file.js';

/** What is remembered about a data folder, in a small file beside the data. */
export interface DataNote {
  /** Version of the mongod that used it last, such as `6.0.27`. */
  mongod: string;
  /** MongoDB's feature compatibility version, such as `6.0`: what decides which mongod can open the files. */
  featureCompatibility: string;
}

const NAME = 'made-by.json';

/** The note of a data folder; undefined when there is none that can be read, and mongod itself must judge the data. */
export async function readDataNote(dataFolder: string): Promise<DataNote | undefined> {
  try {
    return JSON.parse(await readFile(join(dataFolder, NAME), 'utf8')) as DataNote;
  } catch {
    return undefined;
  }
}

export async function writeDataNote(dataFolder: string, note: DataNote): Promise<void> {
  await replaceFile(join(dataFolder, NAME), `${JSON.stringify(note)}\n`);
}

/**
 * Why a mongod of this version cannot open such data, as one clause; undefined when it can.
 *
 * A mongod opens the files of its own version and of the major version before it, nothing older or newer:
 * https://www.mongodb.com/docs/manual/reference/command/setFeatureCompatibilityVersion/
 */
export function refusalToOpen(dataFolder: string, note: DataNote, version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [madeMajor = 0, madeMinor = 0] = note.featureCompatibility.split('.').map(Number);
  const made = `the data in ${dataFolder}, left as it is, was made by mongod ${note.mongod} (format ${note.featureCompatibility})`;
  if (madeMajor > major || (madeMajor === major && madeMinor > minor))
    return `${made}, which is newer than what mongod ${version} opens`;
  const oldest = minor === 0 ? major - 1 : major;
  return madeMajor < oldest ? `${made}, which is older than what mongod ${version} opens` : undefined;
}

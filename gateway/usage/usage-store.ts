import { mkdir, readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { replaceFile } from '../../subgraphs/process/replace-file.js';
import { parseUsageFile, type UsageFile } from './usage-record.js';

/** The file in which one gateway keeps its record. */
export interface UsageStore {
  /** What an earlier process wrote; undefined when there is nothing, or nothing that can be read. */
  read(): Promise<UsageFile | undefined>;
  /** Replaces the file as a whole. A failure is logged, once until a write succeeds again, and not thrown. */
  write(text: string): Promise<void>;
}

interface StoreLog {
  warn(details: object, message: string): void;
}

/**
 * The id of a gateway: a machine has one gateway at a port.
 *
 * @param worker its number, where several processes serve at the port
 */
export function gatewayId(port: number, worker?: number): string {
  const id = `${hostname().replace(/[^\w.-]/g, '-') || 'gateway'}-${port}`;
  return worker === undefined ? id : `${id}-${worker}`;
}

/** @param folder is made when something is first written */
export function createUsageStore(folder: string, gateway: string, log: StoreLog): UsageStore {
  const file = join(folder, `${gateway}.json`);
  let hasFailed = false;

  return {
    async read() {
      try {
        return parseUsageFile(await readFile(file, 'utf8'));
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        if (code !== 'ENOENT' && code !== 'ENOTDIR')
          log.warn({ file, reason: message }, 'The record of usage cannot be read: it begins anew');
        return undefined;
      }
    },
    async write(text) {
      try {
        await mkdir(folder, { recursive: true });
        await replaceFile(file, text);
        hasFailed = false;
      } catch (error) {
        if (!hasFailed)
          log.warn({ file, reason: (error as Error).message }, 'The record of usage cannot be written: requests go on');
        hasFailed = true;
      }
    },
  };
}

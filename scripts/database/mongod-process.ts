import { spawn } from 'node:child_process';
import { open, readFile, rename, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mongod } from './mongod.js';
import { SET_NAME } from './replica-set.js';

const LARGEST_LOG = 10 * 1024 * 1024;

export interface MongodProcess {
  pid: number;
  /** Rejects when the process ends, saying why in one sentence; never resolves. */
  ended: Promise<never>;
}

/** It ended because another mongod holds the data folder. */
export class DataFolderInUse extends Error {}

/** It ended because something else listens on its port. */
export class PortTaken extends Error {}

/**
 * Start a mongod on a data folder, listening on loopback only.
 *
 * It leads a process group of its own: a Ctrl-C in the terminal reaches us, not it, so that it can be stopped last.
 */
export async function startMongod(mongod: Mongod, dataFolder: string, port: number): Promise<MongodProcess> {
  const logFile = join(dataFolder, 'mongod.log');
  const log = await openLog(logFile);
  const { size } = await log.stat();
  const args = [
    ...['--dbpath', dataFolder, '--port', String(port), '--bind_ip', '127.0.0.1', '--replSet', SET_NAME],
    ...['--oplogSize', '64', '--wiredTigerCacheSizeGB', '0.25'],
    // A process that is killed leaves its transactions open, and what they hold cannot be written until they end; a minute by default.
    ...['--setParameter', 'transactionLifetimeLimitSeconds=5'],
    ...(process.platform === 'win32' ? [] : ['--nounixsocket']),
  ];
  const child = spawn(mongod.command, args, {
    env: mongod.env,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  child.unref();
  const ended = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      const sinceStart = readFile(logFile).then(
        (text) => text.subarray(size).toString('utf8'),
        () => '',
      );
      sinceStart.then((text) => reject(causeOfEnd(text, code ?? signal, dataFolder, port, logFile)), reject);
    });
  });
  // Whoever waits for it to be ready handles this; later on nobody may be waiting.
  ended.catch(() => undefined);
  await log.close();
  if (child.pid === undefined) return ended;
  return { pid: child.pid, ended };
}

/** Appended to, as another mongod may still be writing to it; set aside when it has grown. */
async function openLog(logFile: string): Promise<FileHandle> {
  const size = await stat(logFile).then(
    (stats) => stats.size,
    () => 0,
  );
  if (size > LARGEST_LOG) await rename(logFile, `${logFile}.old`);
  return open(logFile, 'a');
}

/** Exit codes: https://github.com/mongodb/mongo/blob/v6.0/src/mongo/util/exit_code.h */
function causeOfEnd(
  log: string,
  status: number | NodeJS.Signals | null,
  dataFolder: string,
  port: number,
  logFile: string,
): Error {
  if (log.includes('"DBPathInUse"') || log.includes('DBPathInUse:')) {
    return new DataFolderInUse(
      `Another mongod is using ${dataFolder}, which is not ours or not ready yet: stop it, or try again`,
    );
  }
  // Of two that take a port at the same moment, one finds out when it listens, and aborts.
  if (status === 48 || log.includes('Address already in use'))
    return new PortTaken(`Port ${port} of 127.0.0.1 is taken by another program`);
  if (status === 62)
    return new Error(
      `This mongod cannot open the data in ${dataFolder}, which another version made; the data was left as it is`,
    );
  return new Error(`mongod ended while it started (${status}); its last words are in ${logFile}`);
}

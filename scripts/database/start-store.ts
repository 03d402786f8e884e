import { mkdir, realpath } from 'node:fs/promises';
import { withAdmin, type Admin } from './with-admin.js';
import { writeDataNote } from './data-note.js';
import { freePort, isFree } from './free-port.js';
import type { Mongod } from './mongod.js';
import { PortTaken, startMongod } from './mongod-process.js';
import { isRunning } from './is-running.js';
import { pidOfServer } from './pid-of-server.js';
import { becomePrimary } from './replica-set.js';
import { writeRunningMongod, type RunningMongod } from './running-mongod.js';
import { stopMongod } from './stop-mongod.js';

/** Where a person with mongosh finds it, unless the port is taken. Not MongoDB's own 27017, which others use. */
const USUAL_PORT = 27027;

/** Recovering the journal of a large store takes a while (ms). */
const PATIENCE = 60_000;

export interface StartStoreOptions {
  mongod: Mongod;
  dataFolder: string;
  /** Must be free. Without it, a free one is chosen. */
  port?: number;
  report: (line: string) => void;
}

/**
 * Start a mongod as a replica set of one on a data folder, and wait until it accepts writes.
 *
 * Throws an error whose message is one sentence when the port is taken or mongod does not come up.
 */
export async function startStore({ mongod, dataFolder, port, report }: StartStoreOptions): Promise<RunningMongod> {
  await mkdir(dataFolder, { recursive: true });
  const folder = await realpath(dataFolder);
  if (port !== undefined) {
    if (!(await isFree(port))) throw new PortTaken(`Port ${port} of 127.0.0.1 is taken by another program`);
    return start(port);
  }
  try {
    return await start(await freePort(USUAL_PORT));
  } catch (error) {
    if (!(error instanceof PortTaken)) throw error;
    return start(await freePort(0));
  }

  async function start(port: number): Promise<RunningMongod> {
    report(`Starting mongod ${mongod.version} on ${dataFolder}`);
    const { pid, ended } = await startMongod(mongod, folder, port);
    const running = { pid, port, version: mongod.version, owner: process.pid };
    const ready = async (admin: Admin) => {
      // Somebody else was faster to take the port: ours is about to end because of that.
      if ((await pidOfServer(admin)) !== pid) return ended;
      await becomePrimary(admin, `127.0.0.1:${port}`, report);
      await writeDataNote(folder, {
        mongod: mongod.version,
        featureCompatibility: await featureCompatibilityOf(admin),
      });
      await writeRunningMongod(folder, running);
    };
    try {
      await withAdmin(port, PATIENCE, (admin) => Promise.race([ready(admin), ended]));
    } catch (error) {
      if (isRunning(pid)) await stopMongod(running);
      throw error;
    }
    return running;
  }
}

async function featureCompatibilityOf(admin: Admin): Promise<string> {
  const answer = await admin.command({ getParameter: 1, featureCompatibilityVersion: 1 });
  return answer.featureCompatibilityVersion.version;
}

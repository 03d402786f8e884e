import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { downloadedMongod } from '../database/downloaded-mongod.js';
import { findMongod } from '../database/find-mongod.js';
import { freePort } from '../database/free-port.js';
import { startMongod } from '../database/mongod-process.js';
import { mongodOnPath } from '../database/mongod-on-path.js';
import { SET_NAME } from '../database/replica-set.js';
import { wheelMongod } from '../database/wheel-mongod.js';
import { withAdmin } from '../database/with-admin.js';

/** A replica set of three members on this machine. */
export interface ThreeMembers {
  readonly uri: string;
  /** Ends the primary at once, as a loss of power does, and starts it again after `work`; waits until it has caught up. */
  killPrimary<T>(work: () => Promise<T>): Promise<T>;
  /** Makes another member the primary, and waits until all follow it. */
  stepDownPrimary(): Promise<void>;
  /** Stops the primary in the middle of whatever it does, its sockets open, and lets it go on after `work`; waits until all follow one. */
  pausePrimary(work: () => Promise<void>): Promise<void>;
}

const MEMBERS = 3;
/** Milliseconds to start, to elect and to catch up. */
const PATIENCE = 60_000;
const LOOK_EVERY_MS = 50;
/** Seconds for which a primary that steps down is not elected again. */
const STEP_DOWN_S = 10;

interface Member {
  folder: string;
  port: number;
  pid: number;
}

/** Runs `work` with a replica set of three whose data is thrown away, and stops it afterwards. */
export async function withThreeMembers<T>(
  { folder, electionTimeoutMs, report }: { folder: string; electionTimeoutMs: number; report: (line: string) => void },
  work: (set: ThreeMembers) => Promise<T>,
): Promise<T> {
  const options = { env: process.env, cacheFolder: join('.citylink', 'cache'), report };
  const mongod = await findMongod({
    ways: [mongodOnPath(process.env), downloadedMongod(options), wheelMongod(options)],
    refuse: () => undefined,
    report,
  });
  await rm(folder, { recursive: true, force: true });
  const members: Member[] = [];
  const end = () => {
    for (const { pid } of members) killIfRunning(pid);
  };
  process.once('exit', end);
  try {
    for (let index = 0; index < MEMBERS; index += 1) {
      const member = { folder: join(folder, String(index)), port: await freePort(0), pid: 0 };
      await mkdir(member.folder, { recursive: true });
      members.push(member);
      await startMember(member);
    }
    // A set is initiated only by members that reach all others.
    await Promise.all(members.map(stateOf));
    const hosts = members.map(({ port }) => `127.0.0.1:${port}`);
    await withAdmin(members[0]!.port, PATIENCE, (admin) =>
      admin.command({
        replSetInitiate: {
          _id: SET_NAME,
          members: hosts.map((host, _id) => ({ _id, host })),
          settings: { electionTimeoutMillis: electionTimeoutMs },
        },
      }),
    );
    await untilAllFollow();
    return await work({
      uri: `mongodb://${hosts.join(',')}/?replicaSet=${SET_NAME}`,
      killPrimary,
      stepDownPrimary,
      pausePrimary,
    });
  } finally {
    end();
    process.off('exit', end);
  }

  async function startMember(member: Member): Promise<void> {
    member.pid = (await startMongod(mongod, member.folder, member.port)).pid;
  }

  async function killPrimary<R>(meanwhile: () => Promise<R>): Promise<R> {
    const primary = await findPrimary();
    process.kill(primary.pid, 'SIGKILL');
    const result = await meanwhile();
    await startMember(primary);
    await untilAllFollow();
    return result;
  }

  async function stepDownPrimary(): Promise<void> {
    const primary = await findPrimary();
    await withAdmin(primary.port, PATIENCE, (admin) => admin.command({ replSetStepDown: STEP_DOWN_S }));
    await untilAllFollow();
  }

  async function pausePrimary(meanwhile: () => Promise<void>): Promise<void> {
    const { pid } = await findPrimary();
    process.kill(pid, 'SIGSTOP');
    try {
      await meanwhile();
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await untilAllFollow();
  }

  async function findPrimary(): Promise<Member> {
    await untilAllFollow(); // On a busy machine a primary may be lost by itself.
    const states = await Promise.all(members.map(stateOf));
    const primary = members[states.indexOf('PRIMARY')];
    if (!primary) throw new Error('The replica set has no primary.');
    return primary;
  }

  async function untilAllFollow(): Promise<void> {
    for (const deadline = Date.now() + PATIENCE; ; await pause(LOOK_EVERY_MS)) {
      const states = await Promise.all(members.map(stateOf));
      if (states.includes('PRIMARY') && states.filter((state) => state === 'SECONDARY').length === MEMBERS - 1) return;
      if (Date.now() > deadline)
        throw new Error(`The replica set did not come up: its members are ${states.join(', ')}.`);
    }
  }
}

async function stateOf({ port }: Member): Promise<string> {
  const hello = await withAdmin(port, PATIENCE, (admin) => admin.command({ hello: 1 }));
  return hello.isWritablePrimary ? 'PRIMARY' : hello.secondary ? 'SECONDARY' : 'neither';
}

function killIfRunning(pid: number): void {
  try {
    if (pid > 0) process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

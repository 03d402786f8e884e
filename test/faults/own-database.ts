import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { becomePrimary, SET_NAME } from '../../scripts/database/replica-set.js';
import { withAdmin, type Admin } from '../../scripts/database/with-admin.js';
import { anyMongod } from '../database/any-mongod.js';
import { findFixedPort } from './fixed-port.js';

/** A mongod that only one test file has, so that it can be wronged. */
export interface OwnDatabase {
  readonly uri: string;
  /** Ends it at once, as a loss of power does. */
  crash(): Promise<void>;
  /** Starts it again on its data, at the same port, if it has ended. */
  revive(): Promise<void>;
  /** Stops it in the middle of whatever it does, its sockets open, or lets it go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** Sets one of the server's fail points: https://github.com/mongodb/mongo/wiki/The-%22failCommand%22-fail-point */
  fail(
    point: 'failCommand' | 'maxTimeAlwaysTimeOut',
    mode: 'alwaysOn' | 'off' | { times: number },
    data?: object,
  ): Promise<void>;
  /** Makes it no primary for a second. */
  stepDown(): Promise<void>;
  /** Ends it and removes its data. */
  close(): Promise<void>;
}

/** Milliseconds to recover the journal after a crash. */
const PATIENCE = 60_000;

/**
 * Starts a real mongod as a replica set of one, with the switches that make it fail on purpose.
 *
 * @param parameters of the server, beside ours
 */
export async function startOwnDatabase(parameters: Readonly<Record<string, number>> = {}): Promise<OwnDatabase> {
  const mongod = await anyMongod();
  // Named so that the set-up of the next run removes it should this run be killed.
  const folder = await mkdtemp(join(process.env['TEST_FOLDER']!, `own-${process.pid}-`));
  const port = await findFixedPort();
  const args = [
    '--dbpath',
    folder,
    '--port',
    String(port),
    '--bind_ip',
    '127.0.0.1',
    '--nounixsocket',
    '--replSet',
    SET_NAME,
    '--wiredTigerCacheSizeGB',
    '0.25',
    '--oplogSize',
    '64',
    '--setParameter',
    'transactionLifetimeLimitSeconds=5',
    '--setParameter',
    'enableTestCommands=1',
    ...Object.entries(parameters).flatMap(([name, value]) => ['--setParameter', `${name}=${value}`]),
  ];
  let child: ChildProcess;
  let ended: Promise<unknown> | undefined;

  async function revive(): Promise<void> {
    if (ended) return;
    child = spawn(mongod.command, args, { env: mongod.env, stdio: 'ignore' });
    ended = once(child, 'exit');
    await administer((admin) => becomePrimary(admin, `127.0.0.1:${port}`, () => undefined));
  }

  async function crash(): Promise<void> {
    child.kill('SIGKILL');
    await ended;
    ended = undefined;
  }

  const administer = <T>(talk: (admin: Admin) => Promise<T>) => withAdmin(port, PATIENCE, talk);

  await revive();
  return {
    uri: `mongodb://127.0.0.1:${port}/?replicaSet=${SET_NAME}`,
    crash,
    revive,
    signal: (signal) => void child.kill(signal),
    fail: (point, mode, data) =>
      administer(
        async (admin) => void (await admin.command({ configureFailPoint: point, mode, ...(data && { data }) })),
      ),
    stepDown: () =>
      administer(async (admin) => {
        await admin.command({ replSetStepDown: 1, secondaryCatchUpPeriodSecs: 0, force: true });
      }),
    async close() {
      await crash();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

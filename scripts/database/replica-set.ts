import { setTimeout as pause } from 'node:timers/promises';
import type { Admin } from './with-admin.js';

export const SET_NAME = 'citylink';

const NOT_YET_INITIALIZED = 94;
const ALREADY_INITIALIZED = 23;

interface Config {
  version: number;
  members: { host: string }[];
}

/**
 * Make a mongod the primary of a replica set of one at this address, and wait until it accepts writes.
 *
 * A set that was made on another port waits for ever for the member that it remembers, so that member's address is
 * corrected; only `force` can, as a set without a primary takes no vote. Throws when there is no primary in 30 s.
 */
export async function becomePrimary(admin: Admin, host: string, report: (line: string) => void): Promise<void> {
  const config = await configOf(admin);
  const former = config?.members[0]?.host;
  if (!config) {
    await admin
      .command({ replSetInitiate: { _id: SET_NAME, members: [{ _id: 0, host }] } })
      .catch((error: unknown) => expectCode(error, ALREADY_INITIALIZED));
  } else if (former !== host) {
    report(`Moving the replica set's member from ${former} to ${host}`);
    const members = [{ ...config.members[0], host }];
    await admin.command({ replSetReconfig: { ...config, version: config.version + 1, members }, force: true });
  }
  for (const deadline = Date.now() + 30_000; !(await admin.command({ hello: 1 })).isWritablePrimary; await pause(10)) {
    if (Date.now() > deadline)
      throw new Error(`mongod at ${host} did not become the primary of its replica set within 30 s`);
  }
}

async function configOf(admin: Admin): Promise<Config | undefined> {
  try {
    return (await admin.command({ replSetGetConfig: 1 })).config as Config;
  } catch (error) {
    expectCode(error, NOT_YET_INITIALIZED);
    return undefined;
  }
}

function expectCode(error: unknown, code: number): void {
  if ((error as { code?: unknown }).code !== code) throw error;
}

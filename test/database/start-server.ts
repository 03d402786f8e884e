import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { freePort } from '../../scripts/database/free-port.js';
import type { Mongod } from '../../scripts/database/mongod.js';
import { withAdmin } from '../../scripts/database/with-admin.js';

export interface Server {
  port: number;
  stop(): Promise<void>;
}

/** Start a MongoDB server as somebody else would have done, on a free port and a new folder. */
export async function startServer(mongod: Mongod, ...args: string[]): Promise<Server> {
  await mkdir(resolve('.citylink', 'test'), { recursive: true });
  const folder = await mkdtemp(resolve('.citylink', 'test', `server-${process.pid}-`));
  const port = await freePort(0);
  const common = [
    '--dbpath',
    folder,
    '--port',
    String(port),
    '--bind_ip',
    '127.0.0.1',
    '--nounixsocket',
    '--wiredTigerCacheSizeGB',
    '0.25',
    '--oplogSize',
    '64',
  ];
  const child = spawn(mongod.command, [...common, ...args], { env: mongod.env, stdio: 'ignore' });
  const exit = once(child, 'exit');
  await withAdmin(port, 20_000, (admin) => admin.command({ hello: 1 }));
  return {
    port,
    async stop() {
      child.kill('SIGKILL');
      await exit;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

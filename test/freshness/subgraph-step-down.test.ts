import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import mongoose, { type mongo } from 'mongoose';
import { withAdmin } from '../../scripts/database/with-admin.js';
import { comparePositions } from '../../subgraphs/protocol/freshness.js';
import { anyMongod } from '../database/any-mongod.js';
import { findFixedPort } from '../faults/fixed-port.js';
import { until } from '../gateway/until.js';
import { follow, idsIn, openThings, thingModel, type Things } from './things.js';

const SET = 'three';

let folder: string;
let members: ChildProcess[] = [];
let uri: string;
let things: Things;

beforeAll(async () => {
  const mongod = await anyMongod();
  folder = await mkdtemp(join(process.env['TEST_FOLDER']!, `own-${process.pid}-`));
  const ports = [await findFixedPort(), await findFixedPort(), await findFixedPort()];
  members = await Promise.all(
    ports.map(async (port) => {
      const dbpath = join(folder, String(port));
      await mkdir(dbpath);
      const args = ['--dbpath', dbpath, '--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket'];
      const bounds = ['--replSet', SET, '--wiredTigerCacheSizeGB', '0.25', '--oplogSize', '64'];
      return spawn(mongod.command, [...args, ...bounds], { env: mongod.env, stdio: 'ignore' });
    }),
  );
  for (const port of ports) await withAdmin(port, 60_000, (admin) => admin.command({ ping: 1 }));
  const hosts = ports.map((port, _id) => ({ _id, host: `127.0.0.1:${port}` }));
  await withAdmin(ports[0]!, 60_000, (admin) =>
    admin.command({ replSetInitiate: { _id: SET, members: hosts, settings: { electionTimeoutMillis: 2_000 } } }),
  );
  uri = `mongodb://${hosts.map(({ host }) => host).join()}/?replicaSet=${SET}`;
  await withClient((client) =>
    until(
      () => client.db('admin').command({ replSetGetStatus: 1 }),
      ({ members: all }) =>
        (all as Array<{ stateStr: string }>).every(({ stateStr }) => /PRIMARY|SECONDARY/.test(stateStr)),
    ),
  );
  things = await openThings(uri);
}, 120_000);

afterAll(async () => {
  await things?.close();
  for (const member of members) {
    member.kill('SIGKILL');
    await once(member, 'exit');
  }
  await rm(folder, { recursive: true, force: true });
});

async function withClient<T>(work: (client: mongo.MongoClient) => Promise<T>): Promise<T> {
  const client = await mongoose.mongo.MongoClient.connect(uri, { serverSelectionTimeoutMS: 60_000 });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

test('when another member becomes the primary, a new epoch begins, and nothing that was read before is known to hold', async () => {
  const epochs = new Set<string>();
  for (let time = 0; time < 2; time += 1) {
    const at = await things.position();
    epochs.add(at.split('.')[0]!);
    await until(
      () =>
        things.write(`before-${time}`).then(
          () => true,
          () => false,
        ),
      Boolean,
    );
    await follow(things, at, (changes) => idsIn(changes).includes(`before-${time}`));
    // Refused as long as no other member has all that this one has.
    await until(
      () =>
        withClient((client) =>
          client
            .db('admin')
            .command({ replSetStepDown: 10, secondaryCatchUpPeriodSecs: 5 })
            .then(
              () => true,
              () => false,
            ),
        ),
      Boolean,
    );
    const told = await until(
      () => things.feed.changesAfter(at),
      ({ reset }) => reset,
    );
    expect(comparePositions(told.at!, at)).toBeUndefined();
    expect(things.feed.position()?.split('.')[0]).toBe(told.at!.split('.')[0]);
    await until(
      () =>
        things.write(`after-${time}`).then(
          () => true,
          () => false,
        ),
      Boolean,
    );
    const changes = await follow(things, told.at!, (all) => idsIn(all).includes(`after-${time}`));
    expect(idsIn(changes)).not.toContain(true);
    expect(await things.database.model(thingModel).exists({ _id: `after-${time}` })).not.toBeNull();
  }
  expect(epochs.size).toBe(2);
}, 120_000);

import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { migrateSubgraph } from '../../scripts/seed/migrate-subgraph.js';
import {
  readDatabaseState,
  SCHEMA_VERSION,
  writeDatabaseState,
} from '../../subgraphs/runtime/database/database-state.js';
import { openDatabase, type Database } from '../../subgraphs/runtime/database/database.js';
import { subgraphs } from '../../subgraphs/index.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { expectVerified } from '../verify/verified.js';

/** What records of version 1 had not, by subgraph and collection. */
const NEW_IN_2: Readonly<Record<string, Record<string, readonly string[]>>> = {
  cities: {
    cities: ['claimedMemberships', 'statusHistory.$[].id', 'memberships.$[].id', 'memberships.$[].standing'],
    plans: ['process', 'standing'],
  },
  partners: {
    solutions: [
      'claimedDeployments',
      'claimedIntroductions',
      'deployments.$[].standing',
      'deployments.$[].operatorStanding',
      'deployments.$[].withdrawnOutcomes',
      'introductions.$[].standing',
    ],
    people: ['withdrawnOffices'],
    agreements: ['signatures', 'writtenBy'],
  },
  events: {
    events: ['invitedHosts', 'cancelledOn', 'attendance'],
    registrations: ['hosts'],
    invitations: ['hosts', 'status'],
  },
};

/** What is written before, of kinds of which the seed has no records. */
const WRITES: Readonly<Record<string, ReadonlyArray<readonly [mutation: string, input: object]>>> = {
  events: [
    ['inviteToEvent', { cityId: 'th-yala' }],
    ['registerForEvent', { cityId: 'th-yala' }],
    ['registerForEvent', { cityId: 'th-nan' }],
  ],
};

/** The ids by which statuses and memberships are corrected. */
const IDS = '{ cities(first: 100) { nodes { id statusHistory { id } memberships { id } } } }';

test.each(subgraphs.map(({ name }) => name))(
  'records of %s as version 1 stored them are migrated, and fit together',
  async (name) => {
    const subgraph = subgraphs.find((each) => each.name === name)!;
    const running: RunningSubgraph = await startSubgraph(subgraph);
    const database: Database = openDatabase({
      uri: process.env['TEST_MONGODB_URI']!,
      name: running.databaseName,
      isPatient: true,
    });
    const write = async (mutation: string, input: object): Promise<string> => {
      const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
      const { data, errors } = await running.ask(
        `mutation ($input: ${type}!) { ${mutation}(input: $input) { id } }`,
        { input: { idempotencyKey: randomUUID(), ...input } },
        { caller: { id: 'admin', roles: ['network-admin'] } },
      );
      expect(errors).toBeUndefined();
      return data[mutation].id;
    };
    try {
      await database.connected();
      const meeting = { name: { en: 'A meeting' }, kind: 'MEETING', hosts: ['depa'], startsOn: '2099', capacity: 1 };
      const eventId = name === 'events' ? await write('createEvent', meeting) : '';
      for (const [mutation, input] of WRITES[name] ?? []) await write(mutation, { eventId, ...input });
      const ids = name === 'cities' ? await running.ask(IDS) : null;
      const collectionOf = (of: string) =>
        database.model(subgraph.models.find((model) => model.name === of)!).collection;
      for (const [of, paths] of Object.entries(NEW_IN_2[name]!)) {
        for (const path of paths) {
          const top = path.split('.')[0]!;
          const { modifiedCount } = await collectionOf(of).updateMany(
            path.includes('$[]') ? { [top]: { $type: 'array' } } : {},
            { $unset: { [path]: '' } },
          );
          expect(modifiedCount).toBeGreaterThan(0);
        }
      }
      await writeDatabaseState(database, { schemaVersion: 1 });
      expect(await migrateSubgraph(database, subgraph)).toMatchObject({ from: 1 });
      expect((await readDatabaseState(database)).schemaVersion).toBe(SCHEMA_VERSION);
      await expectVerified(running);
      if (ids) expect(await running.ask(IDS)).toEqual(ids);
    } finally {
      await database.close();
      await running.close();
    }
  },
  60_000,
);

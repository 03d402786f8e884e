import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { cities } from '../../subgraphs/cities/index.js';
import type { Database } from '../../subgraphs/runtime/database/database.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { declarationsFor, declare, expectWhole, type Declaration } from '../subgraphs/declarations.js';
import { spawnSubgraph, type SubgraphProcess } from '../subgraphs/subgraph-process.js';
import { startOwnDatabase, type OwnDatabase } from './own-database.js';
import { seedOwn } from './seed-own.js';
import '../setup/repeat-once.js';

/** `KILLS=50 npx jest test/faults/database-kills` runs more and prints the outcomes. */
const isByHand = process.env['KILLS'] !== undefined;
const KILLS = Number(process.env['KILLS'] ?? 4);
const WRITES_OF_EACH = 10;
const AT_ONCE = 8;

let own: OwnDatabase;
let database: Database;
let subgraph: SubgraphProcess;

beforeEach(async () => {
  own = await startOwnDatabase();
  database = await seedOwn(own, cities as unknown as Subgraph);
  subgraph = await spawnSubgraph('cities', own.uri);
});

afterEach(async () => {
  await subgraph?.crash();
  await database?.close();
  await own?.close();
});

test(
  `no acknowledged write is lost or doubled in ${KILLS} kills of the database and of the subgraph in the middle of writes`,
  async () => {
    const declarations = await declarationsFor(database, KILLS * WRITES_OF_EACH);
    const acknowledged = new Map<string, number>();
    let uncertain = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const killed = kill % 2 === 0 ? 'database' : 'subgraph';
      const before = acknowledged.size;
      uncertain += await writeUntil(declarations, acknowledged, before + WRITES_OF_EACH / 2, async () => {
        if (killed === 'database') await own.crash();
        else await subgraph.crash();
      });
      expect(acknowledged.size).toBeGreaterThan(before);
      if (killed === 'database') await own.revive();
      else subgraph = await spawnSubgraph('cities', own.uri);
      await expectWhole(database, declarations, acknowledged);
    }
    const first = new Map(acknowledged);
    acknowledged.clear();
    while (acknowledged.size < declarations.length) await writeUntil(declarations, acknowledged, Infinity);
    // A write that was acknowledged before a kill has the same result again.
    for (const [key, version] of first) expect([key, acknowledged.get(key)]).toEqual([key, version]);
    expect(await expectWhole(database, declarations, acknowledged)).toBe(declarations.length);
    if (isByHand)
      process.stdout.write(
        `${KILLS} kills: ${first.size} writes acknowledged before the last, ${uncertain} left open by a kill, ${declarations.length} in the end, none lost, none doubled\n`,
      );
  },
  120_000 + KILLS * 30_000,
);

/**
 * Writes what is not acknowledged yet, many at once, and kills as soon as so many are.
 *
 * @returns how many were not answered well
 */
async function writeUntil(
  declarations: readonly Declaration[],
  acknowledged: Map<string, number>,
  enough: number,
  kill?: () => Promise<void>,
): Promise<number> {
  const waiting = declarations.filter(({ idempotencyKey }) => !acknowledged.has(idempotencyKey));
  let killing: Promise<void> | undefined;
  let open = 0;
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (let input = waiting.shift(); input && !killing; input = waiting.shift()) {
      const answer = await declare(subgraph, input);
      if (answer && !answer.errors) acknowledged.set(input.idempotencyKey, answer.data.declareChallenge.version);
      else {
        open += 1;
        // A client that is told why: what it wrote is not done, as far as is known, and may be asked again.
        if (answer)
          expect(answer.errors!.map(({ extensions }: { extensions: { code: string } }) => extensions.code)).toEqual([
            'DATABASE_UNAVAILABLE',
          ]);
        await sleep(20);
      }
      if (kill && acknowledged.size >= enough) killing ??= kill();
    }
  });
  await Promise.all(workers);
  await killing;
  return open;
}

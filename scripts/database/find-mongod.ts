import type { Mongod } from './mongod.js';
import type { MongodSource } from './mongod-source.js';

export interface FindMongodOptions {
  /** In order of preference. */
  ways: MongodSource[];
  /** Why a mongod of this version is not wanted, as one clause. */
  refuse: (version: string) => string | undefined;
  report: (line: string) => void;
}

/**
 * The first mongod that the ways give: in their order, but those that need no network before those that do, so that
 * only a first start ever waits for a download.
 *
 * Throws an error that names every way, the one of `MONGODB_URI` included, and why each was closed.
 */
export async function findMongod({ ways, refuse, report }: FindMongodOptions): Promise<Mongod> {
  const reasons = new Map<MongodSource, string>();
  const atHand = await Promise.all(ways.map((way) => way.isAtHand()));
  const inOrder = [...ways.filter((_, i) => atHand[i]), ...ways.filter((_, i) => !atHand[i])];
  for (const way of inOrder) {
    try {
      if (way.version) insist(refuse(way.version));
      const mongod = await way.find();
      insist(refuse(mongod.version));
      return mongod;
    } catch (error) {
      reasons.set(way, (error as Error).message);
      report(`Trying the next source: ${(error as Error).message}`);
    }
  }
  throw new Error(
    [
      'No database could be found or started. Do one of the following:',
      '  1. Set MONGODB_URI to a replica set, such as mongodb://127.0.0.1:27017/?replicaSet=rs0 (it is not set)',
      ...ways.map((way, i) => `  ${i + 2}. ${way.advice} (${reasons.get(way)})`),
    ].join('\n'),
  );
}

function insist(refusal: string | undefined): void {
  if (refusal) throw new Error(refusal);
}

import type DataLoader from 'dataloader';
import mongoose, { type Model } from 'mongoose';
import { createLoader, toRow } from '../../runtime/database/loader.js';
import { ownedFact, type OwnedFact } from '../facts/owned-facts.js';
import type { StoredProgramme, StoredTarget } from './programme.model.js';

/** Targets by their ids, out of the programmes that hold them: one `find` a tick. */
export function targetLoader(programmes: Model<StoredProgramme>): DataLoader<string, OwnedFact<StoredTarget> | null> {
  return createLoader(async (ids: readonly string[]) => {
    const holders = await programmes
      .find({ 'targets.id': mongoose.trusted({ $in: [...ids] }) }, { version: 1, targets: 1, sources: 1 })
      .lean<StoredProgramme[]>();
    const targets = new Map(
      holders.flatMap((programme) =>
        programme.targets.map((target) => [target.id, ownedFact(toRow(programme), target)]),
      ),
    );
    return ids.map((id) => targets.get(id) ?? null);
  });
}

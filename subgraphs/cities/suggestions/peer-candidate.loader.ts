import type DataLoader from 'dataloader';
import mongoose, { type Model, type PipelineStage } from 'mongoose';
import { aggregateRows, BATCH_SIZE, createLoader } from '../../runtime/database/loader.js';
import { ofParents } from '../../runtime/lists/parents.js';
import { cityModel, type StoredCity } from '../city/city.model.js';
import { scorePeers, type Comparable } from './score-peers.js';
import type { PeerCandidate } from './suggestion.type.js';

const COMPARED = { region: 1, kind: 1, 'population.value': 1, 'challenges.code': 1, 'challenges.confidence': 1 };
/** Cities that are read for each that is asked for. */
const READ = 200;

type Sharing = Omit<Comparable, 'challenges'> & { codes: string[] };

/**
 * The peer candidates of cities, two commands a tick for all of them. The first finds, in an index alone, who shares a
 * challenge and what else it is compared by; it grows with those who do. The second reads of each city the 200 that
 * could score best, as evidence may only lower a score: so many documents at most, however many share its challenges.
 */
export function peerCandidatesLoader(cities: Model<StoredCity>): DataLoader<Comparable, PeerCandidate[], string> {
  return createLoader<Comparable, PeerCandidate[], string>(
    async (asked) => {
      const codes = [...new Set(asked.flatMap(({ challenges }) => challenges.map(({ code }) => code)))];
      if (codes.length === 0) return asked.map(() => []);
      const sharing = await aggregateRows(
        cities.aggregate<Sharing>([...ofParents(cityModel.name, codes, havingChallenge), BY_CITY]),
      );
      const hopeful = sharing.map(({ codes: shared, ...city }): Comparable => ({
        ...city,
        challenges: shared.map((code) => ({ code, confidence: 'HIGH' })),
      }));
      const wanted = asked.map((city) => scorePeers(city, hopeful, READ).map(({ cityId }) => cityId));
      const others = await cities
        .find({ _id: mongoose.trusted({ $in: [...new Set(wanted.flat())] }) }, COMPARED)
        .batchSize(BATCH_SIZE)
        .lean<Comparable[]>();
      const read = new Map(others.map((other) => [other._id, other]));
      return asked.map((city, at) =>
        scorePeers(
          city,
          wanted[at]!.flatMap((id) => read.get(id) ?? []),
        ),
      );
    },
    { cacheKeyFn: ({ _id }) => _id },
  );
}

/** What an index tells of the cities with a challenge. */
function havingChallenge(code: string): Exclude<PipelineStage, PipelineStage.Merge | PipelineStage.Out>[] {
  return [
    { $match: { 'challenges.code': code } },
    { $project: { region: 1, kind: 1, 'population.value': 1 } },
    { $set: { code: { $literal: code } } },
  ];
}

const BY_CITY: PipelineStage = {
  $group: {
    _id: '$_id',
    region: { $first: '$region' },
    kind: { $first: '$kind' },
    population: { $first: '$population' },
    codes: { $push: '$code' },
  },
};

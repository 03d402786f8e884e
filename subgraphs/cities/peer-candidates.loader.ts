import DataLoader from 'dataloader';
import mongoose, { type Model } from 'mongoose';
import { BATCH_SIZE, MAX_TIME_MS } from '../runtime/loader.js';
import type { StoredCity } from './city.model.js';
import type { PeerCandidate } from './peer-candidate.type.js';
import { peerCandidates, type Comparable } from './peer-candidates.js';

const COMPARED = { region: 1, kind: 1, 'population.value': 1, 'challenges.code': 1, 'challenges.confidence': 1 };

/** The peer candidates of cities: one `find` a tick for all of them, by the challenges that they have. */
export function peerCandidatesLoader(cities: Model<StoredCity>): DataLoader<Comparable, PeerCandidate[], string> {
  return new DataLoader<Comparable, PeerCandidate[], string>(
    async (asked) => {
      const codes = [...new Set(asked.flatMap(({ challenges }) => challenges.map(({ code }) => code)))];
      if (codes.length === 0) return asked.map(() => []);
      const others = await cities.find({ 'challenges.code': mongoose.trusted({ $in: codes }) }, COMPARED).batchSize(BATCH_SIZE).maxTimeMS(MAX_TIME_MS).lean<Comparable[]>();
      return asked.map((city) => peerCandidates(city, others));
    },
    { cacheKeyFn: ({ _id }) => _id },
  );
}

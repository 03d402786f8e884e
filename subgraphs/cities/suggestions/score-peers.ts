import { isAtLeast } from '../../domain/sources/confidence.js';
import type { StoredCity } from '../city/city.model.js';
import type { PeerCandidate } from './suggestion.type.js';

/** What two cities are compared by. */
export interface Comparable {
  _id: string;
  region: StoredCity['region'];
  kind: StoredCity['kind'];
  population?: { value: number } | null;
  challenges: ReadonlyArray<Pick<StoredCity['challenges'][number], 'code' | 'confidence'>>;
}

const MOST = 100;
const SIMILAR = 2;

/**
 * The other cities that share a challenge with a city, best first: two points for each challenge with good evidence on
 * both sides, one for each other shared one, and one each for region, kind and size. Equal ones are in the order of
 * their ids.
 *
 * @returns the best, 100 when not told how many
 */
export function scorePeers(city: Comparable, others: readonly Comparable[], most = MOST): PeerCandidate[] {
  const scored = others
    .filter((other) => other._id !== city._id)
    .map((other) => compared(city, other))
    .filter(({ shared }) => shared.length > 0)
    .map((candidate) => ({ candidate, score: scoreOf(candidate) }));
  scored.sort((a, b) => b.score - a.score || (a.candidate.cityId < b.candidate.cityId ? -1 : 1));
  return scored.slice(0, most).map(({ candidate }) => candidate);
}

function compared(city: Comparable, other: Comparable): PeerCandidate {
  const strong = ({ confidence }: Comparable['challenges'][number]) => isAtLeast(confidence, 'MEDIUM');
  const theirs = new Map(other.challenges.map((challenge) => [challenge.code, challenge]));
  const shared = city.challenges.flatMap((ours) => {
    const their = theirs.get(ours.code);
    return their ? [{ code: ours.code, strong: strong(ours) && strong(their) }] : [];
  });
  shared.sort((a, b) => (a.code < b.code ? -1 : 1));
  return {
    cityId: other._id,
    shared,
    sameRegion: city.region === other.region,
    sameKind: city.kind === other.kind,
    similarSize: areSimilar(city.population, other.population),
  };
}

function scoreOf({ shared, ...also }: PeerCandidate): number {
  return (
    shared.reduce((sum, { strong }) => sum + (strong ? 2 : 1), 0) +
    [also.sameRegion, also.sameKind, also.similarSize].filter(Boolean).length
  );
}

function areSimilar(one: Comparable['population'], other: Comparable['population']): boolean {
  return one != null && other != null && Math.max(one.value, other.value) <= SIMILAR * Math.min(one.value, other.value);
}

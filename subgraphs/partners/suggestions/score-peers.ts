import type { ChallengeKey, PeerCandidate } from '../references.js';
import { pointsOf, reason, type Proven, type Reason } from './suggestion-reason.js';
import { mostPoints, proofOf, weightOf } from './score.js';

/** A peer with why it is one. */
export interface ScoredPeer {
  cityId: string;
  points: number;
  /** Points by the most that any peer of the city can have, 0 to 1. */
  score: number;
  reasons: Reason[];
}

/**
 * Scores the peers of a city, best first; ties by id. A shared challenge weighs 2 with good evidence on both sides, else
 * 1; a solution to one of them weighs 3 when it is in use at the peer, 1 when it is tried out there, the best one only;
 * the same region, the same kind of area and a similar size weigh 1 each.
 *
 * @param provenIn the proven solutions of each candidate, by its id
 */
export function scorePeers(
  challenges: readonly ChallengeKey[],
  candidates: readonly PeerCandidate[],
  provenIn: ReadonlyMap<string, readonly Proven[]>,
): ScoredPeer[] {
  const most = mostPoints(challenges);
  const named = new Map(challenges.map((challenge) => [challenge.code, challenge]));
  const peers = candidates.map((candidate) => {
    const reasons = reasonsOf(candidate, provenIn.get(candidate.cityId) ?? [], named);
    const points = pointsOf(reasons);
    return { cityId: candidate.cityId, points, score: points / most, reasons };
  });
  return peers.sort((a, b) => b.points - a.points || (a.cityId < b.cityId ? -1 : 1));
}

function reasonsOf(
  { shared, sameRegion, sameKind, similarSize }: PeerCandidate,
  proven: readonly Proven[],
  named: ReadonlyMap<string, ChallengeKey>,
): Reason[] {
  const codes = new Set(shared.map(({ code }) => code));
  return [
    ...shared.map(({ code, strong }) =>
      reason('SHARED_CHALLENGE', weightOf(strong), { challenge: named.get(code) ?? { code, confidence: 'LOW' } }),
    ),
    ...provenReasons(proven.filter(({ addresses }) => addresses.some((code) => codes.has(code)))),
    ...(sameRegion ? [reason('SAME_REGION', 1)] : []),
    ...(sameKind ? [reason('SAME_KIND', 1)] : []),
    ...(similarSize ? [reason('SIMILAR_SIZE', 1)] : []),
  ];
}

/** The best proof counts; further ones are told, and add nothing. */
export function provenReasons(proven: readonly Proven[]): Reason[] {
  const ranked = [...proven].sort(
    (a, b) => proofOf(b.deployment.stage) - proofOf(a.deployment.stage) || (a.deployment.id < b.deployment.id ? -1 : 1),
  );
  return ranked.map((one, rank) => reason('PROVEN', rank === 0 ? proofOf(one.deployment.stage) : 0, { proven: one }));
}

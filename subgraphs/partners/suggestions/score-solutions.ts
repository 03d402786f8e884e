import type { ChallengeKey, PeerCandidate } from '../references.js';
import { pointsOf, reason, type Proven, type Reason } from './suggestion-reason.js';
import type { SuggestionReasonKind } from './suggestion.type.js';
import { isStrong, mostPoints, weightOf } from './score.js';
import { provenReasons } from './score-peers.js';

/** A suggested solution with why. */
export interface ScoredSolution {
  solutionId: string;
  points: number;
  /** Points by the most that any solution can have for the city, 0 to 1. */
  score: number;
  reasons: Reason[];
}

/**
 * Scores solutions for a city, best first; ties by id. A challenge of the city that it addresses weighs 2 with good
 * evidence that the city has it, else 1; proof elsewhere 3 in use, 1 tried out; and 1 each when a city that proves it
 * lies in the same region, is of the same kind, has a similar size.
 *
 * @param proven each solution's deployments in other cities
 * @param peers what the city shares with others; a city that is not among them counts as unlike
 */
export function scoreSolutions(
  challenges: readonly ChallengeKey[],
  proven: readonly Proven[],
  peers: readonly PeerCandidate[],
): ScoredSolution[] {
  const most = mostPoints(challenges);
  const alike = new Map(peers.map((peer) => [peer.cityId, peer]));
  const bySolution = new Map<string, Proven[]>();
  for (const one of proven) bySolution.set(one.solutionId, [...(bySolution.get(one.solutionId) ?? []), one]);
  const scored = [...bySolution].map(([solutionId, deployments]) => {
    const addresses = new Set(deployments[0]!.addresses);
    const reasons = [
      ...challenges
        .filter(({ code }) => addresses.has(code))
        .map((challenge) => reason('SHARED_CHALLENGE', weightOf(isStrong(challenge)), { challenge })),
      ...provenReasons(deployments),
      ...likeness(deployments, alike),
    ];
    const points = pointsOf(reasons);
    return { solutionId, points, score: points / most, reasons };
  });
  return scored.sort((a, b) => b.points - a.points || (a.solutionId < b.solutionId ? -1 : 1));
}

const ALIKE: ReadonlyArray<readonly [SuggestionReasonKind, 'sameRegion' | 'sameKind' | 'similarSize']> = [
  ['SAME_REGION', 'sameRegion'],
  ['SAME_KIND', 'sameKind'],
  ['SIMILAR_SIZE', 'similarSize'],
];

function likeness(deployments: readonly Proven[], alike: ReadonlyMap<string, PeerCandidate>): Reason[] {
  return ALIKE.flatMap(([kind, shares]) => {
    const proven = deployments.find(({ deployment }) => alike.get(deployment.cityId)?.[shares]);
    return proven ? [reason(kind, 1, { proven })] : [];
  });
}

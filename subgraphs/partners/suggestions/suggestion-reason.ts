import type { LocalizedText } from '../../facts/localized-text.type.js';
import type { Held } from '../held.js';
import type { StoredDeployment } from '../solution.model.js';
import type { ChallengeKey } from './peer-candidate.entity.js';
import { suggestionSentence } from './suggestion-sentence.js';
import type { SuggestionReasonKind } from './suggestion-reason-kind.js';

/** A solution that is proven in a city. */
export interface Proven {
  solutionId: string;
  name: LocalizedText;
  addresses: readonly string[];
  deployment: Held<StoredDeployment>;
}

/** A reason with the fact behind it, as its resolver reads it. */
export interface Reason {
  kind: SuggestionReasonKind;
  points: number;
  sentence: LocalizedText;
  challengeCode: string | null;
  proven: Proven | null;
}

/** Makes a reason out of the fact behind it. */
export function reason(
  kind: SuggestionReasonKind,
  points: number,
  { challenge = null, proven = null }: { challenge?: ChallengeKey | null; proven?: Proven | null } = {},
): Reason {
  return {
    kind,
    points,
    sentence: suggestionSentence(kind, challenge, proven),
    challengeCode: challenge?.code ?? null,
    proven,
  };
}

/** What reasons weigh together. */
export function pointsOf(reasons: readonly Reason[]): number {
  return reasons.reduce((sum, { points }) => sum + points, 0);
}

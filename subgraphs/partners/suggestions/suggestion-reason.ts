import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { Sentence } from '../../protocol/language.js';
import type { Stage } from '../vocabulary/vocabulary.js';
import type { ChallengeKey } from '../references.js';
import type { SuggestionReasonKind } from './suggestion.type.js';
import type { OwnedFact } from '../facts/owned-facts.js';
import type { StoredDeployment } from '../solution/solution.model.js';

/** A reason in words. Cities are named by others: a client reads their names beside the sentence. */
function suggestionSentence(
  kind: SuggestionReasonKind,
  challenge: ChallengeKey | null,
  proven: Proven | null,
): LocalizedText {
  switch (kind) {
    case 'SHARED_CHALLENGE':
      return challengeSentence(challenge!);
    case 'PROVEN':
      return provenSentence(proven!);
    case 'SAME_REGION':
      return { en: 'The other city lies in the same region.', th: 'อีกเมืองหนึ่งอยู่ในภูมิภาคเดียวกัน' };
    case 'SAME_KIND':
      return { en: 'The other city is an area of the same kind.', th: 'อีกเมืองหนึ่งเป็นพื้นที่ประเภทเดียวกัน' };
    case 'SIMILAR_SIZE':
      return { en: 'The other city has a population of similar size.', th: 'อีกเมืองหนึ่งมีประชากรใกล้เคียงกัน' };
  }
}

/** A challenge that nobody could name is told by its code. */
function challengeSentence({ code, name }: ChallengeKey): LocalizedText {
  return {
    en: `It is about a challenge of this city: “${name?.en ?? name?.th ?? code}”.`,
    th: `เกี่ยวข้องกับความท้าทายของเมืองนี้ คือ “${name?.th ?? name?.en ?? code}”`,
  };
}

const STANDS: Partial<Record<Stage, Sentence>> = {
  LIVE: { en: 'is in use there', th: 'ใช้งานจริงที่นั่นแล้ว' },
  SCALED: { en: 'is in use there, beyond its first place', th: 'ใช้งานจริงที่นั่นและขยายผลแล้ว' },
  PILOT: { en: 'is being tried out there', th: 'กำลังทดลองใช้ที่นั่น' },
};

function provenSentence({ name, deployment }: Proven): LocalizedText {
  const stands = STANDS[deployment.stage]!;
  return { en: `“${name.en ?? name.th}” ${stands.en}.`, th: `“${name.th ?? name.en}” ${stands.th}` };
}

/** A solution that is proven in a city. */
export interface Proven {
  solutionId: string;
  name: LocalizedText;
  addresses: readonly string[];
  deployment: OwnedFact<StoredDeployment>;
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

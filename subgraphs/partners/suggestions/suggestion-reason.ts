import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { shownName } from '../../domain/texts/shown-name.js';
import type { LookedUpText } from '../../domain/texts/looked-up-text.js';
import type { Sentence } from '../../protocol/language.js';
import type { LabelOf } from '../../runtime/foreign/foreign-labels.js';
import type { Stage } from '../vocabulary/vocabulary.js';
import type { ChallengeKey } from '../references.js';
import type { SuggestionReasonKind } from './suggestion.type.js';
import type { OwnedFact } from '../facts/owned-facts.js';
import type { StoredDeployment } from '../solution/solution.model.js';

/** What a reason says of the city that is suggested, or in which a suggested solution is in use. */
interface About {
  challenge: (name: LocalizedText) => Sentence;
  /** What the other city is called in a sentence. */
  city: LocalizedText;
  /** Where that is, at the end of a sentence. */
  there: Sentence;
}

/** The peer itself, whose name stands beside its reasons. */
const PEER: About = {
  challenge: ({ en, th }) => ({ en: `It has the same challenge: “${en}”.`, th: `มีความท้าทายเดียวกัน คือ “${th}”` }),
  city: { en: 'It', th: 'เมืองนั้น' },
  there: { en: 'there', th: 'ที่นั่น' },
};

/** A city that uses a suggested solution, by its name. */
function inCity({ en, th }: LocalizedText): About {
  return {
    challenge: (name) => ({
      en: `It addresses a challenge of this city: “${name.en}”.`,
      th: `ตอบโจทย์ความท้าทายของเมืองนี้ คือ “${name.th}”`,
    }),
    city: { en, th },
    there: { en: `in ${en}`, th: `ที่${th}` },
  };
}

const ELSEWHERE: Sentence = { en: 'another city', th: 'เมืองอื่น' };

/** The reasons for a peer, in words. */
export function toldOfPeer(reasons: readonly Reason[]): ToldReason[] {
  return reasons.map((reason) => ({ ...reason, sentence: sentenceOf(reason, PEER) }));
}

/**
 * The reasons for a solution, in words.
 *
 * @param nameOf what a city is called, asked for when a client reads a sentence that names it
 */
export function toldOfSolution(reasons: readonly Reason[], nameOf: LabelOf): ToldReason[] {
  return reasons.map((reason) => ({
    ...reason,
    sentence: async (_args, context, info) => {
      const cityId = reason.proven?.deployment.cityId;
      const city =
        cityId === undefined ? ELSEWHERE : shownName(await nameOf(cityId, (warning) => context.warn(info, warning)));
      return sentenceOf(reason, inCity(city));
    },
  }));
}

const STANDS: Partial<Record<Stage, (solution: LocalizedText, there: Sentence) => Sentence>> = {
  LIVE: (solution, there) => ({
    en: `“${solution.en}” is in use ${there.en}.`,
    th: `“${solution.th}” ใช้งานจริง${there.th}แล้ว`,
  }),
  SCALED: (solution, there) => ({
    en: `“${solution.en}” is in use ${there.en}, beyond its first place.`,
    th: `“${solution.th}” ใช้งานจริง${there.th}และขยายผลแล้ว`,
  }),
  PILOT: (solution, there) => ({
    en: `“${solution.en}” is being tried out ${there.en}.`,
    th: `“${solution.th}” กำลังทดลองใช้${there.th}`,
  }),
};

function sentenceOf({ kind, challenge, proven }: Reason, about: About): Sentence {
  const { en, th } = about.city;
  switch (kind) {
    case 'SHARED_CHALLENGE':
      // One that nobody could name is told by its code.
      return about.challenge(shownName(challenge!.name ?? { en: challenge!.code, th: null }));
    case 'PROVEN':
      return STANDS[proven!.deployment.stage]!(shownName(proven!.name), about.there);
    case 'SAME_REGION':
      return { en: `${en} lies in the same region.`, th: `${th}อยู่ในภูมิภาคเดียวกัน` };
    case 'SAME_KIND':
      return { en: `${en} is an area of the same kind.`, th: `${th}เป็นพื้นที่ประเภทเดียวกัน` };
    case 'SIMILAR_SIZE':
      return { en: `${en} has a population of similar size.`, th: `${th}มีประชากรใกล้เคียงกัน` };
  }
}

/** A solution that is proven in a city. */
export interface Proven {
  solutionId: string;
  name: LocalizedText;
  addresses: readonly string[];
  deployment: OwnedFact<StoredDeployment>;
}

/** A reason with the fact behind it. */
export interface Reason {
  kind: SuggestionReasonKind;
  points: number;
  challenge: ChallengeKey | null;
  proven: Proven | null;
}

/** A reason as its resolver reads it. */
export type ToldReason = Reason & { sentence: LookedUpText };

/** Makes a reason out of the fact behind it. */
export function reason(
  kind: SuggestionReasonKind,
  points: number,
  { challenge = null, proven = null }: Partial<Pick<Reason, 'challenge' | 'proven'>> = {},
): Reason {
  return { kind, points, challenge, proven };
}

/** What reasons weigh together. */
export function pointsOf(reasons: readonly Reason[]): number {
  return reasons.reduce((sum, { points }) => sum + points, 0);
}

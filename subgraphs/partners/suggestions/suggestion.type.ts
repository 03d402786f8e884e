import type { Sentence } from '../../protocol/language.js';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { defineEnum } from '../../domain/vocabulary/define-enum.js';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { LookedUpText } from '../../domain/texts/looked-up-text.js';
import { City } from '../references.js';
import { Solution } from '../solution/solution.type.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

/** Why nothing is suggested to a city. */
export const EMPTY_BECAUSE = {
  NO_CHALLENGE: {
    en: 'No challenge of this city is on file, so there is nothing to compare.',
    th: 'ยังไม่มีข้อมูลความท้าทายของเมืองนี้ จึงไม่มีสิ่งที่จะเปรียบเทียบ',
  },
  ALONE: { en: 'No other city on file has any of its challenges.', th: 'ยังไม่มีเมืองอื่นในระบบที่มีความท้าทายเดียวกัน' },
  NOTHING_PROVEN: {
    en: 'No solution to its challenges is on record as in use or tried out in any city.',
    th: 'ยังไม่มีข้อมูลว่ามีเมืองใดใช้งานจริงหรือทดลองใช้โซลูชันสำหรับความท้าทายของเมืองนี้',
  },
  ALL_USED: {
    en: 'Every proven solution to its challenges is on record in this city already.',
    th: 'โซลูชันที่ใช้ได้ผลสำหรับความท้าทายของเมืองนี้มีอยู่ในเมืองนี้แล้วทั้งหมด',
  },
} as const satisfies Record<string, Sentence>;

export const SuggestionReasonKind = defineEnum('SuggestionReasonKind', 'Why something is suggested to a city.', {
  SHARED_CHALLENGE: {
    description: 'A challenge of the city: the other city has it too, or the solution addresses it.',
    en: 'Shared challenge',
    th: 'ความท้าทายเดียวกัน',
  },
  PROVEN: {
    description: 'A solution to a challenge of the city is in use or tried out elsewhere.',
    en: 'Proven elsewhere',
    th: 'ใช้ได้ผลในเมืองอื่น',
  },
  SAME_REGION: { description: 'The other city lies in the same region.', en: 'Same region', th: 'ภูมิภาคเดียวกัน' },
  SAME_KIND: {
    description: 'The other city is an area of the same kind, such as a municipality.',
    en: 'Same kind of area',
    th: 'พื้นที่ประเภทเดียวกัน',
  },
  SIMILAR_SIZE: {
    description: 'Both populations are known, and neither is more than twice the other.',
    en: 'Similar size',
    th: 'ขนาดใกล้เคียงกัน',
  },
});
export type SuggestionReasonKind = keyof typeof SuggestionReasonKind;

@ObjectType('SuggestionReason', {
  description: 'A reason for a suggestion: a fact, and how many points it adds.',
  simpleResolvers: true,
})
export class SuggestionReason {
  @Field(() => SuggestionReasonKind, { description: 'What kind of reason it is.' })
  kind!: SuggestionReasonKind;

  @Field(() => Int, {
    description:
      'How many points it adds. Where several cities prove the same solution, only the best one adds points, and the others have 0.',
  })
  points!: number;

  @Field(() => LocalizedText, {
    description: 'The reason in words. A city whose name cannot be read at the moment is named by its id.',
  })
  sentence!: LookedUpText;
}

@ObjectType('PeerCity', { description: 'A city to learn from, and why.', simpleResolvers: true })
export class PeerCity {
  @Field(() => City, { description: 'The city.' })
  city!: City;

  @Field(() => Float, {
    description:
      'How well it fits, from 0 to 1: its points divided by the most points that any peer of this city could have.',
  })
  score!: number;

  @Field(() => Int, { description: 'The sum of the points of its reasons.' })
  points!: number;

  @ListSize(10)
  @Field(() => [SuggestionReason], {
    description: 'Why it is suggested; one reason at least is a challenge that both have.',
  })
  reasons!: SuggestionReason[];
}

@ObjectType('CityPeers', {
  description: 'The cities that a city can learn from, or why there are none.',
  simpleResolvers: true,
})
export class CityPeers {
  @Field(() => [PeerCity], { description: 'The peers, best first; ties by id.' })
  nodes!: PeerCity[];

  @Field(() => LocalizedText, {
    nullable: true,
    description: 'Why there are none, in words; null when there are some.',
  })
  emptyBecause!: LocalizedText | null;
}

@ObjectType('SuggestedSolution', { description: 'A solution that could help a city, and why.', simpleResolvers: true })
export class SuggestedSolution {
  @Field(() => Solution, { nullable: true, description: 'The solution.' })
  solution!: Solution | null;

  @Field(() => Float, {
    description:
      'How well it fits, from 0 to 1: its points divided by the most points that any solution could have for this city.',
  })
  score!: number;

  @Field(() => Int, { description: 'The sum of the points of its reasons.' })
  points!: number;

  @ListSize(10)
  @Field(() => [SuggestionReason], {
    description: 'Why: the challenges of the city that it addresses, and where it is proven.',
  })
  reasons!: SuggestionReason[];
}

@ObjectType('SuggestedSolutions', { description: 'The solutions that could help a city.', simpleResolvers: true })
export class SuggestedSolutions {
  @Field(() => [SuggestedSolution], { description: 'The solutions, best first; ties by id.' })
  nodes!: SuggestedSolution[];

  @Field(() => LocalizedText, {
    nullable: true,
    description: 'Why there are none, in words; null when there are some.',
  })
  emptyBecause!: LocalizedText | null;
}

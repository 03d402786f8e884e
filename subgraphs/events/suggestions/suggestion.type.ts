import { Field, Float, ObjectType } from 'type-graphql';
import { defineEnum } from '../../domain/vocabulary/define-enum.js';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { Challenge, City, Partner, Solution } from '../references.js';
import { Event } from '../event/event.type.js';
import { Certainty } from '../vocabulary/vocabulary.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

export const EventReasonKind = defineEnum('EventReasonKind', 'Why an event is suggested to a city.', {
  HOLDER_HOSTS: {
    description: 'A partner that holds a proven solution hosts it.',
    en: 'Hosted by a holder of a solution',
    th: 'ผู้มีโซลูชันที่ใช้ได้ผลเป็นเจ้าภาพ',
  },
  HOLDER_PARTNER: {
    description: 'A partner that holds a proven solution takes part.',
    en: 'A partner with a solution takes part',
    th: 'พันธมิตรที่มีโซลูชันที่ใช้ได้ผลเข้าร่วม',
  },
  HOLDER_CITY: {
    description: 'A city in which a proven solution is in use takes part.',
    en: 'A city with a solution takes part',
    th: 'เมืองที่ใช้โซลูชันได้ผลเข้าร่วม',
  },
});
export type EventReasonKind = keyof typeof EventReasonKind;

@ObjectType('EventReason', {
  description: 'Why an event is suggested to a city: who will be there, and what they hold.',
  simpleResolvers: true,
})
export class EventReason {
  @Field(() => EventReasonKind, { description: 'What kind of reason it is.' })
  kind!: EventReasonKind;

  @Field(() => LocalizedText, { description: 'The reason in words.' })
  sentence!: LocalizedText;

  @Field(() => City, { nullable: true, description: 'The city that takes part.' })
  city!: City | null;

  @Field(() => Partner, { nullable: true, description: 'The partner that hosts it or takes part.' })
  partner!: Partner | null;

  @Field(() => Solution, { nullable: true, description: 'The solution, in use in another city.' })
  solution!: Solution | null;

  @Field(() => Challenge, { nullable: true, description: 'The challenge of this city that it addresses.' })
  challenge!: Challenge | null;
}

@ObjectType('SuggestedEvent', {
  description: 'An event at which a city can meet those who hold a proven solution to one of its challenges.',
  simpleResolvers: true,
})
export class SuggestedEvent {
  @Field(() => Event, { description: 'The event.' })
  event!: Event;

  @Field(() => Certainty, { description: 'How sure it is that it starts in the window.' })
  certainty!: Certainty;

  @Field(() => Float, {
    description:
      'From 0 to 1: the share of the challenges with a known holder for which one will be there, lowered when the date is not certain: by a quarter for POSSIBLE, by half for UNDATED.',
  })
  score!: number;

  @ListSize(10)
  @Field(() => [EventReason], { description: 'Why, at least one; by who will be there.' })
  reasons!: EventReason[];
}

@ObjectType('PastMeeting', {
  description: 'A past event which holders of a proven solution attended.',
  simpleResolvers: true,
})
export class PastMeeting {
  @Field(() => Event, { description: 'The event.' })
  event!: Event;

  @ListSize(10)
  @Field(() => [EventReason], { description: 'Who was there, and what they hold.' })
  reasons!: EventReason[];
}

@ObjectType('SuggestedEvents', {
  description: 'Where a city can meet those who hold a proven solution to one of its challenges.',
  simpleResolvers: true,
})
export class SuggestedEvents {
  @Field(() => [SuggestedEvent], { description: 'The events to come, best first; ties by their start, then by id.' })
  nodes!: SuggestedEvent[];

  @Field(() => LocalizedText, {
    nullable: true,
    description: 'Why there are none, in words; null when there are some.',
  })
  emptyBecause!: LocalizedText | null;

  @ListSize(5)
  @Field(() => [PastMeeting], {
    description:
      'The last events before the window that were held and that such holders hosted or attended, latest first, at most five.',
  })
  pastEvents!: PastMeeting[];
}

import { ArgsType, Field } from 'type-graphql';
import { CalendarUnit } from '../../domain/dates/calendar-spans.js';
import { defineEnum } from '../../domain/vocabulary/define-enum.js';
import { Instant } from '../../domain/dates/instant.js';
import { EventFilter } from '../event/event.args.js';

export const EventGroup = defineEnum('EventGroup', 'By what events are grouped.', {
  KIND: { description: 'What kind of event it is.', en: 'Kind', th: 'ประเภท' },
  FORMAT: { description: 'How people take part.', en: 'Format', th: 'รูปแบบ' },
  STATUS: { description: 'How sure it is that it takes place.', en: 'Status', th: 'สถานะ' },
  PROGRAMME: { description: 'The programme, by id, under its name.', en: 'Programme', th: 'โครงการ' },
  HOST: { description: 'Each partner that hosts it, by id, under its name.', en: 'Host', th: 'เจ้าภาพ' },
  VENUE_CITY: { description: 'The city where it takes place, by id, under its name.', en: 'City', th: 'เมืองที่จัด' },
  LANGUAGE: { description: 'Each language it is held in.', en: 'Language', th: 'ภาษา' },
  CHALLENGE: {
    description: 'Each challenge that a session is about, by code; every one is there.',
    en: 'Challenge',
    th: 'ความท้าทาย',
  },
});
export type EventGroup = keyof typeof EventGroup;

@ArgsType()
export class EventStatsArgs {
  @Field(() => Instant, {
    nullable: true,
    description:
      'The first moment that counts, such as "2020-01-01": a day begins at midnight in `timeZone`. Without it, the beginning of the first event.',
  })
  from?: Instant | null;

  @Field(() => Instant, {
    nullable: true,
    description:
      'The first moment that no longer counts: from "2020-01-01" to "2021-01-01" is the year 2020. Without it, the end of the last event.',
  })
  to?: Instant | null;

  @Field(() => CalendarUnit, { nullable: true, description: 'How time is divided; not at all when absent.' })
  bucket?: CalendarUnit | null;

  @Field(() => String, {
    defaultValue: 'Asia/Bangkok',
    description: 'The time zone in which days begin, by its IANA name.',
  })
  timeZone!: string;

  @Field(() => EventGroup, { nullable: true, description: 'By what events are grouped; not at all when absent.' })
  groupBy?: EventGroup | null;

  @Field(() => EventFilter, { nullable: true, description: 'Which events; all when absent.' })
  filter?: EventFilter | null;
}

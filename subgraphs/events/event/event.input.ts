import { Field, ID, InputType, Int } from 'type-graphql';
import { LocalizedTextInput } from '../../domain/texts/localized-text.input.js';
import { CHANGED_WEB_LINKS, NEW_WEB_LINKS, WebLinkInput } from '../../domain/web-links/web-link.input.js';
import { UpdateInput, WriteInput } from '../../runtime/write/write.input.js';
import { EventFormat, EventKind, EventStatus } from '../vocabulary/vocabulary.js';

@InputType('CreateEventInput', { description: 'A new event.' })
export class CreateEventInput extends WriteInput {
  @Field(() => LocalizedTextInput, { description: 'The name, at most 200 characters in each language.' })
  name!: LocalizedTextInput;

  @Field(() => EventKind, { description: 'What kind of event it is. Only a COURSE has rounds.' })
  kind!: EventKind;

  @Field(() => [ID], {
    description:
      'The partners that host it, 1 to 20. You are an officer of one of them, or a network-admin. The others are asked, and host it when they agree (confirmHost).',
  })
  hosts!: string[];

  @Field(() => EventStatus, { defaultValue: 'ANNOUNCED', description: 'ANNOUNCED or CONFIRMED.' })
  status!: EventStatus;

  @Field(() => EventFormat, { nullable: true, description: 'How people take part.' })
  format?: EventFormat | null;

  @Field(() => [String], { nullable: true, description: 'The languages it is held in, ISO 639 codes, at most 20.' })
  languages?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Its first day: YYYY, YYYY-MM or YYYY-MM-DD. It may be past, to put on file what took place: say then by changeEvent that it was HELD.',
  })
  startsOn?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Its last day, not before the first; absent when it is the same.',
  })
  endsOn?: string | null;

  @Field(() => String, { nullable: true, description: 'The time zone of its days by IANA name, such as Asia/Bangkok.' })
  timezone?: string | null;

  @Field(() => ID, { nullable: true, description: 'The city where it takes place.' })
  venueCityId?: string | null;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'The place in words, at most 200 characters in each language.',
  })
  venueText?: LocalizedTextInput | null;

  @Field(() => ID, { nullable: true, description: 'The programme it belongs to.' })
  programmeId?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many cities and partners can register, 1 to 1,000,000; absent for no limit. Who comes later waits.',
  })
  capacity?: number | null;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'What it is about, at most 5,000 characters in each language.',
  })
  description?: LocalizedTextInput | null;

  @Field(() => [WebLinkInput], { nullable: true, description: NEW_WEB_LINKS })
  webLinks?: WebLinkInput[] | null;
}

@InputType('ChangeEventInput', {
  description: 'What changes of an event: what is absent stays as it is, null takes it away.',
})
export class ChangeEventInput extends UpdateInput {
  @Field(() => ID, { description: 'The event.' })
  eventId!: string;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description:
      'The name; null is the same as leaving it out. A language that is absent stays as it is, null takes it away.',
  })
  name?: LocalizedTextInput | null;

  @Field(() => EventKind, {
    nullable: true,
    description:
      'The kind, corrected with a reason (`why`); null is the same as leaving it out. A course with rounds stays one.',
  })
  kind?: EventKind | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'All partners that host it, 1 to 20; null is the same as leaving it out. New ones are asked, and host it when they agree (confirmHost). To leave one out needs a reason (`why`).',
  })
  hosts?: string[] | null;

  @Field(() => EventStatus, {
    nullable: true,
    description:
      'The status; null is the same as leaving it out. To call it off use cancelEvent. To take back that it was HELD or CANCELLED needs a reason (`why`).',
  })
  status?: EventStatus | null;

  @Field(() => EventFormat, { nullable: true, description: 'How people take part.' })
  format?: EventFormat | null;

  @Field(() => [String], { nullable: true, description: 'The languages, ISO 639 codes, at most 20.' })
  languages?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Its first day: YYYY, YYYY-MM or YYYY-MM-DD.' })
  startsOn?: string | null;

  @Field(() => String, { nullable: true, description: 'Its last day, not before the first.' })
  endsOn?: string | null;

  @Field(() => String, { nullable: true, description: 'The time zone of its days by IANA name.' })
  timezone?: string | null;

  @Field(() => ID, { nullable: true, description: 'The city where it takes place.' })
  venueCityId?: string | null;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'The place in words, at most 200 characters in each language.',
  })
  venueText?: LocalizedTextInput | null;

  @Field(() => ID, { nullable: true, description: 'The programme it belongs to.' })
  programmeId?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many can register, 1 to 1,000,000, not fewer than are confirmed; null for no limit. Seats that become free go to the waiting list.',
  })
  capacity?: number | null;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'What it is about. A language that is absent stays as it is, null takes it away.',
  })
  description?: LocalizedTextInput | null;

  @Field(() => [WebLinkInput], { nullable: true, description: CHANGED_WEB_LINKS })
  webLinks?: WebLinkInput[] | null;
}

@InputType('CancelEventInput', { description: 'An event that is called off.' })
export class CancelEventInput extends UpdateInput {
  @Field(() => ID, { description: 'The event.' })
  eventId!: string;
}

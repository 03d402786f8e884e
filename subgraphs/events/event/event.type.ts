import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { NamedRecord } from '../../domain/named-record.type.js';
import { PartialDateType } from '../../domain/dates/partial-date.type.js';
import { connectionType } from '../../runtime/lists/page.type.js';
import { Standing } from '../../domain/standing/standing.type.js';
import { City, Partner } from '../references.js';
import { EventFormat, EventKind, EventOutcome, EventStatus } from '../vocabulary/vocabulary.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

@ObjectType('Venue', { description: 'Where an event takes place, as far as it is known.', simpleResolvers: true })
export class Venue {
  @Field(() => City, { nullable: true, description: 'The city, null when unknown or not in the network.' })
  city!: City | null;

  @Field(() => LocalizedText, { nullable: true, description: 'The place in words.' })
  text!: LocalizedText | null;
}

@ObjectType('Attendance', {
  description: 'How many people came to an event, as far as it is known.',
  simpleResolvers: true,
})
export class Attendance {
  @Field(() => Int, { nullable: true, description: 'People, null when no number is on file.' })
  value!: number | null;

  @Field(() => LocalizedText, { nullable: true, description: 'What the number counts, such as people on site.' })
  note!: LocalizedText | null;
}

@ObjectType('InvitedHost', {
  description: 'A partner that was asked to host an event and has not agreed yet, or declined.',
  simpleResolvers: true,
})
export class InvitedHost {
  @Field(() => Partner, { nullable: true, description: 'The partner.' })
  partner!: Partner | null;

  @Field(() => Standing, { description: 'CLAIMED until it answers, DISPUTED when it declined.' })
  standing!: Standing;
}

@Directive('@key(fields: "id")')
@ObjectType('Event', {
  description:
    'An event of the network, past or to come. A course is an event of kind COURSE, and people enrol in its rounds.',
  simpleResolvers: true,
})
export class Event extends NamedRecord {
  @ListSize(6)
  @Field(() => [String], { description: 'Other spellings, in both scripts.' })
  aliases!: string[];

  @Field(() => EventKind, { description: 'What kind of event it is.' })
  kind!: EventKind;

  @Field(() => Boolean, {
    description:
      'True for a series of events that has a record as a whole, such as a yearly fair; false for a single event.',
  })
  series!: boolean;

  @Field(() => EventFormat, { nullable: true, description: 'How people take part, null when unknown.' })
  format!: EventFormat | null;

  @ListSize(4)
  @Field(() => [String], {
    nullable: true,
    description: 'The languages it is held in, as ISO 639 codes; null when unknown.',
  })
  languages!: string[] | null;

  @Field(() => PartialDateType, {
    nullable: true,
    description: 'Its first day, as exactly as it is known; null when no date is known.',
  })
  startsOn!: string | null;

  @Field(() => PartialDateType, {
    nullable: true,
    description: 'Its last day, null when unknown or the same as the first.',
  })
  endsOn!: string | null;

  @Field(() => LocalizedText, {
    nullable: true,
    description: 'The date in the words of the source, where they say more: "mid 2020".',
  })
  dateLabel!: LocalizedText | null;

  @Field(() => PartialDateType, { nullable: true, description: 'When it was announced.' })
  announcedOn!: string | null;

  @Field(() => String, { nullable: true, description: 'The time zone of its days, such as Asia/Bangkok.' })
  timezone!: string | null;

  @Field(() => EventStatus, { description: 'How sure it is that the event takes place, or took place.' })
  status!: EventStatus;

  @Field(() => PartialDateType, {
    nullable: true,
    description: 'The day on which it was called off, null when it was not, or no source says when.',
  })
  cancelledOn!: string | null;

  @Field(() => EventOutcome, {
    nullable: true,
    description: 'What is known of it after its date, null when nothing is to be said.',
  })
  outcome!: EventOutcome | null;

  @Field(() => Int, { nullable: true, description: 'How many can take part, null when unknown or without limit.' })
  capacity!: number | null;

  @Field(() => Attendance, { nullable: true, description: 'How many people came, null when nothing is known.' })
  attendance!: Attendance | null;

  @Field(() => LocalizedText, { nullable: true, description: 'What it is about.' })
  description!: LocalizedText | null;

  @Field(() => LocalizedText, { nullable: true, description: 'A remark in free words, null when there is none.' })
  note!: LocalizedText | null;

  @Field(() => Int, {
    description:
      'A number that every change of the record raises by one. A mutation that is given it as `expectedVersion` is refused with CONFLICT when somebody else has changed the record since.',
  })
  version!: number;
}

export const EventConnection = connectionType('Event', () => Event);

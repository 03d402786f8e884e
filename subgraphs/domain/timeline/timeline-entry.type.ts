import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { LocalizedText } from '../texts/localized-text.type.js';
import { TimelineKind } from './timeline-kind.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';
import { DateTime } from '../../runtime/schema/date-time.js';

/** What a subgraph tells of a moment to the one that puts the timeline together. */
@Directive('@inaccessible')
@Directive('@shareable')
@ObjectType('TimelineEntry', {
  description: 'A moment of one subgraph, for the subgraph that puts the timeline together.',
  simpleResolvers: true,
})
export class TimelineEntry {
  @Field(() => ID, { description: 'Unique and stable.' })
  id!: string;

  @Field(() => TimelineKind, { description: 'What it tells.' })
  kind!: TimelineKind;

  @Field(() => String, { description: 'A partial date, or a Thai local time: what moments are ordered by.' })
  at!: string;

  @Field(() => LocalizedText, { description: 'A sentence in which names of others stand by their ids.' })
  title!: LocalizedText;

  @ListSize(16)
  @Field(() => [ID], { description: 'Those whom it concerns.' })
  cityIds!: string[];

  @ListSize(4)
  @Field(() => [ID], { description: 'The partners.' })
  partnerIds!: string[];

  @Field(() => ID, { nullable: true, description: 'The programme.' })
  programmeId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The cohort.' })
  cohortId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The solution.' })
  solutionId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The agreement.' })
  agreementId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The event.' })
  eventId!: string | null;

  @Field(() => String, { nullable: true, description: 'The type of the record that was changed.' })
  recordType!: string | null;

  @Field(() => ID, { nullable: true, description: 'The record that was changed.' })
  recordId!: string | null;

  @Field(() => String, { nullable: true, description: 'The mutation.' })
  action!: string | null;

  @Field(() => String, { nullable: true, description: 'The office for which it was changed.' })
  office!: string | null;

  @Field(() => String, { nullable: true, description: 'Who changed it.' })
  by!: string | null;

  @Field(() => String, { nullable: true, description: 'Why.' })
  why!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'The moment of the change.' })
  changedAt!: Date | null;
}

/** All of an entry, as `@requires` asks for it. */
export const ENTRY_FIELDS =
  'id kind at title { th en } cityIds partnerIds programmeId cohortId solutionId agreementId eventId recordType recordId action office by why changedAt';

@Directive('@inaccessible')
@Directive('@shareable')
@ObjectType('NamedKey', { description: 'An id and the name behind it.', simpleResolvers: true })
export class NamedKey {
  @Field(() => ID, { description: 'The id.' })
  id!: string;

  @Field(() => LocalizedText, { description: 'The name.' })
  name!: LocalizedText;
}

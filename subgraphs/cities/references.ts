import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { NamedKey } from '../runtime/timeline/named-key.type.js';
import { TimelineEntry } from '../runtime/timeline/timeline-entry.type.js';

/** A part of the timeline: its id holds what was asked, so that every subgraph can add its own moments. */
@Directive('@key(fields: "id")')
@ObjectType('Timeline', { description: 'A part of the timeline of the network.', simpleResolvers: true })
export class Timeline {
  @Field(() => ID, { description: 'What was asked for.' })
  id!: string;

  @Directive('@external')
  @Field(() => [TimelineEntry], { nullable: true, description: 'What the partners tell.' })
  partnerEntries!: TimelineEntry[] | null;

  @Directive('@external')
  @Field(() => [TimelineEntry], { nullable: true, description: 'What the events tell.' })
  eventEntries!: TimelineEntry[] | null;

  @Directive('@external')
  @Field(() => [NamedKey], { nullable: true, description: 'What the partners call programmes.' })
  programmeNames!: NamedKey[] | null;
}

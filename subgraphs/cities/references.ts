import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { PartialDateType } from '../domain/dates/partial-date.type.js';
import { SearchPart } from '../domain/search/search-part.type.js';
import { NamedKey, TimelineEntry } from '../domain/timeline/timeline-entry.type.js';
import { VocabularyEnum } from '../domain/vocabulary/vocabulary.type.js';

/** An Agreement as this subgraph knows it: by its key only. */
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Agreement', { simpleResolvers: true })
export class Agreement {
  @Field(() => ID)
  id!: string;
}

/** An Event as this subgraph knows it: by its key only. */
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Event', { simpleResolvers: true })
export class Event {
  @Field(() => ID)
  id!: string;
}

/** A Partner as this subgraph knows it: by its key only. */
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Partner', { simpleResolvers: true })
export class Partner {
  @Field(() => ID)
  id!: string;
}

/** A Person as this subgraph knows it: by its key only. */
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Person', { simpleResolvers: true })
export class Person {
  @Field(() => ID)
  id!: string;
}

/** A programme as this subgraph adds to it: its members and cohorts. */
@Directive('@key(fields: "id")')
@ObjectType('Programme', { simpleResolvers: true })
export class Programme {
  @Field(() => ID)
  id!: string;
}

/** A Solution as this subgraph knows it: by its key only. */
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Solution', { simpleResolvers: true })
export class Solution {
  @Field(() => ID)
  id!: string;
}

/** A target of a programme as this subgraph adds to it: what was really counted. */
@Directive('@key(fields: "id")')
@ObjectType('Target', { simpleResolvers: true })
export class Target {
  @Field(() => ID)
  id!: string;

  @Directive('@external')
  @Field(() => String)
  metric!: string;

  @Directive('@external')
  @Field(() => PartialDateType, { nullable: true })
  statedOn!: { latest: string } | null;

  @Directive('@external')
  @Field(() => PartialDateType, { nullable: true })
  byDate!: { latest: string } | null;
}

/** A part of the timeline: its id holds what was asked, so that every subgraph can add its own moments. */
@Directive('@key(fields: "id")')
@ObjectType('Timeline', {
  description:
    'What happened in the network within the days, city and kinds that `timeline` was asked for. The items come from several services; `items` has them all, and the other fields have what is left while one of the services is down.',
  simpleResolvers: true,
})
export class Timeline {
  @Field(() => ID, { description: 'What the request asked for, encoded; of no use to clients.' })
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

@Directive('@key(fields: "id")')
@ObjectType('Vocabulary', {
  description:
    'The codes of the network (values of enums) with their labels in Thai and English. Each service keeps its own; `all` has them together.',
  simpleResolvers: true,
})
export class Vocabulary {
  @Field(() => ID, { description: 'What the request asked for, encoded; of no use to clients.' })
  id!: string;

  @Directive('@external')
  @Field(() => [VocabularyEnum], { nullable: true, description: 'The enums of the partners.' })
  partners?: VocabularyEnum[] | null;

  @Directive('@external')
  @Field(() => [VocabularyEnum], { nullable: true, description: 'The enums of the events.' })
  events?: VocabularyEnum[] | null;
}

/** A search in the whole network: its id holds what was asked, so that every subgraph can add what it finds. */
@Directive('@key(fields: "id")')
@ObjectType('Search', {
  description: 'The result of a search in the whole network.',
  simpleResolvers: true,
})
export class Search {
  @Field(() => ID, { description: 'What the request searched for, encoded; of no use to clients.' })
  id!: string;

  @Directive('@external')
  @Field(() => [SearchPart], { nullable: true, description: 'What the partners find.' })
  partners?: SearchPart[] | null;

  @Directive('@external')
  @Field(() => [SearchPart], { nullable: true, description: 'What the events find.' })
  events?: SearchPart[] | null;
}

@Directive('@key(fields: "id")')
@ObjectType('Permissions', {
  description: 'The mutations that a caller has a role for, by the service that does them.',
  simpleResolvers: true,
})
export class Permissions {
  @Field(() => ID, { description: 'Whose it is: the subject of the token.' })
  id!: string;
}

import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { LocalizedText } from '../domain/texts/localized-text.type.js';

/** A Challenge as this subgraph knows it: by its key. */
@Directive('@key(fields: "code")')
@ObjectType('Challenge', { simpleResolvers: true })
export class Challenge {
  @Field(() => ID)
  code!: string;
}

/** What the partners tell of who holds a solution to a challenge of a city that is in use elsewhere. */
@Directive('@inaccessible')
@ObjectType('ProvenHolder', {
  description:
    'Who holds a solution to a challenge of a city that is in use elsewhere, for subgraphs that find where to meet them.',
  simpleResolvers: true,
})
export class ProvenHolder {
  @Directive('@external')
  @Field(() => ID, { description: 'The city in which it is in use.' })
  cityId!: string;

  /** With its name, which the cities tell. The two types refer to each other, so they stand in one file. */
  @Directive('@external')
  @Field(() => City, { description: 'That city, which others name.' })
  city?: Pick<City, 'name'> | null;

  @Directive('@external')
  @Field(() => ID, {
    nullable: true,
    description: 'A partner that owns or operates it there, one row for each; null when none is known.',
  })
  partnerId!: string | null;

  @Directive('@external')
  @Field(() => LocalizedText, { nullable: true, description: 'What the partner is called.' })
  partnerName?: LocalizedText | null;

  @Directive('@external')
  @Field(() => ID, { description: 'The solution.' })
  solutionId!: string;

  @Directive('@external')
  @Field(() => LocalizedText, { nullable: true, description: 'What the solution is called.' })
  solutionName?: LocalizedText | null;

  @Directive('@external')
  @Field(() => ID, { description: 'The challenge that it addresses, by code.' })
  challengeCode!: string;

  @Directive('@external')
  @Field(() => LocalizedText, { nullable: true, description: 'What the challenge is called.' })
  challengeName?: LocalizedText | null;
}

/** All of a holder, as `@requires` asks for it. */
export const HOLDER_FIELDS =
  'cityId city { name { th en } } partnerId partnerName { th en } solutionId solutionName { th en } challengeCode challengeName { th en }';

/** A City as this subgraph adds to it: its events, and where it could meet those who can help it. */
@Directive('@key(fields: "id")')
@ObjectType('City', { simpleResolvers: true })
export class City {
  @Field(() => ID)
  id!: string;

  /** Absent unless a field asked for it. */
  @Directive('@external')
  @Field(() => LocalizedText)
  name?: LocalizedText;

  /** Absent unless a field asked for it. */
  @Directive('@external')
  @Field(() => [ProvenHolder], { nullable: true })
  provenHolders?: ProvenHolder[] | null;
}

/** A cohort as this subgraph adds to it: which of its cities have no event. */
@Directive('@key(fields: "id")')
@ObjectType('Cohort', { simpleResolvers: true })
export class Cohort {
  @Field(() => ID)
  id!: string;

  /** Absent unless a field asked for it. */
  @Directive('@external')
  @Field(() => [City], { nullable: true })
  memberCities?: City[] | null;
}

/** Cities that a filter chooses, as this subgraph adds to them: which of them have no event. */
@Directive('@key(fields: "id")')
@ObjectType('CitySelection', { simpleResolvers: true })
export class CitySelection {
  @Field(() => ID)
  id!: string;

  /** Absent unless a field asked for it. */
  @Directive('@external')
  @Field(() => [City], { nullable: true })
  memberCities?: City[] | null;
}

/** A Partner as this subgraph knows it: by its key. */
@Directive('@key(fields: "id")')
@ObjectType('Partner', { simpleResolvers: true })
export class Partner {
  @Field(() => ID)
  id!: string;
}

/** A Person as this subgraph knows it: by its key. */
@Directive('@key(fields: "id")')
@ObjectType('Person', { simpleResolvers: true })
export class Person {
  @Field(() => ID)
  id!: string;
}

/** A Programme as this subgraph knows it: by its key. */
@Directive('@key(fields: "id")')
@ObjectType('Programme', { simpleResolvers: true })
export class Programme {
  @Field(() => ID)
  id!: string;
}

/** A Solution as this subgraph knows it: by its key. */
@Directive('@key(fields: "id")')
@ObjectType('Solution', { simpleResolvers: true })
export class Solution {
  @Field(() => ID)
  id!: string;
}

/** A part of the timeline as this subgraph adds to it. */
@Directive('@key(fields: "id")')
@ObjectType('Timeline', { simpleResolvers: true })
export class Timeline {
  @Field(() => ID)
  id!: string;
}

/** The vocabulary of the network as this subgraph adds to it. */
@Directive('@key(fields: "id")')
@ObjectType('Vocabulary', { simpleResolvers: true })
export class Vocabulary {
  @Field(() => ID)
  id!: string;
}

/** A search in the whole network as this subgraph adds to it. */
@Directive('@key(fields: "id")')
@ObjectType('Search', { simpleResolvers: true })
export class Search {
  @Field(() => ID)
  id!: string;
}

/** What a caller may do as this subgraph adds to it. */
@Directive('@key(fields: "id")')
@ObjectType('Permissions', { simpleResolvers: true })
export class Permissions {
  @Field(() => ID)
  id!: string;
}

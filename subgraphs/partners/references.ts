import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Confidence } from '../domain/sources/confidence.js';
import { LocalizedText } from '../domain/texts/localized-text.type.js';
import { Dimension } from '../domain/vocabulary/dimension.js';

/** What the cities tell of a membership so that partners can be found by it. */
@Directive('@inaccessible')
@ObjectType('MembershipKey', {
  description: 'The ids behind a membership, for subgraphs that find partners by them.',
  simpleResolvers: true,
})
export class MembershipKey {
  @Directive('@external')
  @Field(() => ID, { description: 'The programme.' })
  programmeId!: string;

  @Directive('@external')
  @Field(() => ID, { nullable: true, description: 'The cohort, null when the city joined alone.' })
  cohortId!: string | null;

  @Directive('@external')
  @Field(() => ID, { nullable: true, description: 'The partner that sponsored the cohort.' })
  sponsorPartnerId!: string | null;
}

/** What the cities tell of a challenge of a city so that solutions can be found by it. */
@Directive('@inaccessible')
@ObjectType('ChallengeKey', {
  description: 'A challenge of a city, for subgraphs that find solutions by it.',
  simpleResolvers: true,
})
export class ChallengeKey {
  @Directive('@external')
  @Field(() => ID, { description: 'The code of the challenge.' })
  code!: string;

  @Directive('@external')
  @Field(() => Confidence, { description: 'How well it is supported that the city has it.' })
  confidence!: Confidence;

  @Directive('@external')
  @Field(() => LocalizedText, { nullable: true, description: 'What the challenge is called.' })
  name?: LocalizedText | null;
}

/** What the cities tell of a challenge that two of them have. */
@Directive('@inaccessible')
@ObjectType('SharedChallenge', { description: 'A challenge that two cities have.', simpleResolvers: true })
export class SharedChallenge {
  @Directive('@external')
  @Field(() => ID, { description: 'The code of the challenge.' })
  code!: string;

  @Directive('@external')
  @Field(() => Boolean, { description: 'Whether the evidence is HIGH or MEDIUM on both sides.' })
  strong!: boolean;
}

/** What the cities tell of a city that could be the peer of another. */
@Directive('@inaccessible')
@ObjectType('PeerCandidate', {
  description: 'Another city with a challenge in common, and what else the two share.',
  simpleResolvers: true,
})
export class PeerCandidate {
  @Directive('@external')
  @Field(() => ID, { description: 'The other city.' })
  cityId!: string;

  @Directive('@external')
  @Field(() => [SharedChallenge], { description: 'The challenges that both have, by code; at least one.' })
  shared!: SharedChallenge[];

  @Directive('@external')
  @Field(() => Boolean, { description: 'Whether both lie in one region.' })
  sameRegion!: boolean;

  @Directive('@external')
  @Field(() => Boolean, { description: 'Whether both are areas of one kind.' })
  sameKind!: boolean;

  @Directive('@external')
  @Field(() => Boolean, { description: 'Whether both populations are known and neither is more than twice the other.' })
  similarSize!: boolean;
}

/** What the cities tell of a dimension that a city works on. */
@ObjectType('CityDimension', { description: 'A dimension that a city works on.', simpleResolvers: true })
export class CityDimension {
  @Directive('@external')
  @Field(() => Dimension, { description: 'The dimension.' })
  dimension!: Dimension;
}

/** A city as this subgraph adds to it: its partners and what it does with them. */
@Directive('@key(fields: "id")')
@ObjectType('City', { simpleResolvers: true })
export class City {
  @Field(() => ID)
  id!: string;

  /** Absent unless a field asked for it. */
  @Directive('@external')
  @Field(() => [MembershipKey], { nullable: true })
  membershipKeys?: MembershipKey[] | null;

  /** Absent unless a field asked for it. */
  @Directive('@external')
  @Field(() => [ChallengeKey], { nullable: true })
  challengeKeys?: ChallengeKey[] | null;

  /** Absent unless a field asked for it. */
  @Directive('@external')
  @Field(() => [PeerCandidate], { nullable: true })
  peerCandidates?: PeerCandidate[] | null;

  /** Absent unless a field asked for it. */
  @Directive('@external')
  @Field(() => [CityDimension])
  dimensions?: CityDimension[];
}

/** A challenge as this subgraph adds to it: the solutions that address it. */
@Directive('@key(fields: "code")')
@ObjectType('Challenge', { simpleResolvers: true })
export class Challenge {
  @Field(() => ID)
  code!: string;
}

/** A cohort as this subgraph adds to it: the partners that work with its cities. */
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

/** Cities that a filter chooses, as this subgraph adds to them: which of them have no partner or officer. */
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

/** An event as this subgraph adds to it: what was agreed and introduced there. */
@Directive('@key(fields: "id")')
@ObjectType('Event', { simpleResolvers: true })
export class Event {
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

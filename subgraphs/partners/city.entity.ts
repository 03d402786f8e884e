import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { CityDimension } from './gaps/city-dimension.entity.js';
import { MembershipKey } from './membership-key.entity.js';
import { ChallengeKey, PeerCandidate } from './suggestions/peer-candidate.entity.js';

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

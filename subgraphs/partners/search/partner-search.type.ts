import { createUnionType, Field, ObjectType } from 'type-graphql';
import { MatchQuality } from '../../facts/match-quality.js';
import { Agreement } from '../agreement.type.js';
import { Partner } from '../partner.type.js';
import { Person } from '../person.type.js';
import { Programme } from '../programme.type.js';
import { Solution } from '../solution.type.js';

/** Equally good hits come in this order. */
export const FOUND = ['Partner', 'Person', 'Solution', 'Programme', 'Agreement'] as const;

/** A row that was found, with its GraphQL type. */
export type Found = { __typename: (typeof FOUND)[number]; id: string };

export const PartnerSearchNode = createUnionType({
  name: 'PartnerSearchNode',
  description: 'What can be found by its name among the partners.',
  types: () => [Partner, Person, Solution, Programme, Agreement] as const,
  resolveType: (node) => (node as unknown as Found).__typename,
});

@ObjectType('PartnerSearchHit', {
  description: 'Something that was found by its name, and how well the name fits.',
  simpleResolvers: true,
})
export class PartnerSearchHit {
  @Field(() => MatchQuality, { description: 'How well the name fits.' })
  match!: MatchQuality;

  @Field(() => PartnerSearchNode, { description: 'What was found.' })
  node!: object;
}

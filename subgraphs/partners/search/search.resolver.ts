import { createUnionType, Field, ObjectType, Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { MatchQuality } from '../../domain/vocabulary/match-quality.js';
import { Agreement } from '../agreement/agreement.type.js';
import { Partner } from '../partner/partner.type.js';
import { Person } from '../person/person.type.js';
import { Programme } from '../programme/programme.type.js';
import { Solution } from '../solution/solution.type.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { Database } from '../../runtime/database/database.js';
import type { ModelDefinition, Stored } from '../../runtime/database/model.js';
import { bestHits, readSearch, searchRows } from '../../runtime/search.js';
import { agreementModel } from '../agreement/agreement.model.js';
import type { PartnersContext } from '../loaders.js';
import { partnerModel } from '../partner/partner.model.js';
import { personModel } from '../person/person.model.js';
import { programmeModel } from '../programme/programme.model.js';
import { solutionModel } from '../solution/solution.model.js';

/** Equally good hits come in this order. */
const FOUND = ['Partner', 'Person', 'Solution', 'Programme', 'Agreement'] as const;

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

const MODELS: Readonly<Record<(typeof FOUND)[number], ModelDefinition>> = {
  Partner: partnerModel,
  Person: personModel,
  Solution: solutionModel,
  Programme: programmeModel,
  Agreement: agreementModel,
};

@Resolver()
export class SearchPartnersResolver {
  @Query(() => [PartnerSearchHit], {
    nullable: true,
    description:
      'Partners, people, solutions, programmes and agreements by their names and other spellings, in Thai or English: whole names before beginnings before parts, then in that order, then by name; when there are none, what is spelled nearly so. The text is taken literally.',
  })
  async searchPartners(
    @Arg('text', () => String, { description: 'What to look for, at most 100 characters.' }) text: string,
    @Arg('first', () => Int, { defaultValue: 10, description: 'How many, 1 to 100.' }) first: number,
    @Ctx() { database }: PartnersContext,
  ) {
    return findAmongPartners(database, text, first);
  }
}

/** Finds what the partners keep by its name: best fits first, those of one quality in the order of `FOUND`. */
export async function findAmongPartners(
  database: Database,
  text: string,
  first: number,
): Promise<Array<{ match: MatchQuality; node: Found & { name: LocalizedText } }>> {
  const searched = readSearch(text, first);
  const found = await Promise.all(FOUND.map((__typename) => hitsOf(__typename)));
  return bestHits(found.flat(), first);

  async function hitsOf(__typename: Found['__typename']) {
    const definition = MODELS[__typename] as ModelDefinition<Stored & { name: LocalizedText }>;
    const hits = await searchRows(database.model(definition), definition, searched, first);
    return hits.map(({ row, match }) => ({ match, node: { ...row, __typename } }));
  }
}

import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { MatchQuality } from '../../facts/match-quality.js';
import type { ModelDefinition, Stored } from '../../runtime/model.js';
import { readSearch, searchRows } from '../../runtime/search.js';
import { agreementModel } from '../agreement.model.js';
import type { PartnersContext } from '../loaders.js';
import { partnerModel } from '../partner.model.js';
import { personModel } from '../person.model.js';
import { programmeModel } from '../programme.model.js';
import { solutionModel } from '../solution.model.js';
import { FOUND, PartnerSearchHit } from './partner-search.type.js';

const MODELS: Readonly<Record<(typeof FOUND)[number], ModelDefinition>> = {
  Partner: partnerModel,
  Person: personModel,
  Solution: solutionModel,
  Programme: programmeModel,
  Agreement: agreementModel,
};
const RANK = Object.values(MatchQuality);

@Resolver()
export class SearchPartnersResolver {
  @Query(() => [PartnerSearchHit], {
    nullable: true,
    description:
      'Partners, people, solutions, programmes and agreements by their names and other spellings, in Thai or English: whole names before beginnings before parts, then in that order, then by name. The text is taken literally.',
  })
  async searchPartners(
    @Arg('text', () => String, { description: 'What to look for, at most 100 characters.' }) text: string,
    @Arg('first', () => Int, { defaultValue: 10, description: 'How many, 1 to 100.' }) first: number,
    @Ctx() { database }: PartnersContext,
  ) {
    const key = readSearch(text, first);
    const found = await Promise.all(FOUND.map((__typename) => hitsOf<Stored>(__typename)));
    // Stable: within one quality the collections keep their order, and each its own.
    return found
      .flat()
      .sort((a, b) => RANK.indexOf(a.match) - RANK.indexOf(b.match))
      .slice(0, first);

    async function hitsOf<R extends Stored>(__typename: (typeof FOUND)[number]) {
      const definition = MODELS[__typename] as ModelDefinition<R>;
      const hits = await searchRows(database.model(definition), definition, key, first);
      return hits.map(({ row, match }) => ({ match, node: { ...row, __typename } }));
    }
  }
}

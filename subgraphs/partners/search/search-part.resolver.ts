import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { readSearchId } from '../../domain/search/search-id.js';
import { SearchPart } from '../../domain/search/search-part.type.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';
import type { PartnersContext } from '../loaders.js';
import { Search } from '../references.js';
import { findAmongPartners } from './search.resolver.js';

/** What the partners add to a search in the whole network; clients never see it. */
@Resolver(() => Search)
export class SearchPartResolver {
  @Directive('@inaccessible')
  @ListSize(10)
  @FieldResolver(() => [SearchPart], { nullable: true, description: 'What the partners find, best fits first.' })
  async partners(@Root() { id }: Search, @Ctx() { database }: PartnersContext): Promise<SearchPart[]> {
    const { text, first } = readSearchId(id);
    const hits = await findAmongPartners(database, text, first);
    return hits.map(({ match, node: { __typename: type, id: key, name } }) => ({ type, id: key, match, ...name }));
  }
}

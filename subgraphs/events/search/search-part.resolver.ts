import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { readSearchId } from '../../domain/search/search-id.js';
import { SearchPart } from '../../domain/search/search-part.type.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';
import type { EventsContext } from '../loaders.js';
import { Search } from '../references.js';
import { findEvents } from './search.resolver.js';

/** What the events add to a search in the whole network; clients never see it. */
@Resolver(() => Search)
export class SearchPartResolver {
  @Directive('@inaccessible')
  @ListSize(10)
  @FieldResolver(() => [SearchPart], { nullable: true, description: 'What the events find, best fits first.' })
  async events(@Root() { id }: Search, @Ctx() { database }: EventsContext): Promise<SearchPart[]> {
    const { text, first } = readSearchId(id);
    const hits = await findEvents(database, text, first);
    return hits.map(({ match, row: { id: key, name } }) => ({ type: 'Event', id: key, match, ...name }));
  }
}

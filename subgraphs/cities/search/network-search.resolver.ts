import { Arg, Ctx, Directive, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { Gathers, readParts } from '../../domain/gathering/gathers.js';
import { readSearchId, searchIdOf } from '../../domain/search/search-id.js';
import { SEARCH_PART_FIELDS, type SearchPart } from '../../domain/search/search-part.type.js';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { MatchQuality } from '../../domain/vocabulary/match-quality.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';
import type { CitiesContext } from '../loaders.js';
import { Search } from '../references.js';
import { bestHits } from '../../runtime/search.js';
import { findCities } from './search.resolver.js';

@ObjectType('SearchHit', {
  description: 'Something in the network that was found by its name, and how well the name fits.',
  simpleResolvers: true,
})
export class SearchHit {
  @Field(() => MatchQuality, { description: 'How well the name fits.' })
  match!: MatchQuality;

  @Field(() => String, { description: 'The service (subgraph) that keeps the record, such as cities.' })
  subgraph!: string;

  @Field(() => String, { description: 'The type of the record in this schema, such as City.' })
  type!: string;

  @Field(() => ID, { description: 'Its key: `id`, or `code` for what has one.' })
  id!: string;

  @Field(() => LocalizedText, { description: 'What it is called.' })
  name!: LocalizedText;
}

/** `first` is an argument of the field above, which `@listSize` cannot name here: a full page is assumed. */
const MOST_HITS = 100;

/** One search for all subgraphs, also for those that join the network later. */
@Resolver(() => Search)
export class NetworkSearchResolver {
  @Query(() => Search, {
    nullable: true,
    description:
      'Everything in the network with this name, in Thai or English: cities, partners, people, solutions, programmes, agreements and events. Each hit has the type, id and name; `searchCities`, `searchPartners` and `searchEvents` give the records themselves.',
  })
  search(
    @Arg('text', () => String, { description: 'What to look for, at most 100 characters, taken literally.' })
    text: string,
    @Arg('first', () => Int, { defaultValue: 10, description: 'The most hits wanted, 1 to 100.' }) first: number,
  ): Search {
    return { id: searchIdOf(text, first) };
  }

  @Directive(`@requires(fields: "partners { ${SEARCH_PART_FIELDS} } events { ${SEARCH_PART_FIELDS} }")`)
  @Gathers('SearchPart')
  @ListSize(MOST_HITS)
  @FieldResolver(() => [SearchHit], {
    nullable: true,
    description:
      'The best fits first: whole names before beginnings before parts, or, when there are none, what is spelled nearly so; of those cities, partners, events, and then what other subgraphs find. What a subgraph finds is left out while it cannot be reached, and an error names it.',
  })
  async hits(@Root() search: Search, @Ctx() { database }: CitiesContext): Promise<SearchHit[]> {
    const { text, first } = readSearchId(search.id);
    const cities = await findCities(database, text, first);
    const others = readParts(search, ['id', 'partners', 'events']);
    const hits = [
      ...cities.map(({ row: { id, name }, match }) => ({ match, subgraph: 'cities', type: 'City', id, name })),
      ...toHits('partners', search.partners),
      ...toHits('events', search.events),
      ...others.flatMap(({ name, rows }) => toHits(name, rows as unknown as SearchPart[] | null)),
    ];
    return bestHits(hits, first);
  }
}

function toHits(subgraph: string, parts: readonly SearchPart[] | null | undefined): SearchHit[] {
  return (parts ?? []).map(({ type, id, match, th, en }) => ({ match, subgraph, type, id, name: { th, en } }));
}

import { Arg, Ctx, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { MatchQuality } from '../../domain/vocabulary/match-quality.js';
import type { Database } from '../../runtime/database/database.js';
import { readSearch, searchRows, type Hit } from '../../runtime/search.js';
import { cityModel, type StoredCity } from '../city/city.model.js';
import { City } from '../city/city.type.js';
import type { CitiesContext } from '../loaders.js';

@ObjectType('CitySearchHit', {
  description: 'A city that was found by its name, and how well the name fits.',
  simpleResolvers: true,
})
export class CitySearchHit {
  @Field(() => MatchQuality, {
    description: 'How well the name fits; a city found by its province is never more than PART.',
  })
  match!: MatchQuality;

  @Field(() => City, { description: 'The city.' })
  city!: City;
}

@Resolver()
export class SearchCitiesResolver {
  @Query(() => [CitySearchHit], {
    nullable: true,
    description:
      'Cities by their names and other spellings, the name in the list of candidates and the province, in Thai or English: whole names before beginnings before parts, then by name; when there are none, cities that are spelled nearly so. The text is taken literally.',
  })
  async searchCities(
    @Arg('text', () => String, { description: 'What to look for, at most 100 characters.' }) text: string,
    @Arg('first', () => Int, { defaultValue: 10, description: 'How many, 1 to 100.' }) first: number,
    @Ctx() { database }: CitiesContext,
  ) {
    const hits = await findCities(database, text, first);
    return hits.map(({ row, match }) => ({ match, city: row }));
  }
}

/** Finds cities by their names, best fits first. */
export function findCities(database: Database, text: string, first: number): Promise<Array<Hit<StoredCity>>> {
  return searchRows(database.model(cityModel), cityModel, readSearch(text, first), first);
}

import { coerceInputValue, type GraphQLInputType, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';
import { Arg, Ctx, Directive, Field, FieldResolver, ID, Info, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { refusal } from '../../runtime/errors/errors.js';
import { byId } from '../../runtime/lists/order.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';
import type { CitiesContext } from '../loaders.js';
import { CityFilter, cityFilter } from './city.args.js';
import { cityModel } from './city.model.js';
import { City } from './city.type.js';

/** Cities of one selection: what other subgraphs look up of each must end. */
const MOST_CITIES = 300;
/** Rows of a page. */
const PAGE = 100;

/** Cities chosen by a filter, so that other subgraphs tell which of them lack something. */
@Directive('@key(fields: "id")')
@ObjectType('CitySelection', {
  description:
    'Cities that a filter chooses, of which other parts of the network tell what they lack: an event, a partner, an officer.\n\nกลุ่มเมืองที่เลือกด้วยตัวกรอง ใช้ดูว่าเมืองใดยังขาดกิจกรรม พันธมิตร หรือผู้บริหารด้านเมืองอัจฉริยะ',
})
export class CitySelection {
  @Field(() => ID, { description: 'Holds the filter.' })
  id!: string;
}

@Resolver(() => CitySelection)
export class CitySelectionResolver {
  @Query(() => CitySelection, {
    nullable: true,
    description: `The cities that a filter chooses, ${MOST_CITIES} at most, to ask which of them lack an event, a partner or an officer.\n\nเลือกเมืองด้วยตัวกรอง ไม่เกิน ${MOST_CITIES} เมือง`,
  })
  citySelection(
    @Arg('filter', () => CityFilter, { nullable: true, description: 'Which cities; all when absent.' })
    filter: CityFilter | null,
  ): CitySelection {
    return { id: Buffer.from(JSON.stringify(filter ?? {})).toString('base64url') };
  }

  /**
   * For subgraphs that filter by where cities lie.
   *
   * @throws BAD_USER_INPUT for an id that holds no filter
   */
  @Directive('@inaccessible')
  @ListSize(100)
  @FieldResolver(() => [ID], {
    nullable: true,
    description: 'The ids of all its cities; null when they are too many.',
  })
  async cityIds(
    @Root() { id }: CitySelection,
    @Ctx() { database }: CitiesContext,
    @Info() { schema }: GraphQLResolveInfo,
  ): Promise<string[] | null> {
    const rows = await database
      .model(cityModel)
      .find(cityFilter(readFilter(id, schema)) as never, { _id: 1 })
      .limit(MOST_CITIES + 1)
      .batchSize(MOST_CITIES + 1)
      .lean<Array<{ _id: string }>>();
    return rows.length > MOST_CITIES ? null : rows.map(({ _id }) => _id);
  }

  /** @throws BAD_USER_INPUT for a filter that more cities fit than can be looked up */
  @Directive('@inaccessible')
  @ListSize(100)
  @FieldResolver(() => [City], { nullable: true, description: 'All its cities, by id.' })
  async memberCities(
    @Root() { id }: CitySelection,
    @Ctx() { loaders }: CitiesContext,
    @Info() { schema }: GraphQLResolveInfo,
  ) {
    const condition = cityFilter(readFilter(id, schema));
    const pages = [];
    for (let offset = 0; offset < MOST_CITIES; offset += PAGE) {
      const page = await loaders.cities.page(condition, byId, { first: PAGE, offset });
      pages.push(...page.nodes);
      if (!page.pageInfo.hasNextPage) return pages;
    }
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: `More than ${MOST_CITIES} cities fit the filter: narrow it, as by region or country.`,
        th: `มีเมืองตรงตามตัวกรองมากกว่า ${MOST_CITIES} เมือง โปรดจำกัดตัวกรองให้แคบลง เช่น ตามภูมิภาคหรือประเทศ`,
      },
      { argument: 'filter' },
    );
  }
}

/**
 * Reads the filter that an id holds. It comes back from the gateway: what is no filter never reaches the database.
 *
 * @throws BAD_USER_INPUT
 */
function readFilter(id: string, schema: GraphQLSchema): CityFilter {
  try {
    const given: unknown = JSON.parse(Buffer.from(id, 'base64url').toString());
    return coerceInputValue(given, schema.getType('CityFilter') as GraphQLInputType) as CityFilter;
  } catch {
    throw refusal(
      'BAD_USER_INPUT',
      { en: 'This is no id of a selection of cities.', th: 'รหัสนี้ไม่ใช่รหัสของกลุ่มเมืองที่เลือก' },
      { argument: 'id' },
    );
  }
}

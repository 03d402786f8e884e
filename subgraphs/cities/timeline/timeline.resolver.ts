import { ArgsType, Field, ID, Int, Args, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { LocalDate } from '../../domain/dates/local-date.js';
import { TimelineKind } from '../../domain/timeline/timeline-kind.js';
import { ArgumentId } from '../../runtime/lists/filter-ids.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';
import { readTimeline } from '../../domain/timeline/read-timeline.js';
import { ENTRY_FIELDS } from '../../domain/timeline/timeline-entry.type.js';
import { readTimelineId, timelineIdOf } from '../../domain/timeline/timeline-query.js';
import type { CitiesContext } from '../loaders.js';
import { mergeTimeline } from './merge-timeline.js';
import { TimelineConnection } from './timeline-connection.type.js';
import { Timeline } from '../references.js';
import { Gathers, readParts } from '../../domain/gathering/gathers.js';

@ArgsType()
export class TimelineArgs {
  @Field(() => LocalDate, {
    nullable: true,
    description: 'The first day; an item whose date may lie in the window belongs to it.',
  })
  from?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'The last day.' })
  to?: string | null;

  @ArgumentId('cities', { collection: 'cities' })
  @Field(() => ID, { nullable: true, description: 'Only what concerns this city.' })
  city?: string | null;

  @Field(() => [TimelineKind], { nullable: true, description: 'Only these kinds; without it, all of them.' })
  kinds?: TimelineKind[] | null;

  @Field(() => Int, { defaultValue: 20, description: 'Items, 1 to 100.' })
  first!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Only items after the one with this cursor: `endCursor` of the page before.',
  })
  after?: string | null;
}

@ArgsType()
export class ChangesConcerningArgs {
  @ArgumentId(
    'changes',
    { collection: 'cities' },
    { type: 'Partner', at: 'concerns' },
    { type: 'Programme', at: 'concerns' },
  )
  @Field(() => ID, { description: 'The city or organisation; or a programme, for the memberships of cities in it.' })
  id!: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: 'Only changes from this day on; days begin at midnight in Thailand.',
  })
  since?: string | null;

  @Field(() => Int, { defaultValue: 20, description: 'Changes, 1 to 100.' })
  first!: number;

  @Field(() => String, { nullable: true, description: 'Only changes after this cursor.' })
  after?: string | null;
}

const PARTNERS = `partnerEntries { ${ENTRY_FIELDS} } programmeNames { id name { th en } }`;
const EVENTS = `eventEntries { ${ENTRY_FIELDS} }`;
/** `first` is an argument of the field above, which `@listSize` cannot name here: a full page is assumed. */
const MOST_ITEMS = 100;

/**
 * A field whose requirements cannot be read is null, so the whole timeline needs every subgraph. Beside it stand the same
 * pages without one, so that a client that misses a part still gets the others.
 */
@Resolver(() => Timeline)
export class TimelineResolver {
  @Query(() => Timeline, {
    nullable: true,
    description:
      'What happened in the network, newest first: dated facts of cities, partners and events, and the changes of their records.',
  })
  timeline(@Args(() => TimelineArgs) { from, to, city, kinds, first, after }: TimelineArgs): Pick<Timeline, 'id'> {
    return {
      id: timelineIdOf({
        from: from ?? null,
        to: to ?? null,
        concerning: city ?? null,
        byOthers: false,
        kinds: kinds ?? Object.values(TimelineKind),
        first,
        after: after ?? null,
      }),
    };
  }

  @Query(() => Timeline, {
    nullable: true,
    description:
      'What others wrote about a city, an organisation or the members of a programme, newest first: the changes of records that concern it and that its own officers did not make. Changes of records that only some may read are left out for everybody else.',
  })
  changesConcerning(
    @Args(() => ChangesConcerningArgs) { id, since, first, after }: ChangesConcerningArgs,
  ): Pick<Timeline, 'id'> {
    return {
      id: timelineIdOf({
        from: since ?? null,
        to: null,
        concerning: id,
        byOthers: true,
        kinds: [TimelineKind.RECORD_CHANGED],
        first,
        after: after ?? null,
      }),
    };
  }

  @Directive(`@requires(fields: "${PARTNERS} ${EVENTS}")`)
  @Gathers('TimelinePart')
  @ListSize(MOST_ITEMS, ['edges', 'nodes'])
  @FieldResolver(() => TimelineConnection, {
    nullable: true,
    description:
      'What happened, newest first. Of the same date, changes of records come first, then what is known to the day, to the month, and to the year. The data of cities, of partners and of events is kept by three services: while one of them cannot be reached, `items` is null and an error names it. Ask in the same request, or then, for `itemsWithoutEvents`, `itemsWithoutPartners` or `itemsOfCities`: their cursors are those of `items`. A service that joined the network later is left out while it cannot be reached; `missing` and an error name it.\n\nเหตุการณ์ทั้งหมด ใหม่สุดก่อน หากบริการข้อมูลเมือง พันธมิตร หรืองานไม่พร้อม ค่านี้เป็น null ให้อ่าน `itemsWithoutEvents` `itemsWithoutPartners` หรือ `itemsOfCities` แทน',
  })
  items(@Root() timeline: Timeline, @Ctx() context: CitiesContext): Promise<TimelineConnection> {
    return pageOf(timeline, context);
  }

  @Directive(`@requires(fields: "${PARTNERS}")`)
  @Gathers('TimelinePart')
  @ListSize(MOST_ITEMS, ['edges', 'nodes'])
  @FieldResolver(() => TimelineConnection, {
    nullable: true,
    description: 'As `items`, without what the events service tells; for while it cannot be reached.',
  })
  itemsWithoutEvents(@Root() timeline: Timeline, @Ctx() context: CitiesContext): Promise<TimelineConnection> {
    return pageOf({ ...timeline, eventEntries: null }, context);
  }

  @Directive(`@requires(fields: "${EVENTS}")`)
  @Gathers('TimelinePart')
  @ListSize(MOST_ITEMS, ['edges', 'nodes'])
  @FieldResolver(() => TimelineConnection, {
    nullable: true,
    description:
      'As `items`, without what the partners service tells; for while it cannot be reached. The sentences then name programmes by their ids.',
  })
  itemsWithoutPartners(@Root() timeline: Timeline, @Ctx() context: CitiesContext): Promise<TimelineConnection> {
    return pageOf({ ...timeline, partnerEntries: null, programmeNames: null }, context);
  }

  @ListSize(MOST_ITEMS, ['edges', 'nodes'])
  @FieldResolver(() => TimelineConnection, {
    nullable: true,
    description:
      'As `items`, with what the cities service tells only; for while neither partners nor events can be reached.',
  })
  itemsOfCities(@Root() { id }: Timeline, @Ctx() context: CitiesContext): Promise<TimelineConnection> {
    return pageOf({ id, partnerEntries: null, programmeNames: null, eventEntries: null }, context);
  }
}

const OPEN = ['City', 'CityPlan', 'Cohort', 'Challenge'];
/** What changes a plan changes its city with it; the change of the plan tells it. */
const TOLD_BY_PLAN = ['submitCityPlan', 'changeCityPlan', 'withdrawCityPlan'].map((action) => ({
  type: 'City',
  action,
}));

/** The fields of a timeline that this subgraph itself requires. */
const REQUIRED = ['id', 'partnerEntries', 'eventEntries', 'programmeNames'];

async function pageOf(timeline: Timeline, context: CitiesContext): Promise<TimelineConnection> {
  const query = readTimelineId(timeline.id);
  return mergeTimeline(
    query,
    {
      ...timeline,
      cityEntries: await readTimeline(context, query, OPEN, TOLD_BY_PLAN),
      parts: readParts(timeline, REQUIRED),
    },
    context.loaders,
  );
}

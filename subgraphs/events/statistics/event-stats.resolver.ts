import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { Bucket } from '../../domain/bucket.type.js';
import { languageLabel } from '../../domain/texts/language-label.js';
import { CHALLENGE_NAMES } from '../../domain/vocabulary/challenge-names.js';
import { defineEnum } from '../../domain/vocabulary/define-enum.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';
import { chartArgs, type ChartArgs } from '../../runtime/statistics/chart.args.js';
import { drawChart } from '../../runtime/statistics/chart.js';
import { eachOnce, type Grouping } from '../../runtime/statistics/count-by.js';
import { knownValues } from '../../runtime/statistics/groups.js';
import { EventFilter, eventFilter } from '../event/event.args.js';
import { eventModel } from '../event/event.model.js';
import type { EventsContext } from '../loaders.js';
import { EventFormat, EventKind, EventStatus } from '../vocabulary/vocabulary.js';

export const EventGroup = defineEnum('EventGroup', 'What the events of a chart are grouped by.', {
  KIND: { description: 'What kind of event it is.', en: 'Kind', th: 'ประเภท' },
  FORMAT: { description: 'How people take part.', en: 'Format', th: 'รูปแบบ' },
  STATUS: { description: 'How sure it is that it takes place.', en: 'Status', th: 'สถานะ' },
  PROGRAMME: { description: 'The programme, by id, under its name.', en: 'Programme', th: 'โครงการ' },
  HOST: { description: 'Each partner that hosts it, by id, under its name.', en: 'Host', th: 'เจ้าภาพ' },
  VENUE_CITY: { description: 'The city where it takes place, by id, under its name.', en: 'City', th: 'เมืองที่จัด' },
  LANGUAGE: { description: 'Each language it is held in.', en: 'Language', th: 'ภาษา' },
  CHALLENGE: {
    description: 'Each challenge that a session is about, by code; every one is there.',
    en: 'Challenge',
    th: 'ความท้าทาย',
  },
});
export type EventGroup = keyof typeof EventGroup;

const challenges = {
  $reduce: { input: '$sessions.challenges', initialValue: [], in: { $setUnion: ['$$value', '$$this'] } },
};

const GROUPINGS: Readonly<Record<EventGroup, Grouping>> = {
  KIND: { path: 'kind', known: knownValues(EventKind) },
  FORMAT: { path: 'format', known: knownValues(EventFormat) },
  STATUS: { path: 'status', known: knownValues(EventStatus) },
  PROGRAMME: { path: 'programmeId', foreign: 'Programme' },
  HOST: { ...eachOnce('$hosts'), foreign: 'Partner' },
  VENUE_CITY: { path: 'venue.cityId', foreign: 'City' },
  LANGUAGE: { ...eachOnce('$languages'), label: languageLabel },
  CHALLENGE: { ...eachOnce(challenges), known: CHALLENGE_NAMES, foreign: 'Challenge' },
};

const EventStatsArgs = chartArgs(EventGroup, EventFilter, {
  counted: 'events',
  day: 'An event counts on the first day on which it may start: one of "2020" on 1 January 2020.',
});

@Resolver(() => Bucket)
export class StatsResolver {
  @ListSize(40)
  @Query(() => [Bucket], {
    nullable: true,
    description:
      'How many events there are, by group, by time, or both: the same numbers as counting the list. An event with several hosts, languages or challenges counts in each. Every kind, format, status and challenge is there, also with 0; of programmes, hosts, cities and languages those that any of the events has. Events that have no group, or no date, are the bar `NONE`. At most 1,000 bars.',
  })
  async eventStats(
    @Args(() => EventStatsArgs) args: ChartArgs<EventGroup, EventFilter>,
    @Ctx() context: EventsContext,
  ): Promise<Bucket[]> {
    return drawChart(
      context,
      {
        model: eventModel,
        filter: await eventFilter(context, args.filter),
        day: { path: 'earliestStart', isIndexedByKey: true },
        groupings: GROUPINGS,
      },
      args,
    );
  }
}

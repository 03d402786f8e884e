import { createUnionType, Field, ID, InterfaceType, ObjectType } from 'type-graphql';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { PartialDateType } from '../../domain/dates/partial-date.type.js';
import type { TimelineKind } from '../../domain/timeline/timeline-kind.js';
import { DateTime } from '../../runtime/schema/date-time.js';
import { Agreement, Event, Partner, Programme, Solution } from '../references.js';
import { City } from '../city/city.type.js';
import { Cohort } from '../cohort/cohort.type.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

interface Referring {
  id: string;
}

@InterfaceType('TimelineMoment', {
  description: 'What every item of the timeline has: a date, a sentence, and the cities it concerns.',
  resolveType: typeNameOf,
})
export abstract class TimelineMoment {
  kind!: TimelineKind;

  @Field(() => ID, { description: 'Unique and stable.' })
  id!: string;

  @Field(() => PartialDateType, { description: 'When it happened, as exactly as it is known.' })
  on!: string;

  @Field(() => LocalizedText, { description: 'What happened, in a sentence.' })
  title!: LocalizedText;

  @ListSize(16)
  @Field(() => [City], { description: 'The cities that it concerns.' })
  cities!: City[];
}

@ObjectType('CityStatusReached', {
  implements: TimelineMoment,
  description: 'A city reached a step of the smart city process.',
  simpleResolvers: true,
})
export class CityStatusReached extends TimelineMoment {
  @Field(() => City, { nullable: true, description: 'The city.' })
  city!: City | null;
}

@ObjectType('CityJoined', {
  implements: TimelineMoment,
  description: 'A city joined a programme.',
  simpleResolvers: true,
})
export class CityJoined extends TimelineMoment {
  @Field(() => City, { nullable: true, description: 'The city.' })
  city!: City | null;

  @Field(() => Programme, { nullable: true, description: 'The programme.' })
  programme!: Referring | null;

  @Field(() => Cohort, { nullable: true, description: 'The cohort, null when the city joined alone.' })
  cohort!: Cohort | null;
}

@ObjectType('AgreementMade', {
  implements: TimelineMoment,
  description: 'An agreement was made, or put forward.',
  simpleResolvers: true,
})
export class AgreementMade extends TimelineMoment {
  @Field(() => Agreement, { nullable: true, description: 'The agreement.' })
  agreement!: Referring | null;

  @ListSize(3)
  @Field(() => [Partner], { description: 'The partners among its parties.' })
  partners!: Referring[];
}

@ObjectType('DeploymentMoved', {
  implements: TimelineMoment,
  description: 'A solution came to a stage in a city.',
  simpleResolvers: true,
})
export class DeploymentMoved extends TimelineMoment {
  @Field(() => Solution, { nullable: true, description: 'The solution.' })
  solution!: Referring | null;

  @Field(() => City, { nullable: true, description: 'The city.' })
  city!: City | null;

  @ListSize(3)
  @Field(() => [Partner], { description: 'Who operates it.' })
  partners!: Referring[];
}

@ObjectType('IntroductionMade', {
  implements: TimelineMoment,
  description: 'A solution was brought to a city or partner.',
  simpleResolvers: true,
})
export class IntroductionMade extends TimelineMoment {
  @Field(() => Solution, { nullable: true, description: 'The solution.' })
  solution!: Referring | null;

  @ListSize(3)
  @Field(() => [Partner], { description: 'The partners at its two ends.' })
  partners!: Referring[];
}

@ObjectType('EventStarts', {
  implements: TimelineMoment,
  description: 'An event starts, or was to start.',
  simpleResolvers: true,
})
export class EventStarts extends TimelineMoment {
  @Field(() => Event, { nullable: true, description: 'The event.' })
  event!: Referring | null;

  @ListSize(3)
  @Field(() => [Partner], { description: 'Its hosts.' })
  partners!: Referring[];
}

@ObjectType('RecordChanged', {
  implements: TimelineMoment,
  description: 'Someone changed a record of the graph.',
  simpleResolvers: true,
})
export class RecordChanged extends TimelineMoment {
  @Field(() => String, { description: 'The type of the record, such as City.' })
  recordType!: string;

  @Field(() => ID, { description: 'The id of the record.' })
  recordId!: string;

  @Field(() => String, { description: 'What was done: the name of the mutation.' })
  action!: string;

  @Field(() => String, {
    description: 'The role in which it was done, such as `partner-officer:depa`: for which city or partner.',
  })
  office!: string;

  @Field(() => String, {
    description:
      'Who did it. Those who may write the record read the id of the person (the `sub` of the token); everybody else reads the role, as in `office`.',
  })
  by!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Why, in the caller’s own words; null for who may not write the record.',
  })
  why!: string | null;

  @Field(() => DateTime, { description: 'The moment of the change; `on` is its day in Thailand.' })
  changedAt!: Date | string;
}

@ObjectType('OtherMoment', {
  implements: TimelineMoment,
  description:
    'Something that happened, told by a service that joined the network later than cities, partners and events.',
  simpleResolvers: true,
})
export class OtherMoment extends TimelineMoment {
  @Field(() => String, { description: 'The service (subgraph) that tells it.' })
  subgraph!: string;

  @Field(() => String, { description: 'The type of the record that tells it.' })
  recordType!: string;

  @Field(() => ID, { description: 'The key of that record.' })
  recordId!: string;
}

const TYPES: Record<TimelineKind, string> = {
  CITY_STATUS_REACHED: 'CityStatusReached',
  CITY_JOINED: 'CityJoined',
  AGREEMENT_MADE: 'AgreementMade',
  DEPLOYMENT_MOVED: 'DeploymentMoved',
  INTRODUCTION_MADE: 'IntroductionMade',
  EVENT_STARTS: 'EventStarts',
  OTHER: 'OtherMoment',
  RECORD_CHANGED: 'RecordChanged',
};

function typeNameOf({ kind }: { kind: TimelineKind }): string {
  return TYPES[kind];
}

export const TimelineItem = createUnionType({
  name: 'TimelineItem',
  description: 'Something that happened in the network.',
  types: () =>
    [
      CityStatusReached,
      CityJoined,
      AgreementMade,
      DeploymentMoved,
      IntroductionMade,
      EventStarts,
      OtherMoment,
      RecordChanged,
    ] as const,
  resolveType: typeNameOf,
});
export type TimelineItem = TimelineMoment;

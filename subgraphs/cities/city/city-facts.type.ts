import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import { Fact } from '../../domain/sources/fact.type.js';
import { LocalDate } from '../../domain/dates/local-date.js';
import { PartialDateType } from '../../domain/dates/partial-date.type.js';
import { Source } from '../../domain/sources/source.type.js';
import { CityPlan } from '../plan/plan.type.js';
import { Partner, Person } from '../references.js';
import { CityStatus, SupportGroup } from '../vocabulary/vocabulary.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';

@ObjectType('Location', {
  description: 'A point on the map. Data: GeoNames.org (CC BY 4.0) where the source says so.',
  simpleResolvers: true,
})
export class Location extends Fact {
  @Field(() => Float, { description: 'Latitude in degrees, WGS 84.' })
  lat!: number;

  @Field(() => Float, { description: 'Longitude in degrees, WGS 84.' })
  lon!: number;

  @Field(() => LocalizedText, {
    nullable: true,
    description: 'Why the point is only near the place, where its exact point is not known.',
  })
  note!: LocalizedText | null;
}

@ObjectType('PopulationFigure', {
  description: 'One figure for the population of a city. Data: GeoNames.org (CC BY 4.0) where the source says so.',
  simpleResolvers: true,
})
export class PopulationFigure extends Fact {
  @Field(() => Int, { description: 'Inhabitants.' })
  value!: number;

  @Field(() => PartialDateType, { nullable: true, description: 'The day the figure is of, null when it is undated.' })
  asOf!: string | null;
}

@ObjectType('Population', {
  description: 'The population of a city, with the figures that contradict it kept beside it.',
  simpleResolvers: true,
})
export class Population extends PopulationFigure {
  @Field(() => String, {
    nullable: true,
    description:
      'Facts with the same value here contradict each other: sources disagree, and all of them are kept. Null when nothing contradicts this fact.',
  })
  conflictGroup!: string | null;

  @ListSize(4)
  @Field(() => [PopulationFigure], { description: 'Figures of other sources.' })
  alternatives!: PopulationFigure[];
}

@ObjectType('Candidate2019', {
  description: 'How a city stood in the list of candidates of 31 October 2019.',
  simpleResolvers: true,
})
export class Candidate2019 extends Fact {
  @Field(() => Int, { description: 'Number in the list.' })
  no!: number;

  @Field(() => String, { description: 'The name as printed in the list, in English.' })
  name!: string;

  @Field(() => SupportGroup, { description: 'The group of the list to which it belongs.' })
  supportGroup!: SupportGroup;
}

@ObjectType('CityStatusEntry', {
  description: 'A step of the smart city process that a city reached.',
  simpleResolvers: true,
})
export class CityStatusEntry extends Fact {
  @Field(() => ID, { description: 'Unique among the entries of the city; what corrects it names it.' })
  id!: string;

  @Field(() => CityStatus, { description: 'The step.' })
  status!: CityStatus;

  @Field(() => PartialDateType, { nullable: true, description: 'When it was reached, as exactly as it is known.' })
  on!: string | null;

  @Field(() => PartialDateType, {
    nullable: true,
    description: 'A day by which the step had been reached, where the day itself is not known.',
  })
  notAfter!: string | null;

  @Field(() => Partner, { nullable: true, description: 'The authority that gave the status, such as depa.' })
  body!: Partner | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Facts with the same value here contradict each other: sources disagree, and all of them are kept. Null when nothing contradicts this fact.',
  })
  conflictGroup!: string | null;

  @Field(() => LocalizedText, { nullable: true, description: 'A remark in free words, null when there is none.' })
  note!: LocalizedText | null;
}

@ObjectType('CityStatusOnDay', {
  description:
    'The status of a city on a day: the furthest step of the smart city process that it had reached by then, as far as it is supported well enough.',
  simpleResolvers: true,
})
export class CityStatusOnDay {
  @Field(() => LocalDate, { description: 'The day for which the status was asked.' })
  date!: string;

  @Field(() => CityStatus, { nullable: true, description: 'The status, null when none was reached.' })
  status!: CityStatus | null;

  @Field(() => CityStatusEntry, { nullable: true, description: 'The entry of the status history that tells it.' })
  entry!: CityStatusEntry | null;

  @ListSize(5)
  @Field(() => [CityStatusEntry], {
    description:
      'Entries of the status history that tell of a further step by that day, but are not supported as well as `minConfidence` asks.',
  })
  disputedBy!: CityStatusEntry[];
}

@ObjectType('CityDimension', { description: 'A dimension that a city works on.', simpleResolvers: true })
export class CityDimension extends Fact {
  @Field(() => Dimension, { description: 'The dimension.' })
  dimension!: Dimension;

  @Field(() => CityPlan, {
    nullable: true,
    description: 'The plan that it comes from, null when it comes from elsewhere.',
  })
  plan!: CityPlan | null;
}

@ObjectType('CityLeader', { description: 'The person who leads a city, and the office.', simpleResolvers: true })
export class CityLeader extends Fact {
  @Field(() => Person, { nullable: true, description: 'The person.' })
  person!: Person | null;

  @Field(() => LocalizedText, { description: 'The office.' })
  office!: LocalizedText;

  @Field(() => PartialDateType, {
    nullable: true,
    description: 'The date from which it holds, null when it is not known.',
  })
  since!: string | null;

  @Field(() => PartialDateType, {
    nullable: true,
    description: 'A day on which a source shows the person in office, where its beginning is not known.',
  })
  asOf!: string | null;

  @Field(() => Source, { nullable: true, description: 'The source that shows the person in office on the day `asOf`.' })
  asOfSource!: Source | null;
}

@ObjectType('Observation', { description: 'A measured or ranked value of a city.', simpleResolvers: true })
export class Observation extends Fact {
  @Field(() => String, {
    description: 'What was observed, such as TSCCI_2023_BEST_ENERGY; labels are in `vocabulary`, enum ObservationCode.',
  })
  code!: string;

  @Field(() => Float, { description: 'The value.' })
  value!: number;

  @Field(() => String, { description: 'The unit, such as RANK or PERCENT; labels are in `vocabulary`, enum Unit.' })
  unit!: string;

  @Field(() => PartialDateType, { nullable: true, description: 'When it was observed.' })
  asOf!: string | null;
}

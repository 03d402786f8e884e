import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { Confidence } from '../../../domain/sources/confidence.js';
import { Fact } from '../../../domain/sources/fact.type.js';
import { PartialDateType } from '../../../domain/dates/partial-date.type.js';
import { connectionType } from '../../../runtime/lists/page.type.js';
import { Stage } from '../../vocabulary/vocabulary.js';
import { LocalizedText } from '../../../domain/texts/localized-text.type.js';

@ObjectType('DeploymentStage', { description: 'A stage that a deployment reached.', simpleResolvers: true })
export class DeploymentStage extends Fact {
  @Field(() => Stage, { description: 'The stage.' })
  stage!: Stage;

  @Field(() => PartialDateType, { nullable: true, description: 'When it was reached.' })
  on!: string | null;

  @Field(() => LocalizedText, { nullable: true, description: 'A remark in free words, null when there is none.' })
  note!: LocalizedText | null;
}

@ObjectType('Outcome', { description: 'A measured or stated result of a deployment.', simpleResolvers: true })
export class Outcome extends Fact {
  @Field(() => ID, { description: 'Stable within its deployment: for corrections.' })
  id!: string;

  @Field(() => String, {
    description: 'What was measured, such as CARDS_ISSUED; labels are in `vocabulary`, enum Metric.',
  })
  metric!: string;

  @Field(() => Float, { description: 'The value.' })
  value!: number;

  @Field(() => String, { description: 'The unit, such as CARD or USD; labels are in `vocabulary`, enum Unit.' })
  unit!: string;

  @Field(() => PartialDateType, { nullable: true, description: 'The date of the figure, null when it is not known.' })
  asOf!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Facts with the same value here contradict each other: sources disagree, and all of them are kept. Null when nothing contradicts this fact.',
  })
  conflictGroup!: string | null;

  @Field(() => LocalizedText, { nullable: true, description: 'A remark in free words, null when there is none.' })
  note!: LocalizedText | null;
}

@ObjectType('Shortfall', { description: 'Where a deployment fell short of its plan.', simpleResolvers: true })
export class Shortfall {
  @Field(() => String, { description: 'What was planned, such as CARDS.' })
  metric!: string;

  @Field(() => String, { description: 'The unit of the numbers; labels are in `vocabulary`, enum Unit.' })
  unit!: string;

  @Field(() => Float, { description: 'What was planned, by the latest figure.' })
  planned!: number;

  @Field(() => Float, { description: 'What came of it, by the latest figure.' })
  actual!: number;

  @Field(() => Float, { description: 'Planned less actual.' })
  shortfall!: number;

  @Field(() => Outcome, { description: 'The fact behind `planned`.' })
  plannedOutcome!: Outcome;

  @Field(() => Outcome, { description: 'The fact behind `actual`.' })
  actualOutcome!: Outcome;
}

@ObjectType('Deployment', {
  description: 'The use of a solution in a city: planned, tried out, in use, or stopped.',
  simpleResolvers: true,
})
export class Deployment {
  @Field(() => ID, { description: 'The id: readable and never changed.' })
  id!: string;

  @Field(() => Int, { description: 'The version of the solution, in which it lives: for `expectedVersion`.' })
  version!: number;

  @Field(() => Stage, { description: 'How far it has come: the last stage of `history`.' })
  stage!: Stage;

  @Field(() => String, {
    nullable: true,
    description: 'The name of the solution in this city, in whatever language, where it has another name there.',
  })
  localName!: string | null;

  @Field(() => Confidence, { description: 'How well the deployment as a whole is supported.' })
  confidence!: Confidence;

  @Field(() => LocalizedText, { nullable: true, description: 'A remark in free words, null when there is none.' })
  note!: LocalizedText | null;
}

export const DeploymentConnection = connectionType('Deployment', () => Deployment);

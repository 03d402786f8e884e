import { Field, ObjectType } from 'type-graphql';
import { Confidence } from './confidence.js';
import { Source } from './source.type.js';

/** What every nested fact carries: where it was read and how well it is supported. */
@ObjectType('Fact', { simpleResolvers: true })
export abstract class Fact {
  @Field(() => Source, { nullable: true, description: 'The source from which this fact was taken.' })
  source!: Source | null;

  @Field(() => Confidence, { description: 'How well the sources support this fact.' })
  confidence!: Confidence;
}

import { Field, ObjectType } from 'type-graphql';
import { Fact } from '../../../domain/sources/fact.type.js';
import { connectionType } from '../../../runtime/lists/page.type.js';
import { City } from '../city.type.js';
import { FactKind } from './fact-kind.js';

@ObjectType('FactGap', { description: 'A fact of a city that somebody ought to look into.', simpleResolvers: true })
export class FactGap extends Fact {
  @Field(() => City, { description: 'The city.' })
  city!: City;

  @Field(() => FactKind, { description: 'What the fact says.' })
  kind!: FactKind;

  @Field(() => String, { description: 'The value in one word: a status, a code, a number, an id.' })
  detail!: string;

  @Field(() => String, { nullable: true, description: 'Facts of one conflict group contradict each other.' })
  conflictGroup!: string | null;
}

export const FactGapConnection = connectionType('FactGap', () => FactGap);

import { Field, Int, ObjectType } from 'type-graphql';
import { Fact } from '../../domain/sources/fact.type.js';
import { PartialDateType } from '../../domain/dates/partial-date.type.js';
import { connectionType } from '../../runtime/lists/page.type.js';
import { OfficeKind } from '../vocabulary/vocabulary.js';

@ObjectType('Office', {
  description: 'That a person holds or held an office, at an organisation or a city.',
  simpleResolvers: true,
})
export class Office extends Fact {
  @Field(() => Int, { description: 'The version of the person, in which it lives: for `expectedVersion`.' })
  version!: number;

  @Field(() => OfficeKind, { description: 'The kind of office.' })
  kind!: OfficeKind;

  @Field(() => PartialDateType, { nullable: true, description: 'Since when.' })
  from!: string | null;

  @Field(() => PartialDateType, { nullable: true, description: 'Until when, null while it lasts or when unknown.' })
  to!: string | null;

  @Field(() => PartialDateType, { nullable: true, description: 'The day a source shows the person in office.' })
  asOf!: string | null;
}

export const OfficeConnection = connectionType('Office', () => Office);

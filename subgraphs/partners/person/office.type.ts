import { Field, Int, ObjectType } from 'type-graphql';
import { Fact } from '../../domain/sources/fact.type.js';
import { PartialDateType } from '../../domain/dates/partial-date.type.js';
import { connectionType } from '../../runtime/lists/page.type.js';
import { OfficeKind } from '../vocabulary/vocabulary.js';

@ObjectType('Office', {
  description: 'An office that a person holds or held, at an organisation or a city.',
  simpleResolvers: true,
})
export class Office extends Fact {
  @Field(() => Int, { description: 'The version of the person, in which it lives: for `expectedVersion`.' })
  version!: number;

  @Field(() => OfficeKind, { description: 'The kind of office.' })
  kind!: OfficeKind;

  @Field(() => PartialDateType, {
    nullable: true,
    description: 'The date from which it holds, null when it is not known.',
  })
  from!: string | null;

  @Field(() => PartialDateType, {
    nullable: true,
    description: 'The date until which it holds, null while it lasts or when it is not known.',
  })
  to!: string | null;

  @Field(() => PartialDateType, {
    nullable: true,
    description: 'A day on which a source shows the person in office, where its beginning is not known.',
  })
  asOf!: string | null;
}

export const OfficeConnection = connectionType('Office', () => Office);

import { Field, ObjectType } from 'type-graphql';
import { Fact } from '../../../domain/sources/fact.type.js';
import { PartialDateType } from '../../../domain/dates/partial-date.type.js';
import { connectionType } from '../../../runtime/lists/page.type.js';
import { City } from '../city.type.js';
import { Cohort } from '../../cohort/cohort.type.js';
import { Programme } from '../../references.js';
import { MembershipKind } from '../../vocabulary/vocabulary.js';

@ObjectType('Membership', { description: 'That a city belongs to a programme.', simpleResolvers: true })
export class Membership extends Fact {
  @Field(() => City, { description: 'The member.' })
  city!: City;

  @Field(() => Programme, { nullable: true, description: 'The programme.' })
  programme!: Programme | null;

  @Field(() => Cohort, { nullable: true, description: 'The cohort it joined with, null when it joined alone.' })
  cohort!: Cohort | null;

  @Field(() => MembershipKind, { description: 'How it belongs.' })
  kind!: MembershipKind;

  @Field(() => PartialDateType, { nullable: true, description: 'When it joined.' })
  joinedOn!: string | null;

  @Field(() => PartialDateType, {
    nullable: true,
    description: 'The first day on which it no longer belonged, null while it does.',
  })
  leftOn!: string | null;

  @Field(() => String, { nullable: true, description: 'A remark.' })
  note!: string | null;
}

export const MembershipConnection = connectionType('Membership', () => Membership);

import { Field, ID, ObjectType } from 'type-graphql';
import { Fact } from '../../../domain/sources/fact.type.js';
import { Standing } from '../../../domain/standing/standing.type.js';
import { PartialDateType } from '../../../domain/dates/partial-date.type.js';
import { connectionType } from '../../../runtime/lists/page.type.js';
import { City } from '../city.type.js';
import { Cohort } from '../../cohort/cohort.type.js';
import { Programme } from '../../references.js';
import { MembershipKind } from '../../vocabulary/vocabulary.js';
import { LocalizedText } from '../../../domain/texts/localized-text.type.js';

@ObjectType('Membership', { description: 'The membership of a city in a programme.', simpleResolvers: true })
export class Membership extends Fact {
  @Field(() => ID, { description: 'Unique among the memberships of the city; what confirms or corrects it names it.' })
  id!: string;

  @Field(() => Standing, {
    description:
      'Whether the programme’s owner agrees. Cohort and kind FOUNDING are the owner’s to say: a city that says them claims the membership.',
  })
  standing!: Standing;

  @Field(() => City, { description: 'The member.' })
  city!: City;

  @Field(() => Programme, { nullable: true, description: 'The programme.' })
  programme!: Programme | null;

  @Field(() => Cohort, { nullable: true, description: 'The cohort it joined with, null when it joined alone.' })
  cohort!: Cohort | null;

  @Field(() => MembershipKind, {
    description: 'In what way the city belongs to it: as a founder, a member, a candidate or a pilot city.',
  })
  kind!: MembershipKind;

  @Field(() => PartialDateType, { nullable: true, description: 'When it joined.' })
  joinedOn!: string | null;

  @Field(() => PartialDateType, {
    nullable: true,
    description: 'The first day on which it no longer belonged, null while it does.',
  })
  leftOn!: string | null;

  @Field(() => LocalizedText, { nullable: true, description: 'A remark in free words, null when there is none.' })
  note!: LocalizedText | null;
}

export const MembershipConnection = connectionType('Membership', () => Membership);

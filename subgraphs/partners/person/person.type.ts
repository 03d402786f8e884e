import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { NamedRecord } from '../../domain/named-record.type.js';
import { connectionType } from '../../runtime/lists/page.type.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

@Directive('@key(fields: "id")')
@ObjectType('Person', {
  description: 'A public office holder or speaker: public role and name only, never contact data.',
  simpleResolvers: true,
})
export class Person extends NamedRecord {
  @ListSize(6)
  @Field(() => [String], { description: 'Other spellings, in both scripts.' })
  aliases!: string[];

  @Field(() => Int, {
    description:
      'A number that every change of the record raises by one, from 1. A mutation that is given it as `expectedVersion` is refused with CONFLICT when somebody else has changed the record since.',
  })
  version!: number;
}

export const PersonConnection = connectionType('Person', () => Person);

import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType('Vocabulary', {
  description: 'The enums of the network with labels for people; each subgraph tells its own.',
  simpleResolvers: true,
})
export class Vocabulary {
  @Field(() => ID, { description: 'Which enums were asked for.' })
  id!: string;
}

import { Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { ListSize } from '../../runtime/schema/cost-directives.js';
import type { SubgraphContext } from '../../runtime/subgraph.js';
import { Permissions } from '../references.js';

@ObjectType('Me', { description: 'The caller, as its token tells.', simpleResolvers: true })
export class Me {
  @Field(() => ID, { description: 'The subject of the token.' })
  id!: string;

  @ListSize(3)
  @Field(() => [String], { description: 'Its roles, such as `city-officer:th-yala` or `network-admin`.' })
  roles!: readonly string[];

  @Field(() => Permissions, {
    description: 'The mutations for which it has a role. What may be done to one record is its `mayChange`.',
  })
  mayDo!: Permissions;
}

@Resolver(() => Me)
export class MeResolver {
  @Query(() => Me, {
    nullable: true,
    description: 'Who you are by your token, and what you may do; null without a token.',
  })
  me(@Ctx() { caller }: SubgraphContext): Me | null {
    return caller && { id: caller.id, roles: caller.roles, mayDo: { id: caller.id } };
  }
}

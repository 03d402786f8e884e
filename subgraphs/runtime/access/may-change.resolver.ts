import { Ctx, Directive, Field, FieldResolver, ObjectType, Resolver, Root, type ClassType } from 'type-graphql';
import { heldGrants, roleOf, type Grant } from '../../protocol/caller.js';
import type { ModelDefinition, Row, Stored } from '../database/model.js';
import { ListSize } from '../schema/cost-directives.js';
import type { SubgraphContext } from '../subgraph.js';

@Directive('@shareable')
@ObjectType('MayChange', { description: 'Whether the caller may write a record.', simpleResolvers: true })
export class MayChange {
  @Field(() => Boolean, {
    description: 'Whether the caller has one of the roles. A mutation may still refuse, and say by which rule.',
  })
  allowed!: boolean;

  @Field(() => String, { nullable: true, description: 'The role by which the caller may; null when it may not.' })
  as!: string | null;

  @ListSize(8)
  @Field(() => [String], { description: 'The roles of which one is needed, such as `some-role:its-id`.' })
  needs!: string[];
}

/**
 * Makes the resolver of the field `mayChange` of a type whose records clients change, from the writers of its model.
 *
 * @param others who may write a record too, where another subgraph knows it
 */
export function mayChangeResolver<R extends Stored, L = unknown>(
  type: ClassType,
  definition: Pick<ModelDefinition<R>, 'writers'>,
  others: (row: Row<R>, context: SubgraphContext<L>) => Promise<readonly Grant[]> = async () => [],
): ClassType {
  @Resolver(() => type)
  class MayChangeResolver {
    @FieldResolver(() => MayChange, {
      nullable: true,
      description: 'Whether you may write this record with your token, and which roles may.',
    })
    async mayChange(@Root() row: Row<R>, @Ctx() context: SubgraphContext<L>): Promise<MayChange> {
      const grants = [...heldGrants(definition.writers(row)), ...(await others(row, context))];
      const needs = [...new Set([...grants.map(roleOf), 'network-admin'])];
      const as = needs.find((role) => context.caller?.roles.includes(role)) ?? null;
      return { allowed: as !== null, as, needs };
    }
  }
  return MayChangeResolver;
}

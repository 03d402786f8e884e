import { Ctx, Directive, Field, FieldResolver, ObjectType, Resolver, Root, type ClassType } from 'type-graphql';
import { roleOf } from '../../protocol/caller.js';
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

/** Makes the resolver of the field `mayChange` of a type whose records clients change, from the writers of its model. */
export function mayChangeResolver<R extends Stored>(
  type: ClassType,
  definition: Pick<ModelDefinition<R>, 'writers'>,
): ClassType {
  @Resolver(() => type)
  class MayChangeResolver {
    @FieldResolver(() => MayChange, {
      description: 'Whether the caller may write this record, and what is needed for it.',
    })
    mayChange(@Root() row: Row<R>, @Ctx() { caller }: SubgraphContext): MayChange {
      const writers = definition.writers(row).flatMap(([role, of]) => (of === null ? [] : [roleOf([role, of])]));
      const needs = [...new Set([...writers, 'network-admin'])];
      const as = needs.find((role) => caller?.roles.includes(role)) ?? null;
      return { allowed: as !== null, as, needs };
    }
  }
  return MayChangeResolver;
}

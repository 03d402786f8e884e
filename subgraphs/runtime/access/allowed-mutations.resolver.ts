import { Ctx, Directive, Field, FieldResolver, ObjectType, Resolver, type ClassType } from 'type-graphql';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { Caller } from '../../protocol/caller.js';
import type { ChangeLabels } from '../history/change-labels.js';
import { ListSize } from '../schema/cost-directives.js';
import type { SubgraphContext } from '../subgraph.js';

@Directive('@shareable')
@ObjectType('AllowedMutation', { description: 'A mutation that the caller may do.', simpleResolvers: true })
export class AllowedMutation {
  @Field(() => String, { description: 'Its name in the schema.' })
  name!: string;

  @Field(() => LocalizedText, { description: 'What it does, in words for people.' })
  label!: LocalizedText;

  @ListSize(3)
  @Field(() => [String], {
    description:
      'The roles of the caller that allow it, such as `some-role:its-id`: for records of these ids, unless the mutation says more.',
  })
  as!: string[];
}

/**
 * Makes the resolver of a field that lists the subgraph's mutations for which the caller has a role, in the order of their
 * table. Which records it may write with the role is for each mutation to say: see `mayChange` of a record.
 *
 * @param type the entity to which each subgraph adds such a field
 * @param name of the field: the subgraph's
 */
export function allowedMutationsResolver(type: ClassType, name: string): ClassType {
  @Resolver(() => type)
  class AllowedMutationsResolver {
    @ListSize(50)
    @FieldResolver(() => [AllowedMutation], {
      name,
      nullable: true,
      description: `The mutations of the ${name} for which the caller has a role.`,
    })
    allowed(@Ctx() { changeLabels, caller }: SubgraphContext): AllowedMutation[] {
      return allowedMutations(changeLabels, caller);
    }
  }
  return AllowedMutationsResolver;
}

function allowedMutations({ actions }: ChangeLabels, caller: Caller | null): AllowedMutation[] {
  if (caller === null) return [];
  return Object.entries(actions).flatMap(([name, { en, th, roles }]) => {
    const as = caller.roles.filter(
      (held) => held === 'network-admin' || roles.some((role) => held.startsWith(`${role}:`)),
    );
    return as.length === 0 ? [] : [{ name, label: { en, th }, as }];
  });
}

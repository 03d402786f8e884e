import { Ctx, FieldResolver, Resolver } from 'type-graphql';
import { AllowedMutation, allowedMutations } from '../../runtime/access/allowed-mutation.type.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';
import type { SubgraphContext } from '../../runtime/subgraph.js';
import { Permissions } from '../references.js';

/** What a caller may do in this subgraph. */
@Resolver(() => Permissions)
export class PermissionsResolver {
  @ListSize(50)
  @FieldResolver(() => [AllowedMutation], {
    nullable: true,
    description: 'The mutations of the events for which the caller has a role.',
  })
  events(@Ctx() { changeLabels, caller }: SubgraphContext): AllowedMutation[] {
    return allowedMutations(changeLabels, caller);
  }
}

import { Directive, Field, ObjectType } from 'type-graphql';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { Caller } from '../../protocol/caller.js';
import type { ChangeLabels } from '../history/change-labels.js';
import { ListSize } from '../schema/cost-directives.js';

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
 * Lists the mutations of a subgraph for which a caller has a role, in the order of the table. Which records it may write with
 * the role is for each mutation to say: see `mayChange` of a record.
 */
export function allowedMutations({ actions }: ChangeLabels, caller: Caller | null): AllowedMutation[] {
  if (caller === null) return [];
  return Object.entries(actions).flatMap(([name, { en, th, roles }]) => {
    const as = caller.roles.filter(
      (held) => held === 'network-admin' || roles.some((role) => held.startsWith(`${role}:`)),
    );
    return as.length === 0 ? [] : [{ name, label: { en, th }, as }];
  });
}

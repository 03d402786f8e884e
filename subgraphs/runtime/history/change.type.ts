import { Ctx, Directive, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { DateTime } from '../schema/date-time.js';
import { connectionType } from '../lists/page.type.js';
import type { SubgraphContext } from '../subgraph.js';
import { ListSize } from '../schema/cost-directives.js';
import { actionLabel } from './change-labels.js';
import type { StoredChange } from './change.model.js';
import type { ChangedField } from './changed-fields.js';
import { officeOf, whoChanged } from './who-changed.js';

@Directive('@shareable')
@ObjectType('ChangedField', {
  description: 'A field of a record that a change gave another value.',
  simpleResolvers: true,
})
export class ChangedFieldType {
  @Field(() => String, {
    description:
      'The field that changed, as a path: names joined by dots and, for lists, the id of the element or its position from 0, such as `parts.part-1.stage`.',
  })
  path!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The value before: a text as it is, anything else as JSON; null when there was none.',
  })
  before!: string | null;

  @Field(() => String, { nullable: true, description: 'The value after, in the same form.' })
  after!: string | null;
}

@Directive('@shareable')
@ObjectType('Change', { description: 'A change of a record: who, when, why and what.', simpleResolvers: true })
export class Change {
  @Field(() => ID, { description: 'Unique and stable.' })
  id!: string;

  @Field(() => Int, { description: 'The version of the record after the change, for `expectedVersion`.' })
  version!: number;

  @Field(() => String, { description: 'What was done: the name of the mutation.' })
  action!: string;

  @Field(() => DateTime, { description: 'When it was done.' })
  at!: Date;
}

@Resolver(() => Change)
export class ChangeResolver {
  @FieldResolver(() => String, {
    description:
      'Who did it. Those who may write the record read the `sub` of the token; everybody else reads the role, as in `office`.',
  })
  by(@Root() change: StoredChange, @Ctx() { caller }: SubgraphContext): string {
    return whoChanged(change, caller).by;
  }

  @FieldResolver(() => String, {
    description: 'The role in which it was done, such as `some-role:its-id`: the id is that of whom it was done for.',
  })
  office(@Root() change: StoredChange): string {
    return officeOf(change);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Why, in the caller’s own words; null for who may not write the record.',
  })
  why(@Root() change: StoredChange, @Ctx() { caller }: SubgraphContext): string | null {
    return whoChanged(change, caller).why;
  }

  @ListSize(10)
  @FieldResolver(() => [ChangedFieldType], {
    description: 'What it changed; of a new record, all that it says. Empty for changes of before this was kept.',
  })
  fields(@Root() { fields }: StoredChange): ChangedField[] {
    return fields ?? [];
  }

  @FieldResolver(() => LocalizedText, { description: 'What was done, in words for people.' })
  actionLabel(@Root() { action }: Change, @Ctx() { changeLabels }: SubgraphContext): LocalizedText {
    return actionLabel(changeLabels, action);
  }
}

export const ChangeConnection = connectionType('Change', () => Change, { shareable: true });

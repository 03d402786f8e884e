import { Ctx, Directive, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { DateTime } from '../schema/date-time.js';
import { connectionType } from '../lists/page.type.js';
import type { SubgraphContext } from '../subgraph.js';
import { actionLabel } from './change-labels.js';

@Directive('@shareable')
@ObjectType('Change', { description: 'A change of a record: who, when and why.', simpleResolvers: true })
export class Change {
  @Field(() => ID, { description: 'Unique and stable.' })
  id!: string;

  @Field(() => Int, { description: 'The version of the record after the change, for `expectedVersion`.' })
  version!: number;

  @Field(() => String, { description: 'What was done: the name of the mutation.' })
  action!: string;

  @Field(() => String, { description: 'Who did it: the subject of the caller’s token.' })
  by!: string;

  @Field(() => String, { nullable: true, description: 'Why, in the caller’s own words.' })
  why!: string | null;

  @Field(() => DateTime, { description: 'When it was done.' })
  at!: Date;
}

@Resolver(() => Change)
export class ChangeResolver {
  @FieldResolver(() => LocalizedText, { description: 'What was done, in words for people.' })
  actionLabel(@Root() { action }: Change, @Ctx() { changeLabels }: SubgraphContext): LocalizedText {
    return actionLabel(changeLabels, action);
  }
}

export const ChangeConnection = connectionType('Change', () => Change, { shareable: true });

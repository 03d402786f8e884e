import { ArgsType, Field, ID } from 'type-graphql';
import { anyOf } from '../../../runtime/lists/filter.js';
import { PageArgs } from '../../../runtime/lists/page-args.js';
import { IntroductionKind, Stage } from '../../vocabulary/vocabulary.js';

@ArgsType()
export class IntroductionsArgs extends PageArgs {
  @Field(() => [IntroductionKind], { nullable: true, description: 'Of these kinds only.' })
  kind?: IntroductionKind[] | null;

  @Field(() => [Stage], { nullable: true, description: 'At one of these stages only.' })
  stage?: Stage[] | null;

  @Field(() => ID, { nullable: true, description: 'Only those that this city or partner gave, by its id.' })
  from?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only those that this city or partner received, by its id.' })
  to?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only those at this event, by its id.' })
  occasion?: string | null;
}

/** The MongoDB condition on an introduction of a client's choice. */
export function introductionFilter({ kind, stage, from, to, occasion }: IntroductionsArgs): Record<string, unknown> {
  const conditions = [
    ...(kind == null ? [] : [{ kind: anyOf('kind', kind) }]),
    ...(stage == null ? [] : [{ stage: anyOf('stage', stage) }]),
    ...(from == null ? [] : [{ $or: [{ 'from.cityId': from }, { 'from.partnerId': from }] }]),
    ...(to == null ? [] : [{ $or: [{ toCityId: to }, { toPartnerId: to }] }]),
    ...(occasion == null ? [] : [{ occasionEventId: occasion }]),
  ];
  return conditions.length === 0 ? {} : { $and: conditions };
}

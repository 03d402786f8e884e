import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { anyOf, CombinableFilter, combineFilters, ListFilter } from '../../../runtime/lists/filter.js';
import { FilterIds } from '../../../runtime/lists/filter-ids.js';
import { PageArgs } from '../../../runtime/lists/page-args.js';
import { IntroductionKind, Stage } from '../../vocabulary/vocabulary.js';

@CombinableFilter({
  collection: 'solutions',
  heldAt: ['introductions.id', 'claimedIntroductions.id'],
  called: { en: 'introduction', th: 'การแนะนำ' },
  plural: 'introductions',
})
@InputType('IntroductionFilter', {
  description: 'Which introductions. All conditions given must hold; of a list, one value must fit.',
})
export class IntroductionFilter extends ListFilter {
  @Field(() => [IntroductionKind], { nullable: true, description: 'Of these kinds.' })
  kind?: IntroductionKind[] | null;

  @Field(() => [Stage], { nullable: true, description: 'At one of these stages.' })
  stage?: Stage[] | null;

  @FilterIds({ type: 'City', at: 'introductions.from.cityId' })
  @Field(() => ID, { nullable: true, description: 'That this city gave.' })
  fromCity?: string | null;

  @FilterIds({ collection: 'partners' })
  @Field(() => ID, { nullable: true, description: 'That this partner gave.' })
  fromPartner?: string | null;

  @FilterIds({ type: 'City', at: 'introductions.toCityId' })
  @Field(() => ID, { nullable: true, description: 'That this city received.' })
  toCity?: string | null;

  @FilterIds({ collection: 'partners' })
  @Field(() => ID, { nullable: true, description: 'That this partner received.' })
  toPartner?: string | null;

  @FilterIds({ type: 'Event', at: 'introductions.occasionEventId' })
  @Field(() => ID, { nullable: true, description: 'That were made at this event.' })
  occasion?: string | null;
}

@ArgsType()
export class IntroductionsArgs extends PageArgs {
  @Field(() => IntroductionFilter, { nullable: true, description: 'Which introductions; all when absent.' })
  filter?: IntroductionFilter | null;
}

/**
 * The MongoDB condition on an introduction of a client's choice.
 *
 * @throws BAD_USER_INPUT as {@link combineFilters} does
 */
export function introductionFilter(filter: IntroductionFilter | null | undefined): Record<string, unknown> {
  return combineFilters(filter, conditionsOf, { id: 'id', source: 'source' }) as Record<string, unknown>;
}

function conditionsOf(
  { kind, stage, fromCity, fromPartner, toCity, toPartner, occasion }: IntroductionFilter,
  argument: string,
): object[] {
  return [
    ...(kind == null ? [] : [{ kind: anyOf(`${argument}.kind`, kind) }]),
    ...(stage == null ? [] : [{ stage: anyOf(`${argument}.stage`, stage) }]),
    ...(fromCity == null ? [] : [{ 'from.cityId': fromCity }]),
    ...(fromPartner == null ? [] : [{ 'from.partnerId': fromPartner }]),
    ...(toCity == null ? [] : [{ toCityId: toCity }]),
    ...(toPartner == null ? [] : [{ toPartnerId: toPartner }]),
    ...(occasion == null ? [] : [{ occasionEventId: occasion }]),
  ];
}

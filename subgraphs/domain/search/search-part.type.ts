import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { OptionalRequirement } from '../gathering/gathers.js';
import { MatchQuality } from '../vocabulary/match-quality.js';

/** What a subgraph brings to `Search.hits`. Its fields are plain, so that any language gives them. */
@Directive('@inaccessible')
@Directive('@shareable')
@OptionalRequirement()
@ObjectType('SearchPart', {
  description:
    'Something that any subgraph finds: add to `Search` a field of this type, a list, with the name of your subgraph. Best fits first.',
  simpleResolvers: true,
})
export class SearchPart {
  @Field(() => String, { description: 'The GraphQL type of what was found, such as `Line`.' })
  type!: string;

  @Field(() => ID, { description: 'Its key.' })
  id!: string;

  @Field(() => MatchQuality, { description: 'How well its name fits.' })
  match!: MatchQuality;

  @Field(() => String, { nullable: true, description: 'Its name in Thai; at least one of the two is there.' })
  th!: string | null;

  @Field(() => String, { nullable: true, description: 'Its name in English.' })
  en!: string | null;
}

/** All of a hit, as `@requires` asks for it. */
export const SEARCH_PART_FIELDS = 'type id match th en';

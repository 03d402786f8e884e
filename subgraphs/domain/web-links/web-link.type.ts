import { Directive, Field, FieldResolver, ObjectType, Resolver, Root, type ClassType } from 'type-graphql';
import { Cost, ListSize } from '../../runtime/schema/cost-directives.js';
import { LocalizedText } from '../texts/localized-text.type.js';

/** A page of or about a record. */
@Directive('@shareable')
@Cost(0) // Part of the record that has it.
@ObjectType('WebLink', { description: 'A page of or about a record.', simpleResolvers: true })
export class WebLink {
  @Field(() => String, { description: 'Its address, http or https.' })
  url!: string;

  @Field(() => LocalizedText, { nullable: true, description: 'What is to be read there.' })
  title!: LocalizedText | null;
}

/**
 * Makes the resolver of the links of a record. A record that was stored before there were links has none.
 *
 * @param type its GraphQL type
 */
export function webLinksResolver(type: ClassType) {
  @Resolver(() => type)
  class WebLinksResolver {
    @ListSize(4)
    @FieldResolver(() => [WebLink], {
      description: 'Pages of or about it, the first one its own. What its facts were read from is in `sources`.',
    })
    webLinks(@Root() { webLinks }: { webLinks?: WebLink[] }): WebLink[] {
      return webLinks ?? [];
    }
  }
  return WebLinksResolver;
}

import type { GraphQLResolveInfo } from 'graphql';
import { FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { vocabulariesTold } from '../facts/vocabularies-told.js';
import { VocabularyEnum } from '../facts/vocabulary.type.js';
import { Vocabulary } from './vocabulary.entity.js';
import { ListSize } from '../runtime/cost-directives.js';

/** What the events add to the vocabulary. */
@Resolver(() => Vocabulary)
export class VocabularyResolver {
  @ListSize(25)
  @FieldResolver(() => [VocabularyEnum], { nullable: true, description: 'The enums of the events.' })
  events(@Root() { id }: Vocabulary, @Info() { schema }: GraphQLResolveInfo): VocabularyEnum[] {
    return vocabulariesTold(schema, id);
  }
}

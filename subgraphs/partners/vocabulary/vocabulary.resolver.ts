import type { GraphQLResolveInfo } from 'graphql';
import { FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { listVocabularies } from '../../domain/vocabulary/vocabulary-list.js';
import { VocabularyEnum } from '../../domain/vocabulary/vocabulary.type.js';
import { OptionalRequirement } from '../../domain/gathering/gathers.js';
import { Vocabulary } from '../references.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

/** What the partners add to the vocabulary. */
@Resolver(() => Vocabulary)
export class VocabularyResolver {
  @OptionalRequirement()
  @ListSize(25)
  @FieldResolver(() => [VocabularyEnum], { nullable: true, description: 'The enums of the partners.' })
  partners(@Root() { id }: Vocabulary, @Info() { schema }: GraphQLResolveInfo): VocabularyEnum[] {
    return listVocabularies(schema, id);
  }
}

import type { GraphQLResolveInfo } from 'graphql';
import { Arg, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import { listVocabularies } from '../../domain/vocabulary/vocabulary-list.js';
import { vocabularyIdOf } from '../../domain/vocabulary/vocabulary-id.js';
import { VocabularyEnum } from '../../domain/vocabulary/vocabulary.type.js';
import { Vocabulary } from '../references.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

@Resolver(() => Vocabulary)
export class VocabularyResolver {
  @Query(() => Vocabulary, {
    nullable: true,
    description:
      'What people call the values of enums, in both languages: one request gives every label of the network.',
  })
  vocabulary(
    @Arg('names', () => [String], {
      nullable: true,
      description: 'Only these enums, at most 100; all when absent. A name that no enum has gives nothing.',
    })
    names?: string[] | null,
  ): Vocabulary {
    return { id: vocabularyIdOf(names) };
  }

  @ListSize(25)
  @FieldResolver(() => [VocabularyEnum], {
    nullable: true,
    description: 'The enums of the cities, and those that all share.',
  })
  cities(@Root() { id }: Vocabulary, @Info() { schema }: GraphQLResolveInfo): VocabularyEnum[] {
    return listVocabularies(schema, id, { shared: true });
  }
}

import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Directive, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import { listVocabularies } from '../../domain/vocabulary/vocabulary-list.js';
import { vocabularyIdOf } from '../../domain/vocabulary/vocabulary-id.js';
import { VocabularyEnum } from '../../domain/vocabulary/vocabulary.type.js';
import { toVocabularyEnum, type VocabularyPart } from '../../domain/vocabulary/vocabulary-part.type.js';
import { isChosen } from '../../domain/vocabulary/vocabulary-id.js';
import { Gathers, readParts } from '../../domain/gathering/gathers.js';
import { Vocabulary } from '../references.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

const ENUM = '{ name description values { value label { th en } description } }';
/** The fields of a vocabulary that this subgraph itself requires. */
const OWN = ['id', 'partners', 'events'];

@Resolver(() => Vocabulary)
export class VocabularyResolver {
  @Query(() => Vocabulary, {
    nullable: true,
    description:
      'The labels of all codes (values of enums) in Thai and English: one request gives every label that a page needs.',
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

  @ListSize(30)
  @FieldResolver(() => [VocabularyEnum], {
    nullable: true,
    description: 'The enums of the cities, and those that all share.',
  })
  cities(@Root() { id }: Vocabulary, @Info() { schema }: GraphQLResolveInfo): VocabularyEnum[] {
    return listVocabularies(schema, id, { shared: true });
  }

  @Directive(`@requires(fields: "partners ${ENUM} events ${ENUM}")`)
  @Gathers('VocabularyPart')
  @ListSize(75)
  @FieldResolver(() => [VocabularyEnum], {
    nullable: true,
    description:
      'The enums of the whole network, by name. The enums of a service that cannot be reached are left out, and an error names that service.',
  })
  all(@Root() vocabulary: Vocabulary, @Info() { schema }: GraphQLResolveInfo): VocabularyEnum[] {
    const { id, partners, events } = vocabulary;
    const brought = readParts(vocabulary, OWN)
      .flatMap(({ rows }) => (rows ?? []) as unknown as VocabularyPart[])
      .filter(({ name }) => isChosen(id, name))
      .map(toVocabularyEnum);
    const ours = [...listVocabularies(schema, id, { shared: true }), ...(partners ?? []), ...(events ?? [])];
    // A name that two have is told once: by the first of this network's own subgraphs.
    const byName = new Map([...brought.reverse(), ...ours].map((vocabulary) => [vocabulary.name, vocabulary]));
    return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

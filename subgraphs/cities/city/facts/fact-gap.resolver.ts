import { Args, ArgsType, Ctx, Field, Query, Resolver } from 'type-graphql';
import { Confidence } from '../../../domain/sources/confidence.js';
import { mapPage } from '../../../runtime/lists/page.js';
import { PageArgs } from '../../../runtime/lists/page-args.js';
import { FactGapConnection } from './fact-gap.type.js';
import type { CitiesContext } from '../../loaders.js';
import { factLabels } from './label-fact.js';
import { readFactGaps } from './read-fact-gaps.js';

@ArgsType()
class FactGapsArgs extends PageArgs {
  @Field(() => Confidence, {
    defaultValue: 'MEDIUM',
    description: 'Facts supported less well than this. With LOW only contradictions are left.',
  })
  below!: Confidence;
}

@Resolver()
export class FactGapsResolver {
  @Query(() => FactGapConnection, {
    nullable: true,
    description:
      'Facts of cities that somebody should check, city by city: those that are supported less well than `below`, and those on which sources disagree.',
  })
  async factGaps(@Args(() => FactGapsArgs) { below, ...page }: FactGapsArgs, @Ctx() context: CitiesContext) {
    const gaps = await readFactGaps(context.database, below, page);
    const labelOf = factLabels(
      gaps.nodes.map(({ fact }) => fact),
      context,
    );
    return mapPage(gaps, ({ city, fact }) => ({
      ...fact,
      city,
      label: labelOf(fact),
      source: city.sources.find(({ id }) => id === fact.source) ?? null,
    }));
  }
}

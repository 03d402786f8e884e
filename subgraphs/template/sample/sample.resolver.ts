import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Row } from '../../runtime/database/model.js';
import type { SamplesContext } from '../loaders.js';
import { City } from '../references.js';
import { sampleFilter, sampleOrders, SamplesArgs } from './sample.args.js';
import type { StoredSample } from './sample.model.js';
import { Sample, SampleConnection } from './sample.type.js';

@Resolver(() => Sample)
export class SampleResolver {
  @Query(() => Sample, { nullable: true, description: 'One sample by its id, null when there is none.' })
  sample(@Arg('id', () => ID, { description: 'Such as first-sample.' }) id: string, @Ctx() context: SamplesContext) {
    return context.loaders.samples.byId.load(id);
  }

  @Query(() => SampleConnection, { nullable: true, description: 'The samples of the network.' })
  samples(@Args(() => SamplesArgs) { city, orderBy, ...page }: SamplesArgs, @Ctx() { loaders }: SamplesContext) {
    return loaders.samples.page(sampleFilter(city), sampleOrders.of(orderBy), page);
  }

  @FieldResolver(() => City, { nullable: true, description: 'The city.' })
  city(@Root() sample: Row<StoredSample>) {
    return { id: sample.cityId };
  }
}

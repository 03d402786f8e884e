import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root, Subscription } from 'type-graphql';
import type { ChangedDocument } from '../../../runtime/freshness/change-keys.js';
import type { CitiesContext } from '../../loaders.js';
import { CityStatus } from '../../vocabulary/vocabulary.js';
import { cityModel } from '../city.model.js';
import { City } from '../city.type.js';

@ObjectType('CityStatusChange', { description: 'A city has come to another status.', simpleResolvers: true })
class CityStatusChange {
  cityId!: string;

  @Field(() => CityStatus, { nullable: true, description: 'The furthest status before, null when there was none.' })
  from!: CityStatus | null;

  @Field(() => CityStatus, { nullable: true, description: 'The furthest status after, null when there is none.' })
  to!: CityStatus | null;
}

@Resolver(() => CityStatusChange)
export class CityStatusChangedResolver {
  @Subscription(() => CityStatusChange, {
    nullable: true,
    description: 'Each change of the furthest status of a city, also of a city that is new.',
    subscribe: ({ context }: { context: CitiesContext }) =>
      context.changes.of(cityModel, ({ documentId, before, after }): CityStatusChange[] => {
        const [from, to] = [statusOf(before), statusOf(after)];
        return after === null || from === to ? [] : [{ cityId: documentId, from, to }];
      }),
  })
  cityStatusChanged(@Root() change: CityStatusChange): CityStatusChange {
    return change;
  }

  @FieldResolver(() => City, { nullable: true, description: 'The city as it is now.' })
  city(@Root() { cityId }: CityStatusChange, @Ctx() { loaders }: CitiesContext) {
    return loaders.cities.byId.load(cityId);
  }
}

function statusOf(city: ChangedDocument | null): CityStatus | null {
  return (city?.['furthestStatus'] ?? null) as CityStatus | null;
}

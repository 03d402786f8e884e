import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { Row } from '../../runtime/database/model.js';
import type { StoredCity } from '../city/city.model.js';
import { City } from '../city/city.type.js';
import type { CitiesContext } from '../loaders.js';
import { ChallengeKey, PeerCandidate } from './suggestion.type.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

/** What other subgraphs need to know to suggest peers and solutions; clients never see it. */
@Resolver(() => City)
export class CityPeerCandidatesResolver {
  @Directive('@inaccessible')
  @ListSize(10)
  @FieldResolver(() => [ChallengeKey], {
    nullable: true,
    description: 'The challenges it has, and how well each is supported.',
  })
  challengeKeys(@Root() city: Row<StoredCity>) {
    return city.challenges;
  }

  @Directive('@inaccessible')
  @ListSize(100)
  @FieldResolver(() => [PeerCandidate], {
    nullable: true,
    description: 'Other cities that share a challenge with it, best first, at most 100.',
  })
  peerCandidates(@Root() city: Row<StoredCity>, @Ctx() { loaders }: CitiesContext) {
    return loaders.peerCandidates.load(city);
  }
}

@Resolver(() => ChallengeKey)
export class ChallengeKeyResolver {
  @FieldResolver(() => LocalizedText, { nullable: true })
  async name(@Root() { code }: ChallengeKey, @Ctx() { loaders }: CitiesContext) {
    return (await loaders.challenges.byId.load(code))?.name ?? null;
  }
}

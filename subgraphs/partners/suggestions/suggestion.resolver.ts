import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Challenge, City } from '../references.js';
import { Deployment } from '../solution/deployment/deployment.type.js';
import { loadOrNull } from '../../runtime/database/loader.js';
import type { PartnersContext } from '../loaders.js';
import { Solution } from '../solution/solution.type.js';
import { PeerCity, SuggestedSolution, SuggestionReason } from './suggestion.type.js';
import type { Reason } from './suggestion-reason.js';
import type { WeighedPeer } from './score-peers.js';
import type { WeighedSolution } from './score-solutions.js';

@Resolver(() => PeerCity)
export class PeerCityResolver {
  @FieldResolver(() => City)
  city(@Root() { cityId }: WeighedPeer) {
    return { id: cityId };
  }
}

@Resolver(() => SuggestedSolution)
export class SuggestedSolutionResolver {
  @FieldResolver(() => Solution, { nullable: true })
  solution(@Root() { solutionId }: WeighedSolution, @Ctx() { loaders }: PartnersContext) {
    return loaders.solutions.byId.load(solutionId);
  }
}

@Resolver(() => SuggestionReason)
export class SuggestionReasonResolver {
  @FieldResolver(() => Challenge, { nullable: true, description: 'The challenge, for SHARED_CHALLENGE.' })
  challenge(@Root() { challengeCode }: Reason) {
    return challengeCode === null ? null : { code: challengeCode };
  }

  @FieldResolver(() => Solution, { nullable: true, description: 'The solution, where it is the reason.' })
  solution(@Root() { proven }: Reason, @Ctx() { loaders }: PartnersContext) {
    return loadOrNull(loaders.solutions.byId, proven?.solutionId ?? null);
  }

  @FieldResolver(() => Deployment, {
    nullable: true,
    description:
      'The deployment that proves it: its city, stage and source. For a suggested solution, likeness is that of its city.',
  })
  deployment(@Root() { proven }: Reason) {
    return proven?.deployment ?? null;
  }
}

import { Arg, Ctx, Directive, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { foreignLabels } from '../../runtime/foreign/foreign-labels.js';
import { loadOrNull } from '../../runtime/database/loader.js';
import { checkBetween } from '../../runtime/lists/check-between.js';
import { Cost } from '../../runtime/schema/cost-directives.js';
import type { PartnersContext } from '../loaders.js';
import { Challenge, City } from '../references.js';
import { Deployment } from '../solution/deployment/deployment.type.js';
import { Solution } from '../solution/solution.type.js';
import { scorePeers, type ScoredPeer } from './score-peers.js';
import { scoreSolutions, type ScoredSolution } from './score-solutions.js';
import { toldOfPeer, toldOfSolution, type ToldReason } from './suggestion-reason.js';
import {
  CityPeers,
  EMPTY_BECAUSE,
  PeerCity,
  SuggestedSolution,
  SuggestedSolutions,
  SuggestionReason,
} from './suggestion.type.js';

const MOST = 50;
/** Up to 100 candidates are weighed for a city; they are keys and small rows, read together. */
const WEIGHT = 20;
const CHALLENGES = 'challengeKeys { code confidence name { th en } }';
const CANDIDATES = 'peerCandidates { cityId shared { code strong } sameRegion sameKind similarSize }';

/** What is suggested to a city. */
@Resolver(() => City)
export class CitySuggestionsResolver {
  @Directive(`@requires(fields: "${CHALLENGES} ${CANDIDATES}")`)
  @Cost(WEIGHT)
  @FieldResolver(() => CityPeers, {
    nullable: true,
    description:
      'Cities to learn from: those with the same challenges, first those where a solution to them is in use. Each has its reasons.',
  })
  async peers(
    @Root() city: City,
    @Arg('first', () => Int, { defaultValue: 3, description: 'How many, 1 to 50.' }) first: number,
    @Ctx() { loaders }: PartnersContext,
  ) {
    checkBetween('first', 1, MOST, first);
    const { challenges, candidates } = toldOf(city);
    if (challenges.length === 0) return { nodes: [], emptyBecause: EMPTY_BECAUSE.NO_CHALLENGE };
    if (candidates.length === 0) return { nodes: [], emptyBecause: EMPTY_BECAUSE.ALONE };
    const proven = await loaders.provenInCity.loadMany(candidates.map(({ cityId }) => cityId));
    const provenIn = new Map(candidates.map(({ cityId }, at) => [cityId, orThrow(proven[at]!)]));
    const peers = scorePeers(challenges, candidates, provenIn).slice(0, first);
    return { nodes: peers.map((peer) => ({ ...peer, reasons: toldOfPeer(peer.reasons) })), emptyBecause: null };
  }

  @Directive(`@requires(fields: "${CHALLENGES} ${CANDIDATES}")`)
  @Cost(WEIGHT)
  @FieldResolver(() => SuggestedSolutions, {
    nullable: true,
    description:
      'Solutions to the challenges of the city that are in use or tried out in other cities and not used in it. At most 50 solutions for each challenge are compared.',
  })
  async suggestedSolutions(
    @Root() city: City,
    @Arg('first', () => Int, { defaultValue: 5, description: 'How many, 1 to 50.' }) first: number,
    @Ctx() { loaders, owners }: PartnersContext,
  ) {
    checkBetween('first', 1, MOST, first);
    const { challenges, candidates } = toldOf(city);
    if (challenges.length === 0) return { nodes: [], emptyBecause: EMPTY_BECAUSE.NO_CHALLENGE };
    const [deployed, ...found] = await Promise.all([
      loaders.deployedInCity.load(city.id),
      ...challenges.map(({ code }) => loaders.provenForChallenge.load(code)),
    ]);
    const here = new Set(deployed.map(({ solutionId }) => solutionId));
    const proven = new Map(found.flat().map((one) => [one.deployment.id, one]));
    if (proven.size === 0) return { nodes: [], emptyBecause: EMPTY_BECAUSE.NOTHING_PROVEN };
    const elsewhere = [...proven.values()].filter(({ solutionId }) => !here.has(solutionId));
    if (elsewhere.length === 0) return { nodes: [], emptyBecause: EMPTY_BECAUSE.ALL_USED };
    const solutions = scoreSolutions(challenges, elsewhere, candidates).slice(0, first);
    const usedIn = solutions.flatMap(({ reasons }) => reasons.flatMap(({ proven }) => proven?.deployment.cityId ?? []));
    const nameOf = foreignLabels(owners, 'City', [...new Set(usedIn)]);
    return {
      nodes: solutions.map((solution) => ({ ...solution, reasons: toldOfSolution(solution.reasons, nameOf) })),
      emptyBecause: null,
    };
  }
}

@Resolver(() => PeerCity)
export class PeerCityResolver {
  @FieldResolver(() => City)
  city(@Root() { cityId }: ScoredPeer) {
    return { id: cityId };
  }
}

@Resolver(() => SuggestedSolution)
export class SuggestedSolutionResolver {
  @FieldResolver(() => Solution, { nullable: true })
  solution(@Root() { solutionId }: ScoredSolution, @Ctx() { loaders }: PartnersContext) {
    return loaders.solutions.byId.load(solutionId);
  }
}

@Resolver(() => SuggestionReason)
export class SuggestionReasonResolver {
  @FieldResolver(() => Challenge, { nullable: true, description: 'The challenge, for SHARED_CHALLENGE.' })
  challenge(@Root() { challenge }: ToldReason) {
    return challenge && { code: challenge.code };
  }

  @FieldResolver(() => Solution, { nullable: true, description: 'The solution, where it is the reason.' })
  solution(@Root() { proven }: ToldReason, @Ctx() { loaders }: PartnersContext) {
    return loadOrNull(loaders.solutions.byId, proven?.solutionId ?? null);
  }

  @FieldResolver(() => Deployment, {
    nullable: true,
    description:
      'The deployment that proves it: its city, stage and source. For a suggested solution, likeness is that of its city.',
  })
  deployment(@Root() { proven }: ToldReason) {
    return proven?.deployment ?? null;
  }
}

function toldOf({ challengeKeys, peerCandidates }: City) {
  return { challenges: challengeKeys ?? [], candidates: peerCandidates ?? [] };
}

function orThrow<T>(loaded: T | Error): T {
  if (loaded instanceof Error) throw loaded;
  return loaded;
}

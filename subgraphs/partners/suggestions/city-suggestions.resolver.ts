import { Arg, Ctx, Directive, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { checkBetween } from '../../runtime/lists/check-between.js';
import { Cost } from '../../runtime/schema/cost-directives.js';
import { City } from '../references.js';
import type { PartnersContext } from '../loaders.js';
import { EMPTY_BECAUSE, CityPeers, SuggestedSolutions } from './suggestion.type.js';
import { weighPeers } from './score-peers.js';
import { weighSolutions } from './score-solutions.js';

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
    description: 'Cities to learn from: those with the same challenges, best where a solution is in use.',
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
    return { nodes: weighPeers(challenges, candidates, provenIn).slice(0, first), emptyBecause: null };
  }

  @Directive(`@requires(fields: "${CHALLENGES} ${CANDIDATES}")`)
  @Cost(WEIGHT)
  @FieldResolver(() => SuggestedSolutions, {
    nullable: true,
    description:
      'Solutions to its challenges that are proven in other cities and not used in it. The best 50 for each challenge are weighed.',
  })
  async suggestedSolutions(
    @Root() city: City,
    @Arg('first', () => Int, { defaultValue: 5, description: 'How many, 1 to 50.' }) first: number,
    @Ctx() { loaders }: PartnersContext,
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
    return { nodes: weighSolutions(challenges, elsewhere, candidates).slice(0, first), emptyBecause: null };
  }
}

function toldOf({ challengeKeys, peerCandidates }: City) {
  return { challenges: challengeKeys ?? [], candidates: peerCandidates ?? [] };
}

function orThrow<T>(loaded: T | Error): T {
  if (loaded instanceof Error) throw loaded;
  return loaded;
}

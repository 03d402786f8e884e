import { isAtLeast, type Confidence } from '../../../domain/sources/confidence.js';
import type { StoredCity } from '../city.model.js';
import type { FactKind } from './fact-kind.js';

/** A fact of a city without its shape: what it says, and how well that is supported. */
export interface FlatFact {
  kind: FactKind;
  /** The value in one word: a status, a code, a number, an id. */
  detail: string;
  confidence: Confidence;
  conflictGroup: string | null;
  /** The cohort of a membership that has one. */
  cohortId: string | null;
  /** The id of its source among the city's own. */
  source: string | null;
}

export type Factual = Pick<
  StoredCity,
  | 'kind'
  | 'kindConfidence'
  | 'location'
  | 'population'
  | 'candidate2019'
  | 'statusHistory'
  | 'memberships'
  | 'dimensions'
  | 'challenges'
  | 'leader'
  | 'observations'
>;

/** Every fact of a city, always in the same order. */
function factsOfCity({
  kind,
  kindConfidence,
  location,
  population,
  candidate2019,
  statusHistory,
  memberships,
  dimensions,
  challenges,
  leader,
  observations,
}: Factual): FlatFact[] {
  const flat = (
    of: FactKind,
    detail: string | number,
    { confidence, source }: { confidence: Confidence; source: string | null },
    conflictGroup: string | null = null,
    cohortId: string | null = null,
  ): FlatFact => ({ kind: of, detail: String(detail), confidence, conflictGroup, cohortId, source });
  return [
    flat('KIND', kind, { confidence: kindConfidence, source: null }),
    ...(location ? [flat('LOCATION', `${location.lat}, ${location.lon}`, location)] : []),
    ...(population
      ? [population, ...population.alternatives].map((figure) =>
          flat('POPULATION', figure.value, figure, population.conflictGroup),
        )
      : []),
    ...(candidate2019 ? [flat('CANDIDATE_2019', candidate2019.name, candidate2019)] : []),
    ...statusHistory.map((entry) => flat('STATUS', entry.status, entry, entry.conflictGroup)),
    ...memberships.map((membership) =>
      flat('MEMBERSHIP', membership.cohortId ?? membership.programmeId, membership, null, membership.cohortId),
    ),
    ...dimensions.map((fact) => flat('DIMENSION', fact.dimension, fact)),
    ...challenges.map((fact) => flat('CHALLENGE', fact.code, fact)),
    ...(leader ? [flat('LEADER', leader.personId, leader)] : []),
    ...observations.map((fact) => flat('OBSERVATION', fact.code, fact)),
  ];
}

/** The facts that somebody ought to look into: supported less well than a level, or contradicted by another. */
export function weakFactsOf(city: Factual, below: Confidence): FlatFact[] {
  return factsOfCity(city).filter(
    ({ confidence, conflictGroup }) => conflictGroup !== null || !isAtLeast(confidence, below),
  );
}

import type { StoredFact } from '../../domain/sources/resolve-sources.js';
import type { Confidence } from '../../domain/sources/confidence.js';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { NameOrigin } from '../../domain/vocabulary/name-origin.js';
import type { Source } from '../../domain/sources/source.type.js';
import type { WebLink } from '../../domain/web-links/web-link.type.js';
import {
  confidence,
  freeTextOrNull,
  localizedText,
  manyOf,
  nameOrigin,
  nested,
  number,
  oneOf,
  partialDate,
  requiredNumber,
  requiredText,
  searched,
  sources,
  text,
  webLinks,
} from '../../domain/mongoose-paths.js';
import { withGaps } from '../../domain/gaps/sync-gaps.js';
import { gapsOfSolution } from './solution.gaps.js';
import { defineModel, derivePaths } from '../../runtime/database/model.js';
import { holders } from '../../runtime/lists/embedded-pages.js';
import { searchIndexes } from '../../runtime/search.js';
import type { Versioned } from '../../runtime/write/rows.js';
import { solutionTimeline } from './solution.timeline.js';
import { standingOrNull, type StoredStanding } from '../../domain/standing/standing.js';
import type { ClaimableFact } from '../facts/claimed-facts.js';
import { searchedNames } from '../../domain/texts/search-key.js';
import { storedCount, type StoredCount } from '../facts/stated-count.model.js';
import { storedParty, type StoredParty } from '../facts/party.model.js';
import { bestProof } from '../suggestions/score.js';
import { IntroductionKind, SolutionKind, Stage } from '../vocabulary/vocabulary.js';

export interface StoredOutcome extends StoredFact {
  /** Null for one that was stored before outcomes had ids, see {@link file://./deployment/outcome-ids.ts}. */
  id?: string | null;
  metric: string;
  value: number;
  unit: string;
  asOf: string | null;
  conflictGroup: string | null;
  confidence: Confidence;
  note: LocalizedText | null;
}

/** Each is claimed until those concerned agree, see {@link file://../facts/claimed-facts.ts}. */
export interface StoredDeployment extends ClaimableFact {
  cityId: string;
  /** The last stage of the history. */
  stage: Stage;
  operatorPartnerId: string | null;
  /** Whether the city or the solution's owner agrees with who runs it: only then its officers may write. */
  operatorStanding?: StoredStanding | null;
  localName: string | null;
  history: Array<StoredFact & { stage: Stage; on: string | null; confidence: Confidence; note: LocalizedText | null }>;
  outcomes: StoredOutcome[];
  /** Those that were taken back. */
  withdrawnOutcomes?: StoredOutcome[];
  confidence: Confidence;
  note: LocalizedText | null;
}

export interface StoredIntroduction extends StoredFact, ClaimableFact {
  from: StoredParty;
  toCityId: string | null;
  toPartnerId: string | null;
  kind: IntroductionKind;
  occasionEventId: string | null;
  on: string | null;
  stage: Stage;
  confidence: Confidence;
  note: LocalizedText | null;
}

export interface StoredSolution extends Versioned {
  name: LocalizedText;
  nameThOrigin: NameOrigin | null;
  aliases: string[];
  kind: SolutionKind;
  ownerPartnerId: string | null;
  originProgrammeId: string | null;
  coCreatedWith: string[];
  addresses: string[];
  dimensions: Dimension[];
  description: LocalizedText;
  evidenceLevel: number | null;
  counts: StoredCount[];
  /** Those that are confirmed; the others are kept apart. */
  deployments: StoredDeployment[];
  claimedDeployments?: StoredDeployment[];
  introductions: StoredIntroduction[];
  claimedIntroductions?: StoredIntroduction[];
  /** Absent in a record that was stored before there were links. */
  webLinks?: WebLink[];
  sources: Source[];
  confidence: Confidence;
}

const cited = { source: requiredText, confidence };

const claimable = { standing: standingOrNull, writtenBy: text };
const storedOutcome = nested({
  id: text,
  metric: requiredText,
  value: requiredNumber,
  unit: requiredText,
  asOf: partialDate,
  conflictGroup: text,
  note: freeTextOrNull,
  ...cited,
});
const storedDeployment = nested({
  id: requiredText,
  cityId: requiredText,
  stage: oneOf(Stage),
  operatorPartnerId: text,
  operatorStanding: standingOrNull,
  localName: text,
  history: [nested({ stage: oneOf(Stage), on: partialDate, note: freeTextOrNull, ...cited })],
  outcomes: [storedOutcome],
  withdrawnOutcomes: [storedOutcome],
  confidence,
  note: freeTextOrNull,
  ...claimable,
});
const storedIntroduction = nested({
  id: requiredText,
  from: { type: storedParty, required: true },
  toCityId: text,
  toPartnerId: text,
  kind: oneOf(IntroductionKind),
  occasionEventId: text,
  on: partialDate,
  stage: oneOf(Stage),
  note: freeTextOrNull,
  ...cited,
  ...claimable,
});

/** Solutions, with where they are used and who brought them to whom. */
export const solutionModel = derivePaths(
  defineModel<StoredSolution>(
    'solutions',
    {
      name: localizedText,
      nameThOrigin: nameOrigin,
      aliases: [String],
      kind: oneOf(SolutionKind),
      ownerPartnerId: text,
      originProgrammeId: text,
      coCreatedWith: [String],
      addresses: [String],
      dimensions: manyOf(Dimension),
      description: localizedText,
      evidenceLevel: { ...number, min: 1, max: 5 },
      counts: [storedCount],
      deployments: [storedDeployment],
      claimedDeployments: [storedDeployment],
      introductions: [storedIntroduction],
      claimedIntroductions: [storedIntroduction],
      webLinks,
      sources,
      confidence,
      ...searched,
      proof: { type: Number, default: 0 },
    },
    {
      called: { en: 'solution', th: 'โซลูชัน' },
      versioned: true,
      withdrawable: true,
      writers: ({ ownerPartnerId }) => [['partner-officer', ownerPartnerId]],
      named: true,
      hidden: ['searchKeys', 'searchTails', 'similarKeys', 'proof'],
      companion: withGaps<StoredSolution>(solutionTimeline, 'Solution', gapsOfSolution),
      indexes: [
        ...searchIndexes,
        [{ kind: 1, _id: 1 }],
        [{ ownerPartnerId: 1, _id: 1 }],
        [{ originProgrammeId: 1, _id: 1 }],
        [{ addresses: 1, _id: 1 }],
        [{ addresses: 1, proof: -1, _id: 1 }],
        [{ dimensions: 1, _id: 1 }],
        [{ 'deployments.cityId': 1, 'deployments.stage': 1, _id: 1 }],
        [{ 'deployments.cityId': 1, _id: 1 }],
        [{ 'deployments.id': 1 }, { unique: true, partialFilterExpression: { 'deployments.id': { $gt: '' } } }],
        [{ 'claimedDeployments.id': 1 }],
        [{ 'claimedDeployments.cityId': 1, _id: 1 }],
        [{ 'claimedDeployments.operatorPartnerId': 1, _id: 1 }],
        [{ 'deployments.stage': 1, _id: 1 }],
        [{ 'deployments.operatorPartnerId': 1, _id: 1 }],
        [{ 'introductions.id': 1 }],
        // All introductions, solution by solution.
        [{ _id: 1, version: 1 }, { partialFilterExpression: holders('introductions') }],
        [{ 'claimedIntroductions.id': 1 }],
        [{ 'claimedIntroductions.from.cityId': 1, _id: 1 }],
        [{ 'claimedIntroductions.from.partnerId': 1, _id: 1 }],
        [{ 'claimedIntroductions.toCityId': 1, _id: 1 }],
        [{ 'claimedIntroductions.toPartnerId': 1, _id: 1 }],
        [{ 'introductions.from.cityId': 1, _id: 1 }],
        [{ 'introductions.from.partnerId': 1, _id: 1 }],
        [{ 'introductions.toCityId': 1, _id: 1 }],
        [{ 'introductions.toPartnerId': 1, _id: 1 }],
        [{ 'introductions.occasionEventId': 1, _id: 1 }],
        [{ 'sources.id': 1, _id: 1 }],
      ],
    },
  ),
  (solution) => ({ ...searchedNames(solution), proof: bestProof(solution.deployments ?? []) }),
);

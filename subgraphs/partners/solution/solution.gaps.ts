import {
  codeLabel,
  findGaps,
  ofCode,
  ofFigure,
  ofRecord,
  type ExaminedPart,
  type ExaminedRecord,
} from '../../domain/gaps/find-gaps.js';
import type { Gap } from '../../domain/gaps/gap.model.js';
import { Metric, Unit } from '../../domain/vocabulary/codes.js';
import { IntroductionKind, Stage } from '../vocabulary/vocabulary.js';

interface ExaminedFigure extends ExaminedPart {
  metric: string;
  value: number;
  asOf: string | null;
  conflictGroup: string | null;
}

/** What gaps are found in of a solution: not what is only claimed. */
interface ExaminedSolution extends ExaminedRecord {
  counts: ExaminedFigure[];
  deployments: (Pick<ExaminedPart, 'confidence'> & {
    cityId: string;
    stage: Stage;
    history: (ExaminedPart & { stage: Stage; on: string | null })[];
    outcomes: (ExaminedFigure & { unit: string })[];
  })[];
  introductions: (ExaminedPart & { kind: IntroductionKind; on: string | null; toCityId: string | null })[];
}

/** The gaps of a solution and of its counts, deployments and introductions. */
export function gapsOfSolution(solution: ExaminedSolution): Gap[] {
  const { sources, counts, deployments, introductions } = solution;
  const figure = ({ metric, value, asOf, conflictGroup, source, confidence }: ExaminedFigure, unit?: string) => ({
    ...ofFigure(value, { metric: codeLabel(Metric, metric), unit: unit === undefined ? null : codeLabel(Unit, unit) }),
    ...{ on: asOf, conflictGroup, source, confidence },
  });
  return findGaps(sources, [
    { ...ofRecord(solution), fact: 'SOLUTION' },
    ...counts.map((count) => ({ ...figure(count), fact: 'COUNT' as const })),
    ...deployments.flatMap(({ cityId, stage, confidence, history, outcomes }) => [
      { ...ofCode(Stage, stage), fact: 'DEPLOYMENT' as const, confidence, cityId },
      ...history.map((step) => ({
        ...ofCode(Stage, step.stage),
        ...{ fact: 'STAGE' as const, on: step.on, source: step.source, confidence: step.confidence, cityId },
      })),
      ...outcomes.map((outcome) => ({ ...figure(outcome, outcome.unit), fact: 'OUTCOME' as const, cityId })),
    ]),
    ...introductions.map(({ kind, on, toCityId, source, confidence }) => ({
      ...ofCode(IntroductionKind, kind),
      ...{ fact: 'INTRODUCTION' as const, on, source, confidence, cityId: toCityId },
    })),
  ]);
}

import { findGaps, ofCode, ofRecord, type ExaminedPart, type ExaminedRecord } from '../../domain/gaps/find-gaps.js';
import type { Gap } from '../../domain/gaps/gap.model.js';
import { ofExaminedFigure, type ExaminedFigure } from '../facts/figure-gaps.js';
import { IntroductionKind, Stage } from '../vocabulary/vocabulary.js';

/** What gaps are found in of a solution: not what is only claimed. */
interface ExaminedSolution extends ExaminedRecord {
  counts: (ExaminedFigure & { asOf: string | null })[];
  deployments: (Pick<ExaminedPart, 'confidence'> & {
    cityId: string;
    stage: Stage;
    history: (ExaminedPart & { stage: Stage; on: string | null })[];
    outcomes: (ExaminedFigure & { asOf: string | null })[];
  })[];
  introductions: (ExaminedPart & { kind: IntroductionKind; on: string | null; toCityId: string | null })[];
}

/** The gaps of a solution and of its counts, deployments and introductions. */
export function gapsOfSolution(solution: ExaminedSolution): Gap[] {
  const { sources, counts, deployments, introductions } = solution;
  return findGaps(sources, [
    { ...ofRecord(solution), fact: 'SOLUTION' },
    ...counts.map((count) => ({ ...ofExaminedFigure(count), fact: 'COUNT' as const, on: count.asOf })),
    ...deployments.flatMap(({ cityId, stage, confidence, history, outcomes }) => [
      { ...ofCode(Stage, stage), fact: 'DEPLOYMENT' as const, confidence, cityId },
      ...history.map((step) => ({
        ...ofCode(Stage, step.stage),
        ...{ fact: 'STAGE' as const, on: step.on, source: step.source, confidence: step.confidence, cityId },
      })),
      ...outcomes.map((outcome) => ({
        ...ofExaminedFigure(outcome),
        ...{ fact: 'OUTCOME' as const, on: outcome.asOf, cityId },
      })),
    ]),
    ...introductions.map(({ kind, on, toCityId, source, confidence }) => ({
      ...ofCode(IntroductionKind, kind),
      ...{ fact: 'INTRODUCTION' as const, on, source, confidence, cityId: toCityId },
    })),
  ]);
}

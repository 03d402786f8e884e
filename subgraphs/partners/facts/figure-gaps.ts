import { codeLabel, ofFigure, type ExaminedFact, type ExaminedPart } from '../../domain/gaps/find-gaps.js';
import { Metric, Unit } from '../../domain/vocabulary/codes.js';

/** A number of what a metric counts, as gaps are found in it. */
export interface ExaminedFigure extends ExaminedPart {
  metric: string;
  unit?: string;
  value: number;
  conflictGroup: string | null;
}

/** What gaps need of a number, without what it is a number of and when it was so. */
export function ofExaminedFigure(figure: ExaminedFigure): Omit<ExaminedFact, 'fact'> {
  const { metric, unit, value, conflictGroup, source, confidence } = figure;
  return {
    ...ofFigure(value, { metric: codeLabel(Metric, metric), unit: unit === undefined ? null : codeLabel(Unit, unit) }),
    ...{ conflictGroup, source, confidence },
  };
}

import { latestDay } from '../../../domain/dates/partial-date.js';

interface Figure {
  metric: string;
  value: number;
  unit: string;
  asOf: string | null;
}

/** What is planned is named `<THING>_PLANNED`; what came of it by one of these, nearest first. */
const DONE = ['ISSUED', 'DELIVERED', 'COMPLETED'];

/**
 * The plans that were not met: for each planned thing its latest figure against the latest figure of what
 * came of it, in the same unit. A plan without a result, or one that was met, is no shortfall.
 */
export function shortfallsOf<F extends Figure>(outcomes: readonly F[]) {
  const things = new Set(
    outcomes.flatMap(({ metric }) => (metric.endsWith('_PLANNED') ? [metric.slice(0, -'_PLANNED'.length)] : [])),
  );
  return [...things].flatMap((thing) => {
    const plannedOutcome = latestOf(outcomes.filter(({ metric }) => metric === `${thing}_PLANNED`));
    const done = DONE.map((word) =>
      latestOf(outcomes.filter(({ metric, unit }) => metric === `${thing}_${word}` && unit === plannedOutcome?.unit)),
    );
    const actualOutcome = done.find((figure) => figure !== undefined);
    if (!plannedOutcome || !actualOutcome || actualOutcome.value >= plannedOutcome.value) return [];
    const [planned, actual] = [plannedOutcome.value, actualOutcome.value];
    return [
      {
        metric: thing,
        unit: plannedOutcome.unit,
        planned,
        actual,
        shortfall: planned - actual,
        plannedOutcome,
        actualOutcome,
      },
    ];
  });
}

/** The figure of the latest day; an undated one comes before every other. */
function latestOf<F extends Figure>(figures: readonly F[]): F | undefined {
  const day = ({ asOf }: F) => (asOf === null ? '' : latestDay(asOf));
  return figures.reduce<F | undefined>(
    (latest, figure) => (latest === undefined || day(figure) >= day(latest) ? figure : latest),
    undefined,
  );
}

import type { Check } from '../check.js';
import { countChecks } from './counts.js';
import { dateChecks } from './dates.js';
import { historyChecks } from './history.js';
import { introductionChecks } from './introductions.js';
import { officeChecks } from './offices.js';
import { referenceChecks } from './references.js';
import { seatChecks } from './seats.js';
import { statisticsChecks } from './statistics.js';
import { timelineChecks } from './timeline.js';

/** The invariants of the graph. */
export const CHECKS: readonly Check[] = [
  ...countChecks,
  ...seatChecks,
  ...dateChecks,
  ...referenceChecks,
  ...introductionChecks,
  ...statisticsChecks,
  ...officeChecks,
  ...timelineChecks,
  ...historyChecks,
];

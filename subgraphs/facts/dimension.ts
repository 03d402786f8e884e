import { defineEnum } from './define-enum.js';

/** The seven official dimensions of a Thai smart city plan (depa). */
export const Dimension = defineEnum('Dimension', 'One of the seven official dimensions of a Thai smart city plan.', {
  ENVIRONMENT: 'Smart environment; every approved plan has it.',
  ECONOMY: 'Smart economy.',
  ENERGY: 'Smart energy.',
  GOVERNANCE: 'Smart governance.',
  LIVING: 'Smart living.',
  MOBILITY: 'Smart mobility.',
  PEOPLE: 'Smart people.',
});
export type Dimension = keyof typeof Dimension;

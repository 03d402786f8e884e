import type { StoredPlan } from '../../../subgraphs/cities/plan/plan.model.js';
import { PlanKind } from '../../../subgraphs/cities/vocabulary/vocabulary.js';
import { Dimension } from '../../../subgraphs/domain/vocabulary/dimension.js';
import { both, invented, source } from './facts.js';
import { inventedCity } from './invented-city.js';
import { randomOf } from './random.js';

/** The plan of the invented city of an index. As depa requires, it covers the environment. */
export function inventedPlan(index: number): StoredPlan {
  const random = randomOf('plan', index);
  const { _id: cityId, name } = inventedCity(index);
  const others = Object.values(Dimension).filter((dimension) => dimension !== 'ENVIRONMENT');
  return {
    _id: `plan-${cityId}`,
    cityId,
    process: 1,
    title: both(`${name.en} Smart City`, `${name.th}เมืองอัจฉริยะ`),
    kind: random.pick(Object.values(PlanKind)),
    submittedOn: random.partialDate(2019, 2024),
    dimensions: ['ENVIRONMENT', ...random.some(others, random.int(1, 6))],
    source,
    titleThSource: source,
    sources: [...invented.sources],
    confidence: invented.confidence,
    standing: null,
    version: 1,
  };
}

import { codeLabel, ofFigure } from '../../../domain/gaps/find-gaps.js';
import type { LocalizedText } from '../../../domain/texts/localized-text.type.js';
import type { LookedUpText } from '../../../domain/texts/looked-up-text.js';
import { ObservationCode } from '../../../domain/vocabulary/codes.js';
import { Dimension } from '../../../domain/vocabulary/dimension.js';
import { foreignLabels } from '../../../runtime/foreign/foreign-labels.js';
import type { CitiesContext } from '../../loaders.js';
import { AreaKind, CityStatus } from '../../vocabulary/vocabulary.js';
import type { FlatFact } from './facts-of-city.js';

/**
 * The labels of facts by what they say, for readers. Names of people and programmes are asked of their owner, in one
 * request for all facts of a page.
 */
export function factLabels(facts: readonly FlatFact[], { owners }: CitiesContext): (fact: FlatFact) => LookedUpText {
  const idsOf = (type: string) => [
    ...new Set(facts.flatMap((fact) => (foreignType(fact) === type ? fact.detail : []))),
  ];
  const labels = new Map(FOREIGN.map((type) => [type, foreignLabels(owners, type, idsOf(type))]));
  return (fact) => {
    const type = foreignType(fact);
    if (type !== null)
      return (_args, context, { path }) =>
        labels.get(type)!(fact.detail, (warning) => context.warn({ path: path.prev?.prev ?? path }, warning));
    return ownLabel(fact);
  };
}

const FOREIGN = ['Person', 'Programme'] as const;

function foreignType({ kind, cohortId }: FlatFact): (typeof FOREIGN)[number] | null {
  if (kind === 'LEADER') return 'Person';
  return kind === 'MEMBERSHIP' && cohortId === null ? 'Programme' : null;
}

function ownLabel({ kind, detail, cohortId }: FlatFact): LookedUpText {
  switch (kind) {
    case 'KIND':
      return codeLabel(AreaKind, detail);
    case 'STATUS':
      return codeLabel(CityStatus, detail);
    case 'DIMENSION':
      return codeLabel(Dimension, detail);
    case 'OBSERVATION':
      return codeLabel(ObservationCode, detail);
    case 'POPULATION':
      return ofFigure(Number(detail), {}).label;
    case 'CHALLENGE':
      return nameOf(detail, ({ challenges }) => challenges.byId.load(detail));
    case 'MEMBERSHIP':
      return nameOf(detail, ({ cohorts }) => cohorts.byId.load(cohortId!));
    default:
      return { en: detail, th: detail };
  }
}

/** The name of a record of this subgraph; its id when it is not on file. */
function nameOf(
  id: string,
  load: (loaders: CitiesContext['loaders']) => Promise<{ name: LocalizedText } | null>,
): LookedUpText {
  return async (_args, context) => (await load((context as CitiesContext).loaders))?.name ?? { en: id, th: id };
}

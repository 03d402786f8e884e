import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { Stored } from '../../runtime/database/model.js';
import { writerOf, type ClaimableFact } from '../facts/claimed-facts.js';
import type { StoredParty } from '../facts/party.model.js';
import { labelsOf } from '../../domain/vocabulary/define-enum.js';
import { TimelineKind } from '../../domain/timeline/timeline-kind.js';
import { changedElements } from '../../runtime/history/changed-fields.js';
import { nameInSentence } from '../../domain/timeline/fill-names.js';
import { timelineSource } from '../../domain/timeline/sync-timeline.js';
import type { TimelineFact } from '../../domain/timeline/timeline-source.js';
import { Stage, type IntroductionKind } from '../vocabulary/vocabulary.js';

/** What the timeline reads of a solution. */
interface DatedSolution extends Stored {
  name: LocalizedText;
  deployments: (ClaimableFact & {
    id: string;
    cityId: string;
    operatorPartnerId: string | null;
    history: { stage: Stage; on: string | null }[];
  })[];
  introductions: DatedIntroduction[];
  ownerPartnerId: string | null;
  claimedDeployments?: DatedSolution['deployments'];
  claimedIntroductions?: DatedIntroduction[];
}

interface DatedIntroduction extends ClaimableFact {
  id: string;
  kind: IntroductionKind;
  on: string | null;
  from: StoredParty;
  toCityId: string | null;
  toPartnerId: string | null;
}

/** What a solution gives to the timeline: each dated stage in a city, and each dated introduction. */
export const solutionTimeline = timelineSource<DatedSolution>(concernedBy, (solution) => [
  ...stages(solution),
  ...solution.introductions.flatMap((introduction) => introductionOf(solution, introduction)),
]);

/**
 * The solution's owner and those whom the changed facts are about and who wrote them; where no fact changed, all whom its
 * facts are about: they use it.
 */
function concernedBy(solution: DatedSolution, other: DatedSolution | null): string[] {
  const [facts, others] = [factsOf(solution), other ? factsOf(other) : []];
  const changed = changedElements(facts, others);
  const areFactsEqual = changed.length === 0 && others.length === facts.length;
  return [
    ...(solution.ownerPartnerId === null ? [] : [solution.ownerPartnerId]),
    ...(areFactsEqual ? facts : changed).flatMap((fact) => [
      ...('from' in fact
        ? [fact.from.cityId, fact.from.partnerId, fact.toCityId, fact.toPartnerId]
        : [fact.cityId, fact.operatorPartnerId]),
      ...writerOf(fact).map(([, of]) => of),
    ]),
  ].filter((id) => id != null);
}

function factsOf({
  deployments,
  introductions,
  claimedDeployments = [],
  claimedIntroductions = [],
}: DatedSolution): Array<DatedSolution['deployments'][number] | DatedIntroduction> {
  return [...deployments, ...claimedDeployments, ...introductions, ...claimedIntroductions];
}

function stages({ _id, name, deployments }: DatedSolution): TimelineFact[] {
  const { en, th } = nameInSentence(name);
  return deployments.flatMap(({ id, cityId, operatorPartnerId, history }) =>
    history.flatMap(({ stage, on }) => {
      if (on === null) return [];
      const label = labelsOf(Stage)[stage]!;
      const title = {
        en: `${en} reached the stage “${label.en}” in {city:${cityId}}.`,
        th: `${th} ถึงขั้น “${label.th}” ที่ {city:${cityId}}`,
      };
      return {
        key: `${id}-${stage}-${on}`,
        kind: TimelineKind.DEPLOYMENT_MOVED,
        on,
        cityIds: [cityId],
        partnerIds: operatorPartnerId === null ? [] : [operatorPartnerId],
        solutionId: _id,
        title,
      };
    }),
  );
}

function introductionOf({ _id, name }: DatedSolution, introduction: DatedIntroduction): TimelineFact[] {
  const { id, kind, on, from, toCityId, toPartnerId } = introduction;
  if (on === null) return [];
  const solution = nameInSentence(name);
  const giver = reference(from.cityId, from.partnerId);
  const receiver = reference(toCityId, toPartnerId);
  const title =
    kind === 'INSPIRATION'
      ? {
          en: `${solution.en} of ${giver} inspired ${receiver}.`,
          th: `${solution.th} ของ ${giver} เป็นแรงบันดาลใจให้แก่ ${receiver}`,
        }
      : {
          en: `${giver} introduced ${solution.en} to ${receiver}.`,
          th: `${giver} แนะนำ ${solution.th} ให้แก่ ${receiver}`,
        };
  return [
    {
      key: id,
      kind: TimelineKind.INTRODUCTION_MADE,
      on,
      cityIds: citiesOf(introduction),
      partnerIds: [from.partnerId, toPartnerId].filter((party) => party !== null),
      solutionId: _id,
      title,
    },
  ];
}

function citiesOf({ from, toCityId }: DatedIntroduction): string[] {
  return [from.cityId, toCityId].filter((id) => id !== null);
}

/** One of the two is always there. */
function reference(cityId: string | null, partnerId: string | null): string {
  return cityId === null ? `{partner:${partnerId}}` : `{city:${cityId}}`;
}

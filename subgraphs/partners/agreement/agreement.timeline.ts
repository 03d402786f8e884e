import { labelsOf } from '../../domain/vocabulary/define-enum.js';
import { TimelineKind } from '../../domain/timeline/timeline-kind.js';
import type { TimelineFact } from '../../domain/timeline/timeline-source.js';
import { timelineSource } from '../../domain/timeline/sync-timeline.js';
import type { StoredAgreement } from './agreement.model.js';
import { AgreementKind, type AgreementStatus } from '../vocabulary/vocabulary.js';

/** Statuses of an agreement that was not made yet on its date. */
const ONLY_PUT_FORWARD: ReadonlySet<AgreementStatus> = new Set(['INTENDED', 'DRAFT', 'PROPOSED', 'ANNOUNCED'] as const);

/** What an agreement gives to the timeline: the date on which it was made, or put forward. */
export const agreementTimeline = timelineSource<StoredAgreement>(citiesOf, factsOf);

function factsOf(agreement: StoredAgreement): TimelineFact[] {
  const { _id, on, name, kind, status, parties } = agreement;
  if (on === null) return [];
  const label = labelsOf(AgreementKind)[kind]!;
  const [en, th] = [name.en ?? name.th, name.th ?? name.en];
  const isMade = !ONLY_PUT_FORWARD.has(status);
  return [
    {
      key: 'made',
      kind: TimelineKind.AGREEMENT_MADE,
      on,
      cityIds: citiesOf(agreement),
      partnerIds: parties.flatMap(({ partnerId }) => partnerId ?? []),
      agreementId: _id,
      title: isMade
        ? { en: `“${en}” was agreed (${label.en}).`, th: `มีข้อตกลง “${th}” (${label.th})` }
        : { en: `“${en}” was put forward (${label.en}).`, th: `มีการเสนอข้อตกลง “${th}” (${label.th})` },
    },
  ];
}

function citiesOf({ parties }: StoredAgreement): string[] {
  return parties.flatMap(({ cityId }) => cityId ?? []);
}

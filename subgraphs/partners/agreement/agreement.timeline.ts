import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { Stored } from '../../runtime/database/model.js';
import type { StoredParty } from '../facts/party.model.js';
import { labelsOf } from '../../domain/vocabulary/define-enum.js';
import { TimelineKind } from '../../domain/timeline/timeline-kind.js';
import type { TimelineFact } from '../../domain/timeline/timeline-source.js';
import { nameInSentence } from '../../domain/timeline/fill-names.js';
import { timelineSource } from '../../domain/timeline/sync-timeline.js';
import { AgreementKind, type AgreementStatus } from '../vocabulary/vocabulary.js';

/** Statuses of an agreement that was not made yet on its date. */
const ONLY_PUT_FORWARD: ReadonlySet<AgreementStatus> = new Set(['INTENDED', 'DRAFT', 'PROPOSED', 'ANNOUNCED'] as const);

/** What the timeline reads of an agreement. */
interface DatedAgreement extends Stored {
  name: LocalizedText;
  kind: AgreementKind;
  status: AgreementStatus;
  on: string | null;
  parties: StoredParty[];
}

/** What an agreement gives to the timeline: the date on which it was made, or put forward. */
export const agreementTimeline = timelineSource<DatedAgreement>(
  ({ parties }) => parties.flatMap(({ cityId, partnerId }) => cityId ?? partnerId ?? []),
  factsOf,
);

function factsOf(agreement: DatedAgreement): TimelineFact[] {
  const { _id, on, name, kind, status, parties } = agreement;
  if (on === null) return [];
  const label = labelsOf(AgreementKind)[kind]!;
  const { en, th } = nameInSentence(name);
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

function citiesOf({ parties }: DatedAgreement): string[] {
  return parties.flatMap(({ cityId }) => cityId ?? []);
}

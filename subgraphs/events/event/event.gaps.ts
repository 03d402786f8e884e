import { findGaps, ofCode, ofRecord, ofText, type ExaminedRecord } from '../../domain/gaps/find-gaps.js';
import type { Gap } from '../../domain/gaps/gap.model.js';
import type { Confidence } from '../../domain/sources/confidence.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { ParticipationRole } from '../vocabulary/vocabulary.js';

/** What gaps are found in of an event. */
interface ExaminedEvent extends ExaminedRecord {
  startsOn: string | null;
  participations: { role: ParticipationRole; cityId: string | null; confidence: Confidence }[];
  sessions: { title: LocalizedText; on: string | null }[];
}

/** The gaps of an event and of its participations and sessions. */
export function gapsOfEvent(event: ExaminedEvent): Gap[] {
  const { sources, startsOn, participations, sessions, confidence } = event;
  return findGaps(sources, [
    { ...ofRecord(event), fact: 'EVENT', on: startsOn },
    ...participations.map((participation) => ({
      ...ofCode(ParticipationRole, participation.role),
      ...{ fact: 'PARTICIPATION' as const, confidence: participation.confidence, cityId: participation.cityId },
    })),
    ...sessions.map(({ title, on }) => ({ ...ofText(title), fact: 'SESSION' as const, on, confidence })),
  ]);
}

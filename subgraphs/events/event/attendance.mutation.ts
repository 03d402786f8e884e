import { Arg, Ctx, Directive, Field, ID, InputType, Int, Mutation, Resolver } from 'type-graphql';
import { checkedId } from '../../domain/checks/check-id.js';
import { checkedList } from '../../domain/checks/check-list.js';
import { changedText, LONGEST_REASON } from '../../domain/checks/check-text.js';
import { checkForeignKeys } from '../../runtime/foreign/check-foreign-keys.js';
import { checkBetween } from '../../runtime/lists/check-between.js';
import { changeRow, checkVersion, readRow } from '../../runtime/write/rows.js';
import { UpdateInput } from '../../runtime/write/write.input.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import type { EventsContext } from '../loaders.js';
import { attendee } from '../registration/registrations-of-event.js';
import { authorizeHost } from './event-host.js';
import { broken } from './event-rules.js';
import { eventKeys } from './event.derived.js';
import { eventModel, type StoredParticipation } from './event.model.js';
import { Event } from './event.type.js';
import { LocalizedTextInput } from '../../domain/texts/localized-text.input.js';

/** A city or partner registers once, so that there are never more. */
const MOST_ATTENDEES = 1_000;
const MOST_PEOPLE = 10_000_000;

@InputType('RecordAttendanceInput', {
  description:
    'Who came to an event that was held: what is absent stays as it is. A later record takes the place of an earlier one.',
})
export class RecordAttendanceInput extends UpdateInput {
  @Field(() => ID, { description: 'The event.' })
  eventId!: string;

  @Field(() => [ID], {
    nullable: true,
    description:
      'All cities that attended, at most 1,000, also those that had not registered: they take the place of those on file as ATTENDEE.',
  })
  cityIds?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'All partners that attended, at most 1,000, also those that had not registered: they take the place of those on file as ATTENDEE.',
  })
  partnerIds?: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many people came, 0 to 10,000,000; null takes the number away.',
  })
  people?: number | null;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'What the number counts, at most 1,000 characters in each language.',
  })
  note?: LocalizedTextInput | null;
}

@Resolver(() => Event)
export class AttendanceMutation {
  @Directive('@authenticated')
  @Mutation(() => Event, {
    nullable: true,
    description:
      'Records who came to an event that was held, and corrects it: whoever had a seat is taken to have attended until then. For its host and officers of the partners that host it.',
  })
  async recordAttendance(
    @Arg('input', () => RecordAttendanceInput, { description: 'Who came.' }) input: RecordAttendanceInput,
    @Ctx() context: EventsContext,
  ) {
    const { database } = context;
    const caller = await authorizeHost(context, input.eventId);
    const cityIds = idsOf('input.cityIds', input.cityIds);
    const partnerIds = idsOf('input.partnerIds', input.partnerIds);
    if (input.people != null) checkBetween('input.people', 0, MOST_PEOPLE, input.people);
    await checkForeignKeys(context, caller, 'recordAttendance', input, [
      ...(cityIds ?? []).map((id, at) => ['City', `input.cityIds.${at}`, id] as const),
      ...(partnerIds ?? []).map((id, at) => ['Partner', `input.partnerIds.${at}`, id] as const),
    ]);
    await writeExclusively(context, caller, 'recordAttendance', input, [`Event/${input.eventId}`], async (write) => {
      const event = await readRow(database, eventModel, write, input.eventId, 'input.eventId');
      checkVersion(event, input.expectedVersion);
      if (event.status !== 'HELD')
        throw broken('EVENT_NOT_HELD', 'input.eventId', {
          en: 'Attendance is recorded of an event that was held: change its status first.',
          th: 'บันทึกผู้เข้าร่วมได้เฉพาะกิจกรรมที่จัดแล้ว โปรดเปลี่ยนสถานะก่อน',
        });
      const participations = withAttendees(
        withAttendees(event.participations, 'cityId', cityIds),
        'partnerId',
        partnerIds,
      );
      const attendance = {
        value: input.people === undefined ? (event.attendance?.value ?? null) : input.people,
        note: changedText('input.note', LONGEST_REASON, input.note, event.attendance?.note),
      };
      await changeRow(database, eventModel, write, {
        type: 'Event',
        id: event.id,
        expectedVersion: input.expectedVersion,
        update: {
          $set: {
            participations,
            attendance: attendance.value === null && attendance.note === null ? null : attendance,
            ...eventKeys({ ...event, participations }),
          },
        },
      });
      return event.id;
    });
    return context.loaders.events.byId.load(input.eventId);
  }
}

/** Null where the client gives no list. */
function idsOf(argument: string, ids: readonly string[] | null | undefined): string[] | null {
  return ids == null ? null : checkedList(argument, MOST_ATTENDEES, ids, checkedId);
}

/** The participations with exactly these as attendees of their kind; null leaves them as they are. */
function withAttendees(
  participations: readonly StoredParticipation[],
  kind: 'cityId' | 'partnerId',
  ids: readonly string[] | null,
): StoredParticipation[] {
  if (ids === null) return [...participations];
  const kept = participations.filter(({ role, [kind]: id }) => role !== 'ATTENDEE' || id === null || ids.includes(id));
  const known = new Set(kept.filter(({ role }) => role === 'ATTENDEE').map(({ [kind]: id }) => id));
  return [...kept, ...ids.filter((id) => !known.has(id)).map((id) => attendee({ [kind]: id }))];
}

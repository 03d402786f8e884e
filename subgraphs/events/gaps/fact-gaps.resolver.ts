import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { readGaps } from '../../domain/gaps/read-gaps.js';
import { RecordGapsArgs, recordGapTypes } from '../../domain/gaps/record-gap.type.js';
import type { EventsContext } from '../loaders.js';
import { City } from '../references.js';

const RecordGapConnection = recordGapTypes(() => City);

@Resolver()
export class FactGapsResolver {
  @Query(() => RecordGapConnection, {
    nullable: true,
    description:
      'Facts of events, their participations and sessions that somebody should check: of unknown date, without a source, or of low confidence. Event by event. Those of cities are `factGaps`, those of partners `partnerFactGaps`.\n\nข้อมูลของกิจกรรมที่ควรตรวจสอบ: ไม่ทราบวันที่ ไม่มีแหล่งอ้างอิง หรือความเชื่อมั่นต่ำ',
  })
  eventFactGaps(@Args(() => RecordGapsArgs) args: RecordGapsArgs, @Ctx() { loaders }: EventsContext) {
    return readGaps(loaders.gaps, args);
  }
}

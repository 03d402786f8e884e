import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { readGaps } from '../../domain/gaps/read-gaps.js';
import { RecordGapsArgs, recordGapTypes } from '../../domain/gaps/record-gap.type.js';
import type { PartnersContext } from '../loaders.js';
import { City } from '../references.js';

const RecordGapConnection = recordGapTypes(() => City);

@Resolver()
export class FactGapsResolver {
  @Query(() => RecordGapConnection, {
    nullable: true,
    description:
      'Facts of partners, people, programmes, solutions with their deployments and introductions, and agreements that somebody should check: of unknown date, without a source, of low confidence, or contradicted. Record by record. Those of cities are `factGaps`, those of events `eventFactGaps`.\n\nข้อมูลของพันธมิตร บุคคล โครงการ โซลูชัน และข้อตกลงที่ควรตรวจสอบ: ไม่ทราบวันที่ ไม่มีแหล่งอ้างอิง ความเชื่อมั่นต่ำ หรือขัดแย้งกัน',
  })
  partnerFactGaps(@Args(() => RecordGapsArgs) args: RecordGapsArgs, @Ctx() { loaders }: PartnersContext) {
    return readGaps(loaders.gaps, args);
  }
}

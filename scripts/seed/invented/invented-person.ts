import { officeKindOf } from '../../../subgraphs/partners/person/office-rules.js';
import type { StoredPerson } from '../../../subgraphs/partners/person/person.model.js';
import { existingRecords } from './existing-records.js';
import { both, invented, source } from './facts.js';
import { inventedId } from './invented-id.js';
import { randomOf } from './random.js';

const GIVEN = [
  ['Anan', 'อนันต์'],
  ['Kanya', 'กัญญา'],
  ['Malee', 'มาลี'],
  ['Prasit', 'ประสิทธิ์'],
  ['Somchai', 'สมชาย'],
  ['Wanida', 'วนิดา'],
] as const;
const FAMILY = [
  ['Chaiyo', 'ไชโย'],
  ['Meesuk', 'มีสุข'],
  ['Rakdee', 'รักดี'],
  ['Srisawat', 'ศรีสวัสดิ์'],
  ['Thongdee', 'ทองดี'],
  ['Wongsa', 'วงษา'],
] as const;

/** The mayor of the invented city of an index. */
export function inventedPerson(index: number): StoredPerson & { officerOf: string[] } {
  const random = randomOf('person', index);
  const [given, family] = [random.pick(GIVEN), random.pick(FAMILY)];
  const office = both('Mayor', 'นายกเทศมนตรี');
  return {
    _id: inventedId('person', index),
    name: both(`${given[0]} ${family[0]} ${index + 1}`, `${given[1]} ${family[1]} ${index + 1}`),
    nameThOrigin: invented.nameThOrigin,
    aliases: [],
    offices: [
      {
        id: null,
        organisationId: null,
        cityId: inventedId('city', index),
        office,
        kind: officeKindOf(office.en),
        from: String(random.int(2012, 2024)),
        to: null,
        asOf: '2025',
        asOfSource: source,
        appointed: false,
        endedBy: null,
        source,
        confidence: invented.confidence,
      },
    ],
    withdrawnOffices: [],
    quotes: [
      {
        summary: both('An invented word on what the city needs.', 'ถ้อยคำสมมุติว่าเมืองต้องการอะไร'),
        on: random.partialDate(2018, 2025),
        eventId: inventedId('event', index * 20 + random.int(0, 19)),
        challenges: random.some(existingRecords().challengeCodes, 2),
        source,
      },
    ],
    webLinks: [],
    sources: [...invented.sources],
    confidence: invented.confidence,
    officerOf: [],
    version: 1,
  };
}

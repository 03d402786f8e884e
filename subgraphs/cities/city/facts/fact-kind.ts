import { defineEnum } from '../../../domain/vocabulary/define-enum.js';

/** What a fact of a city says. */
export const FactKind = defineEnum('FactKind', 'What a fact of a city says.', {
  KIND: { description: 'What kind of area it is.', en: 'Kind of area', th: 'ประเภทพื้นที่' },
  LOCATION: { description: 'Where it lies.', en: 'Location', th: 'พิกัด' },
  POPULATION: { description: 'How many people live there.', en: 'Population', th: 'จำนวนประชากร' },
  CANDIDATE_2019: {
    description: 'How it stood in the list of candidates of 2019.',
    en: 'Candidate of 2019',
    th: 'รายชื่อเมืองปี 2562',
  },
  STATUS: { description: 'A step of the smart city process.', en: 'Status', th: 'สถานะ' },
  MEMBERSHIP: { description: 'The programme to which it belongs.', en: 'Membership', th: 'การเป็นสมาชิก' },
  DIMENSION: { description: 'A dimension that it works on.', en: 'Dimension', th: 'ด้าน' },
  CHALLENGE: { description: 'A challenge that it has.', en: 'Challenge', th: 'ความท้าทาย' },
  LEADER: { description: 'Who leads it.', en: 'Leader', th: 'ผู้นำ' },
  OBSERVATION: { description: 'A measured or ranked value.', en: 'Observation', th: 'ค่าที่วัดได้' },
});
export type FactKind = keyof typeof FactKind;

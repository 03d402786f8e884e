import { defineEnum } from '../../domain/vocabulary/define-enum.js';

/** What a city ought to have on file. */
export const CityLack = defineEnum('CityLack', 'What should be on file for a city and is not.', {
  PLAN: { description: 'No smart city plan.', en: 'No plan', th: 'ยังไม่มีแผน' },
  CHALLENGE: { description: 'No challenge.', en: 'No challenge', th: 'ยังไม่ระบุความท้าทาย' },
  DIMENSION: { description: 'No dimension.', en: 'No dimension', th: 'ยังไม่ระบุด้าน' },
  STATUS: { description: 'No status.', en: 'No status', th: 'ยังไม่มีสถานะ' },
  POPULATION: { description: 'No population.', en: 'No population', th: 'ยังไม่มีจำนวนประชากร' },
  LOCATION: { description: 'No point on the map.', en: 'No location', th: 'ยังไม่มีพิกัด' },
  LEADER: { description: 'No leader.', en: 'No leader', th: 'ยังไม่ระบุผู้นำ' },
});
export type CityLack = keyof typeof CityLack;

import { defineEnum } from '../../domain/vocabulary/define-enum.js';

/** What a city ought to have on file. */
export const CityLack = defineEnum('CityLack', 'What a city ought to have on file and has not.', {
  PLAN: { description: 'No smart city plan.', en: 'No plan', th: 'ไม่มีแผน' },
  CHALLENGE: { description: 'No challenge.', en: 'No challenge', th: 'ไม่มีความท้าทาย' },
  DIMENSION: { description: 'No dimension.', en: 'No dimension', th: 'ไม่มีด้าน' },
  STATUS: { description: 'No status.', en: 'No status', th: 'ไม่มีสถานะ' },
  POPULATION: { description: 'No population.', en: 'No population', th: 'ไม่มีจำนวนประชากร' },
  LOCATION: { description: 'No point on the map.', en: 'No location', th: 'ไม่มีพิกัด' },
  LEADER: { description: 'No leader.', en: 'No leader', th: 'ไม่มีผู้นำ' },
});
export type CityLack = keyof typeof CityLack;

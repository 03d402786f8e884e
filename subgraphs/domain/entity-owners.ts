import type { EntityOwners } from '../runtime/foreign/foreign-entity-client.js';

/** The entities of the network, none of which may have the id of another: the subgraph that keeps them, the field that is their key, and what they are called. */
export const ENTITY_OWNERS = {
  City: { owner: 'cities', key: 'id', en: 'city', th: 'เมือง', withdrawable: true },
  Cohort: { owner: 'cities', key: 'id', en: 'cohort', th: 'กลุ่มเมือง', withdrawable: true },
  CityPlan: { owner: 'cities', key: 'id', en: 'plan', th: 'แผน' },
  Challenge: { owner: 'cities', key: 'code', en: 'challenge', th: 'ความท้าทาย', withdrawable: true },
  Partner: { owner: 'partners', key: 'id', en: 'partner', th: 'พันธมิตร', withdrawable: true },
  Person: { owner: 'partners', key: 'id', en: 'person', th: 'บุคคล' },
  Programme: { owner: 'partners', key: 'id', en: 'programme', th: 'โครงการ', withdrawable: true },
  Solution: { owner: 'partners', key: 'id', en: 'solution', th: 'โซลูชัน', withdrawable: true },
  Agreement: { owner: 'partners', key: 'id', en: 'agreement', th: 'ข้อตกลง', withdrawable: true },
  Event: { owner: 'events', key: 'id', en: 'event', th: 'กิจกรรม' },
} as const satisfies EntityOwners;

import type { EntityOwners } from '../runtime/foreign/foreign-entity-client.js';

/** Entities that several subgraphs name: the subgraph that keeps them, the field that is their key, and what they are called. */
export const ENTITY_OWNERS = {
  City: { owner: 'cities', key: 'id', en: 'city', th: 'เมือง' },
  Challenge: { owner: 'cities', key: 'code', en: 'challenge', th: 'ความท้าทาย' },
  Partner: { owner: 'partners', key: 'id', en: 'partner', th: 'พันธมิตร' },
  Person: { owner: 'partners', key: 'id', en: 'person', th: 'บุคคล' },
  Programme: { owner: 'partners', key: 'id', en: 'programme', th: 'โครงการ' },
  Event: { owner: 'events', key: 'id', en: 'event', th: 'กิจกรรม' },
} as const satisfies EntityOwners;

import type { LocalizedText } from '../texts/localized-text.type.js';

/**
 * The challenges of the network by code, as the cities file them. No write adds one; a subgraph that does not keep them
 * fills its charts up and labels them by these.
 */
export const CHALLENGE_NAMES: Readonly<Record<string, LocalizedText>> = {
  ACCESS_TO_SERVICES: { en: 'Reaching city services', th: 'การเข้าถึงบริการของเมือง' },
  AIR_QUALITY: { en: 'Air quality', th: 'คุณภาพอากาศ' },
  CITIZEN_VOICE: { en: "Citizens' voice", th: 'เสียงของประชาชน' },
  DATA_DRIVEN_GOVERNMENT: { en: 'Government that uses data', th: 'การบริหารเมืองด้วยข้อมูล' },
  ENERGY_TRANSITION: { en: 'Energy transition', th: 'การเปลี่ยนผ่านพลังงาน' },
  FINANCIAL_INCLUSION: { en: 'Financial inclusion', th: 'การเข้าถึงบริการทางการเงิน' },
  FLOOD_AND_DISASTER: { en: 'Floods and disasters', th: 'น้ำท่วมและภัยพิบัติ' },
  HEALTH_ACCESS: { en: 'Access to health care', th: 'การเข้าถึงบริการสุขภาพ' },
  LOCAL_ECONOMY_AND_TOURISM: { en: 'Local economy and tourism', th: 'เศรษฐกิจท้องถิ่นและการท่องเที่ยว' },
  MOBILITY_AND_CONGESTION: { en: 'Mobility and congestion', th: 'การเดินทางและการจราจรติดขัด' },
  PROJECT_FUNDING_AND_ALIGNMENT: { en: 'Funding and agreement on projects', th: 'เงินทุนและความเข้าใจตรงกันของโครงการ' },
  PUBLIC_SAFETY: { en: 'Public safety', th: 'ความปลอดภัยสาธารณะ' },
  WASTE_AND_WASTEWATER: { en: 'Waste and wastewater', th: 'ขยะและน้ำเสีย' },
  WATER_SECURITY: { en: 'Water security', th: 'ความมั่นคงด้านน้ำ' },
};

import { defineCodes } from './define-enum.js';

/** What outcomes, counts and targets measure. */
export const Metric = defineCodes('Metric', 'What outcomes, counts and targets measure. Others may be on file.', {
  AMBASSADORS: { description: 'People trained as ambassadors.', en: 'Ambassadors', th: 'ทูตเมืองอัจฉริยะ' },
  AMOUNT_SPENT: { description: 'Money that was spent.', en: 'Amount spent', th: 'จำนวนเงินที่ใช้ไป' },
  ATTRACTIONS_COVERED: {
    description: 'Attractions that are covered.',
    en: 'Attractions covered',
    th: 'แหล่งท่องเที่ยวที่ครอบคลุม',
  },
  BUSES: { description: 'Buses in the fleet.', en: 'Buses', th: 'รถโดยสาร' },
  CANDIDATES: { description: 'Cities that are candidates.', en: 'Candidates', th: 'เมืองที่ได้รับการเสนอชื่อ' },
  CARDS: { description: 'Cards: what of a plan for them came about.', en: 'Cards', th: 'บัตร' },
  CARDS_ACTIVATED: { description: 'Cards that were activated.', en: 'Cards activated', th: 'บัตรที่เปิดใช้แล้ว' },
  CARDS_ISSUED: { description: 'Cards that were issued.', en: 'Cards issued', th: 'บัตรที่ออกแล้ว' },
  CARDS_PLANNED: { description: 'Cards that were planned.', en: 'Cards planned', th: 'บัตรที่วางแผนไว้' },
  CITIES_SERVED: { description: 'Cities that are served.', en: 'Cities served', th: 'เมืองที่ได้รับบริการ' },
  COMMUNITIES_LIVE: { description: 'Communities where it is in use.', en: 'Communities live', th: 'ชุมชนที่ใช้งานแล้ว' },
  COMMUNITIES_REACHED: { description: 'Communities that were reached.', en: 'Communities reached', th: 'ชุมชนที่เข้าถึง' },
  COST: { description: 'What it costs.', en: 'Cost', th: 'ค่าใช้จ่าย' },
  DASHBOARDS: { description: 'Dashboards that were made.', en: 'Dashboards', th: 'แดชบอร์ด' },
  DESIGNATED: { description: 'Cities that were designated.', en: 'Designated cities', th: 'เมืองที่ได้รับการประกาศ' },
  DESIGNATED_PROVINCES: {
    description: 'Provinces with a designated city.',
    en: 'Provinces with a designated city',
    th: 'จังหวัดที่มีเมืองได้รับการประกาศ',
  },
  DISTRICTS_TO_BE_COVERED: {
    description: 'Districts that are to be covered.',
    en: 'Districts to be covered',
    th: 'อำเภอที่จะครอบคลุม',
  },
  GOVERNMENTS_SUPPORTED: {
    description: 'Governments that are supported.',
    en: 'Governments supported',
    th: 'หน่วยงานรัฐที่ได้รับการสนับสนุน',
  },
  GRADUATES_ROUND_1: {
    description: 'Graduates of the first round.',
    en: 'Graduates of round 1',
    th: 'ผู้สำเร็จหลักสูตรรุ่นที่ 1',
  },
  LENGTH: { description: 'Length of a line.', en: 'Length', th: 'ความยาว' },
  MEMBERS: { description: 'Members of a programme.', en: 'Members', th: 'สมาชิก' },
  MEMBERS_AND_CANDIDATES: {
    description: 'Members and candidates together.',
    en: 'Members and candidates',
    th: 'สมาชิกและเมืองที่ได้รับการเสนอชื่อ',
  },
  MONTHS: { description: 'For how many months.', en: 'Months', th: 'จำนวนเดือน' },
  PAIRS: { description: 'Pairs of cities and partners.', en: 'Pairs', th: 'คู่ความร่วมมือ' },
  PAYMENT_PER_MONTH: { description: 'What a person is paid each month.', en: 'Payment per month', th: 'เงินที่จ่ายต่อเดือน' },
  PILOT_CITIES: { description: 'Cities of the pilot.', en: 'Pilot cities', th: 'เมืองนำร่อง' },
  PILOT_COMMUNITIES: { description: 'Communities of the pilot.', en: 'Pilot communities', th: 'ชุมชนนำร่อง' },
  PRIZE_MONEY: { description: 'Money of a prize.', en: 'Prize money', th: 'เงินรางวัล' },
  PROJECTS: { description: 'Projects in all.', en: 'Projects', th: 'โครงการทั้งหมด' },
  PROJECTS_COMPLETED: { description: 'Projects that are completed.', en: 'Projects completed', th: 'โครงการที่เสร็จแล้ว' },
  PROJECTS_ONGOING: {
    description: 'Projects that are under way.',
    en: 'Projects under way',
    th: 'โครงการที่กำลังดำเนินการ',
  },
  PROJECTS_PLANNED: { description: 'Projects that are planned.', en: 'Projects planned', th: 'โครงการที่วางแผนไว้' },
  PROMOTION_ZONES: { description: 'Promotion zones.', en: 'Promotion zones', th: 'เขตส่งเสริมเมืองอัจฉริยะ' },
  PROPOSALS: { description: 'Proposals that were made.', en: 'Proposals', th: 'ข้อเสนอ' },
  PROVINCES_USING: { description: 'Provinces that use it.', en: 'Provinces using it', th: 'จังหวัดที่ใช้งาน' },
  REGISTERED_USERS: { description: 'People who have registered.', en: 'Registered users', th: 'ผู้ใช้ที่ลงทะเบียน' },
  RENEWED: { description: 'Cities whose designation was renewed.', en: 'Renewed cities', th: 'เมืองที่ได้รับการต่ออายุ' },
  RESIDENTS_TARGETED: { description: 'Residents that it is for.', en: 'Residents targeted', th: 'ประชาชนกลุ่มเป้าหมาย' },
  SERVICES_REACHED: { description: 'Services that can be reached by it.', en: 'Services reached', th: 'บริการที่เข้าถึงได้' },
  SHARE_FULLY_SPENT: {
    description: 'Share of the cards whose money was spent.',
    en: 'Share fully spent',
    th: 'สัดส่วนบัตรที่ใช้เงินครบ',
  },
  SMART_CITIES: { description: 'Smart cities.', en: 'Smart cities', th: 'เมืองอัจฉริยะ' },
  VALUE_PER_CARD: { description: 'Money on each card.', en: 'Value per card', th: 'มูลค่าต่อบัตร' },
});

/** In what outcomes and observations are measured. */
export const Unit = defineCodes('Unit', 'In what outcomes and observations are measured. Others may be on file.', {
  BUS: { description: 'Buses.', en: 'buses', th: 'คัน' },
  CARD: { description: 'Cards.', en: 'cards', th: 'ใบ' },
  COMMUNITY: { description: 'Communities.', en: 'communities', th: 'ชุมชน' },
  DASHBOARD: { description: 'Dashboards.', en: 'dashboards', th: 'แดชบอร์ด' },
  DISTRICT: { description: 'Districts.', en: 'districts', th: 'อำเภอ' },
  KM: { description: 'Kilometres.', en: 'km', th: 'กิโลเมตร' },
  MONTH: { description: 'Months.', en: 'months', th: 'เดือน' },
  PERCENT: { description: 'Hundredths.', en: 'per cent', th: 'เปอร์เซ็นต์' },
  PERSON: { description: 'People.', en: 'people', th: 'คน' },
  PLACE: { description: 'Places.', en: 'places', th: 'แห่ง' },
  RANK: { description: 'A place in a ranking, 1 for the best.', en: 'rank', th: 'อันดับ' },
  SERVICE: { description: 'Services.', en: 'services', th: 'บริการ' },
  THB: { description: 'Thai baht.', en: 'baht', th: 'บาท' },
  USD: { description: 'Dollars of the United States.', en: 'US dollars', th: 'ดอลลาร์สหรัฐ' },
});

const award = (en: string, th: string) => ({
  description: `In the ranking TSCCI of 2023: ${en}.`,
  en: `TSCCI 2023: ${en}`,
  th: `การจัดอันดับ TSCCI 2023: ${th}`,
});

/** What is observed of cities. */
export const ObservationCode = defineCodes('ObservationCode', 'What is observed of cities. Others may be on file.', {
  TSCCI_2023_BEST_ECONOMY: award('best economy', 'ด้านเศรษฐกิจดีเด่น'),
  TSCCI_2023_BEST_ENERGY: award('best energy', 'ด้านพลังงานดีเด่น'),
  TSCCI_2023_BEST_ENVIRONMENT: award('best environment', 'ด้านสิ่งแวดล้อมดีเด่น'),
  TSCCI_2023_BEST_GOVERNANCE: award('best governance', 'ด้านการบริหารภาครัฐดีเด่น'),
  TSCCI_2023_BEST_LIVING: award('best living', 'ด้านการดำรงชีวิตดีเด่น'),
  TSCCI_2023_BEST_MOBILITY: award('best mobility', 'ด้านการเดินทางและขนส่งดีเด่น'),
  TSCCI_2023_BEST_PEOPLE: award('best people', 'ด้านพลเมืองดีเด่น'),
  TSCCI_2023_CITY_BASED: award('cities', 'ประเภทเมือง'),
  TSCCI_2023_PROVINCE_BASED: award('provinces', 'ประเภทจังหวัด'),
});

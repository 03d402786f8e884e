import { defineEnum } from '../../domain/vocabulary/define-enum.js';

export const AreaKind = defineEnum(
  'AreaKind',
  'What kind of area a city is; several members of the network are not cities.',
  {
    MUNICIPALITY: { description: 'A city or town municipality.', en: 'Municipality', th: 'เทศบาล' },
    PROVINCE: { description: 'A province.', en: 'Province', th: 'จังหวัด' },
    DISTRICT: { description: 'A district, or a quarter of a city.', en: 'District', th: 'อำเภอหรือเขต' },
    SUBDISTRICT: { description: 'A subdistrict.', en: 'Subdistrict', th: 'ตำบล' },
    CAMPUS: { description: 'A campus of a university or school.', en: 'Campus', th: 'พื้นที่สถานศึกษา' },
    INDUSTRIAL_ESTATE: { description: 'An industrial estate.', en: 'Industrial estate', th: 'นิคมอุตสาหกรรม' },
    NEW_TOWN: { description: 'A town that is being built.', en: 'New town', th: 'เมืองใหม่' },
    COUNCIL_AREA: { description: 'The area of a council.', en: 'Council area', th: 'เขตสภาท้องถิ่น' },
    CITY: { description: 'A city outside Thailand.', en: 'City', th: 'เมือง' },
  },
);
export type AreaKind = keyof typeof AreaKind;

export const ListGroup = defineEnum('ListGroup', 'Why a city is on file.', {
  COHORT_27: {
    description: 'One of the 27 Thai areas that joined City Possible in January 2020.',
    en: 'The 27 of January 2020',
    th: '27 พื้นที่ที่เข้าร่วมเมื่อเดือนมกราคม 2563',
  },
  DESIGNATED_OTHER: {
    description: 'Another Thai area that was designated a smart city, or is on the way.',
    en: 'Other Thai smart city',
    th: 'เมืองอัจฉริยะอื่นในประเทศไทย',
  },
  WORLD: { description: 'A city of the network outside Thailand.', en: 'City abroad', th: 'เมืองในต่างประเทศ' },
  REFERENCE: {
    description: 'A place that other records name, such as the venue of an event.',
    en: 'Reference',
    th: 'พื้นที่อ้างอิง',
  },
});
export type ListGroup = keyof typeof ListGroup;

/** In the order of the process. */
export const CityStatus = defineEnum(
  'CityStatus',
  'A step of the Thai smart city process, in the order in which a city takes them.',
  {
    CANDIDATE: { description: 'Named as a candidate.', en: 'Candidate', th: 'เมืองที่ได้รับการเสนอชื่อ' },
    PLAN_SUBMITTED: { description: 'A plan was filed.', en: 'Plan submitted', th: 'ยื่นแผนแล้ว' },
    PROMOTION_ZONE: {
      description: 'Promotion zone: the area is helped to become a smart city.',
      en: 'Promotion zone',
      th: 'เขตส่งเสริมเมืองอัจฉริยะ',
    },
    PLAN_APPROVED: { description: 'The plan was approved.', en: 'Plan approved', th: 'แผนได้รับความเห็นชอบ' },
    DESIGNATED: {
      description: 'Designated a smart city; it bears the logo.',
      en: 'Designated smart city',
      th: 'เมืองอัจฉริยะที่ได้รับการประกาศ',
    },
    RENEWED: { description: 'The designation was renewed.', en: 'Designation renewed', th: 'ได้รับการต่ออายุ' },
    REVOKED: { description: 'The designation was taken back.', en: 'Designation revoked', th: 'ถูกเพิกถอน' },
  },
);
export type CityStatus = keyof typeof CityStatus;

export const MembershipKind = defineEnum('MembershipKind', 'How a city belongs to a programme.', {
  FOUNDING: { description: 'Among the founders.', en: 'Founding member', th: 'สมาชิกผู้ก่อตั้ง' },
  MEMBER: { description: 'A member.', en: 'Member', th: 'สมาชิก' },
  CANDIDATE: { description: 'A candidate.', en: 'Candidate', th: 'เมืองที่ได้รับการเสนอชื่อ' },
  PILOT: { description: 'A pilot city.', en: 'Pilot city', th: 'เมืองนำร่อง' },
});
export type MembershipKind = keyof typeof MembershipKind;

export const PlanKind = defineEnum('PlanKind', 'The kind of a smart city plan.', {
  LIVABLE_CITY: { description: 'An existing city made livable.', en: 'Livable city', th: 'เมืองเดิมน่าอยู่' },
  NEW_CITY: { description: 'A new city.', en: 'New city', th: 'เมืองใหม่ทันสมัย' },
});
export type PlanKind = keyof typeof PlanKind;

export const SupportGroup = defineEnum('SupportGroup', 'The group of a candidate in the list of 2019.', {
  SUPPORTED_BY_DEPA: { description: 'Supported by depa.', en: 'Supported by depa', th: 'ได้รับการสนับสนุนจากดีป้า' },
  PROCLAIMED_READINESS: {
    description: 'Proclaimed its readiness itself.',
    en: 'Proclaimed its readiness',
    th: 'ประกาศความพร้อมด้วยตนเอง',
  },
});
export type SupportGroup = keyof typeof SupportGroup;

export const IndicatorStandard = defineEnum('IndicatorStandard', 'A standard that names indicators.', {
  SDG_11: { description: 'Sustainable Development Goal 11.', en: 'SDG 11', th: 'เป้าหมายการพัฒนาที่ยั่งยืนที่ 11' },
  ISO_37120_2018: {
    description: 'ISO 37120:2018; its themes (clauses) only.',
    en: 'ISO 37120:2018',
    th: 'มาตรฐาน ISO 37120:2018',
  },
});
export type IndicatorStandard = keyof typeof IndicatorStandard;

export const IndicatorLevel = defineEnum('IndicatorLevel', 'How exact the reference to a standard is.', {
  INDICATOR: { description: 'One indicator.', en: 'Indicator', th: 'ตัวชี้วัด' },
  THEME: { description: 'A theme that holds several indicators.', en: 'Theme', th: 'หมวดตัวชี้วัด' },
});
export type IndicatorLevel = keyof typeof IndicatorLevel;

import { defineEnum } from '../../domain/vocabulary/define-enum.js';

export const PartnerKind = defineEnum('PartnerKind', 'What kind of organisation a partner is.', {
  GOVERNMENT: { description: 'A government, ministry, agency or committee.', en: 'Government', th: 'ภาครัฐ' },
  CORPORATE: { description: 'A company.', en: 'Company', th: 'ภาคเอกชน' },
  ACADEMIC: { description: 'A university or a part of one.', en: 'Academia', th: 'สถาบันการศึกษา' },
  MULTILATERAL: {
    description: 'A body of several states, such as a development bank.',
    en: 'Multilateral body',
    th: 'องค์การระหว่างประเทศ',
  },
  NGO: {
    description: 'A foundation, association or other body outside government and business.',
    en: 'Non-governmental organisation',
    th: 'องค์กรพัฒนาเอกชน',
  },
  CITY_DEVELOPMENT_COMPANY: {
    description: 'A company founded to develop its city.',
    en: 'City development company',
    th: 'บริษัทพัฒนาเมือง',
  },
  NETWORK: { description: 'A network of cities or mayors.', en: 'Network', th: 'เครือข่าย' },
});
export type PartnerKind = keyof typeof PartnerKind;

export const PartnerRoleKind = defineEnum('PartnerRoleKind', 'What a partner does in a programme.', {
  OWNER: { description: 'Owns the programme.', en: 'Owner', th: 'เจ้าของโครงการ' },
  FOUNDER: { description: 'Founded it.', en: 'Founder', th: 'ผู้ก่อตั้ง' },
  OPERATOR: { description: 'Runs it.', en: 'Operator', th: 'ผู้ดำเนินงาน' },
  PARTNER: { description: 'A partner, with no closer word in the source.', en: 'Partner', th: 'พันธมิตร' },
  FUNDER: { description: 'Pays for it.', en: 'Funder', th: 'ผู้ให้ทุน' },
  REGULATOR: { description: 'Sets its rules.', en: 'Regulator', th: 'ผู้กำกับดูแล' },
  MEMBER: { description: 'A member.', en: 'Member', th: 'สมาชิก' },
  DEVELOPER: { description: 'Developed it.', en: 'Developer', th: 'ผู้พัฒนา' },
  NATIONAL_REPRESENTATIVE: {
    description: 'Speaks for its country in it.',
    en: 'National representative',
    th: 'ผู้แทนประเทศ',
  },
  GOVERNMENT_PARTNER: { description: 'A partner from government.', en: 'Government partner', th: 'พันธมิตรภาครัฐ' },
  COHORT_SPONSOR: { description: 'Brought a group of cities in.', en: 'Cohort sponsor', th: 'ผู้สนับสนุนกลุ่มเมือง' },
  ACADEMIC_PARTNER: { description: 'A partner from academia.', en: 'Academic partner', th: 'พันธมิตรภาคการศึกษา' },
  INDUSTRY_PARTNER: { description: 'A partner from industry.', en: 'Industry partner', th: 'พันธมิตรภาคอุตสาหกรรม' },
  MULTILATERAL_PARTNER: {
    description: 'A multilateral partner.',
    en: 'Multilateral partner',
    th: 'พันธมิตรองค์การระหว่างประเทศ',
  },
  COMMUNITY_PARTNER: { description: 'A partner from the community.', en: 'Community partner', th: 'พันธมิตรภาคชุมชน' },
  PPP_ADVISER: {
    description: 'Advises on public-private partnership.',
    en: 'PPP adviser',
    th: 'ที่ปรึกษาด้านการร่วมลงทุนระหว่างรัฐและเอกชน',
  },
});
export type PartnerRoleKind = keyof typeof PartnerRoleKind;

export const Barrier = defineEnum('Barrier', 'What holds a project up.', {
  FUNDING: { description: 'Money is missing.', en: 'Funding', th: 'งบประมาณ' },
  STAKEHOLDER_ALIGNMENT: {
    description: 'The parties do not agree yet.',
    en: 'Stakeholder alignment',
    th: 'ความเห็นพ้องของผู้มีส่วนได้ส่วนเสีย',
  },
  PROCUREMENT: { description: 'The rules or pace of public buying.', en: 'Procurement', th: 'การจัดซื้อจัดจ้าง' },
  DATA: { description: 'Data is missing, or cannot be shared.', en: 'Data', th: 'ข้อมูล' },
  CAPACITY: { description: 'Skills or staff are missing.', en: 'Capacity', th: 'บุคลากรและทักษะ' },
  REGULATION: { description: 'A law or rule stands against it.', en: 'Regulation', th: 'กฎหมายและระเบียบ' },
});
export type Barrier = keyof typeof Barrier;

export const OfficeKind = defineEnum('OfficeKind', 'The kind of an office, told by its English title.', {
  MAYOR: { description: 'The title begins with "Mayor".', en: 'Mayor', th: 'นายกเทศมนตรี' },
  CHIEF_SMART_CITY_OFFICER: {
    description: 'The title is "Chief Smart City Officer": the office of a city in the ASEAN network.',
    en: 'Chief Smart City Officer',
    th: 'ผู้บริหารเมืองอัจฉริยะ',
  },
  OTHER: { description: 'Any other office.', en: 'Other', th: 'ตำแหน่งอื่น' },
});
export type OfficeKind = keyof typeof OfficeKind;

export const ProgrammeKind = defineEnum('ProgrammeKind', 'What kind of programme it is.', {
  CITY_NETWORK: { description: 'A network of cities.', en: 'City network', th: 'เครือข่ายเมือง' },
  NATIONAL_PROGRAMME: { description: 'A programme of a state.', en: 'National programme', th: 'โครงการระดับชาติ' },
  POLICY: { description: 'A policy of a government.', en: 'Policy', th: 'นโยบาย' },
  TRANSFER_PROGRAMME: {
    description: 'Carries practices from city to city.',
    en: 'Transfer programme',
    th: 'โครงการถ่ายทอดแนวปฏิบัติ',
  },
  PAIRING_PROGRAMME: { description: 'Pairs a city with one elsewhere.', en: 'Pairing programme', th: 'โครงการจับคู่เมือง' },
  TRAINING_PROGRAMME: { description: 'Trains people.', en: 'Training programme', th: 'โครงการฝึกอบรม' },
});
export type ProgrammeKind = keyof typeof ProgrammeKind;

export const ElementRelation = defineEnum(
  'ElementRelation',
  'How a word of the article stands to an official dimension.',
  {
    SAME: { description: 'It means the dimension.', en: 'Same', th: 'ตรงกัน' },
    RELATED: { description: 'It is related to the dimension, but not the same.', en: 'Related', th: 'เกี่ยวข้องกัน' },
  },
);
export type ElementRelation = keyof typeof ElementRelation;

export const SolutionKind = defineEnum('SolutionKind', 'What kind of solution it is.', {
  PLATFORM: { description: 'A platform.', en: 'Platform', th: 'แพลตฟอร์ม' },
  SERVICE: { description: 'A service.', en: 'Service', th: 'บริการ' },
  MARKETPLACE: { description: 'A marketplace.', en: 'Marketplace', th: 'ตลาดกลาง' },
  INFRASTRUCTURE: { description: 'Something built.', en: 'Infrastructure', th: 'โครงสร้างพื้นฐาน' },
  PRACTICE: { description: 'A way of doing something.', en: 'Practice', th: 'แนวปฏิบัติ' },
  GUIDE: { description: 'Written guidance.', en: 'Guide', th: 'คู่มือ' },
  PRODUCT: { description: 'A product.', en: 'Product', th: 'ผลิตภัณฑ์' },
});
export type SolutionKind = keyof typeof SolutionKind;

/** In the order a solution usually goes through them. */
export const Stage = defineEnum('Stage', 'How far a solution has come in a city.', {
  INSPIRED: { description: 'Someone was inspired by it.', en: 'Inspired', th: 'ได้รับแรงบันดาลใจ' },
  INTRODUCED: { description: 'It was shown or explained.', en: 'Introduced', th: 'ได้รับการแนะนำ' },
  ASSESSING: { description: 'Its use is being weighed.', en: 'Assessing', th: 'กำลังประเมิน' },
  ANNOUNCED: { description: 'Its use was made known.', en: 'Announced', th: 'ประกาศแล้ว' },
  PLANNED: { description: 'Its use is planned.', en: 'Planned', th: 'อยู่ในแผน' },
  ADAPTING: { description: 'It is being fitted to the city.', en: 'Adapting', th: 'กำลังปรับใช้' },
  PILOT: { description: 'It is tried out.', en: 'Pilot', th: 'ทดลองใช้' },
  LIVE: { description: 'It is in use.', en: 'Live', th: 'ใช้งานจริง' },
  SCALED: { description: 'It is in use beyond its first place.', en: 'Scaled', th: 'ขยายผล' },
  STOPPED: { description: 'It is no longer used, or was given up.', en: 'Stopped', th: 'ยุติแล้ว' },
});
export type Stage = keyof typeof Stage;

export const IntroductionKind = defineEnum('IntroductionKind', 'How a solution was brought to someone.', {
  INSPIRATION: { description: 'By example: seen or heard of, not offered.', en: 'Inspiration', th: 'แรงบันดาลใจ' },
  DIRECT: { description: 'Directly, by those who have it.', en: 'Direct', th: 'แนะนำโดยตรง' },
  STUDY_VISIT: { description: 'On a study visit.', en: 'Study visit', th: 'การศึกษาดูงาน' },
  TRANSFER_PROGRAMME: {
    description: 'By a programme that carries practices over.',
    en: 'Transfer programme',
    th: 'โครงการถ่ายทอดแนวปฏิบัติ',
  },
  VENDOR: { description: 'By its vendor.', en: 'Vendor', th: 'ผู้ขาย' },
  CO_CREATION: { description: 'Made together.', en: 'Co-creation', th: 'การร่วมสร้างสรรค์' },
});
export type IntroductionKind = keyof typeof IntroductionKind;

export const AgreementKind = defineEnum('AgreementKind', 'What kind of agreement it is.', {
  MOU: { description: 'Memorandum of understanding.', en: 'Memorandum of understanding', th: 'บันทึกความเข้าใจ' },
  LOI: { description: 'Letter of intent.', en: 'Letter of intent', th: 'หนังสือแสดงเจตจำนง' },
  PPP: {
    description: 'Public-private partnership.',
    en: 'Public-private partnership',
    th: 'การร่วมลงทุนระหว่างรัฐและเอกชน',
  },
  GRANT: { description: 'A grant.', en: 'Grant', th: 'เงินอุดหนุน' },
  SISTER_CITY: { description: 'Sister cities.', en: 'Sister cities', th: 'เมืองพี่เมืองน้อง' },
  CONTRACT: { description: 'A contract.', en: 'Contract', th: 'สัญญา' },
  COOPERATION: { description: 'Cooperation without a closer word in the source.', en: 'Cooperation', th: 'ความร่วมมือ' },
  PAIRING: { description: 'A pairing of cities under a programme.', en: 'City pairing', th: 'การจับคู่เมือง' },
});
export type AgreementKind = keyof typeof AgreementKind;

export const AgreementStatus = defineEnum('AgreementStatus', 'The status of an agreement.', {
  INTENDED: { description: 'Only intended.', en: 'Intended', th: 'มีเจตจำนง' },
  DRAFT: { description: 'Drafted.', en: 'Draft', th: 'ร่าง' },
  PROPOSED: { description: 'Proposed to the other side.', en: 'Proposed', th: 'เสนอแล้ว' },
  ANNOUNCED: { description: 'Made known.', en: 'Announced', th: 'ประกาศแล้ว' },
  SIGNED: { description: 'Signed.', en: 'Signed', th: 'ลงนามแล้ว' },
  ACTIVE: { description: 'In force.', en: 'Active', th: 'มีผลบังคับใช้' },
  DELAYED: { description: 'In force, but late.', en: 'Delayed', th: 'ล่าช้า' },
  COMPLETED: { description: 'Carried out.', en: 'Completed', th: 'เสร็จสิ้น' },
  ENDED: { description: 'Ended.', en: 'Ended', th: 'สิ้นสุดแล้ว' },
  UNKNOWN: { description: 'Not known.', en: 'Unknown', th: 'ไม่ทราบ' },
});
export type AgreementStatus = keyof typeof AgreementStatus;

export const PartnerLinkKind = defineEnum('PartnerLinkKind', 'A way in which a partner works with a city.', {
  AGREEMENT: { description: 'Both are parties of one agreement.', en: 'Agreement', th: 'คู่สัญญาในข้อตกลง' },
  SOLUTION_OWNER: {
    description: 'It owns a solution that is deployed in the city.',
    en: 'Solution owner',
    th: 'เจ้าของโซลูชัน',
  },
  SOLUTION_OPERATOR: {
    description: 'It operates a solution that is deployed in the city.',
    en: 'Solution operator',
    th: 'ผู้ดำเนินงานโซลูชัน',
  },
  INTRODUCED_SOLUTION: {
    description: 'It introduced a solution to the city.',
    en: 'Introduced a solution',
    th: 'ผู้แนะนำโซลูชัน',
  },
  PROGRAMME_OWNER: {
    description: 'It owns a programme that the city belongs to.',
    en: 'Programme owner',
    th: 'เจ้าของโครงการ',
  },
  COHORT_SPONSOR: {
    description: 'It sponsored the cohort with which the city joined a programme.',
    en: 'Cohort sponsor',
    th: 'ผู้สนับสนุนกลุ่มเมือง',
  },
});
export type PartnerLinkKind = keyof typeof PartnerLinkKind;

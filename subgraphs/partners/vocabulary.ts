import { defineEnum } from '../facts/define-enum.js';

export const PartnerKind = defineEnum('PartnerKind', 'What kind of organisation a partner is.', {
  GOVERNMENT: 'A government, ministry, agency or committee.',
  CORPORATE: 'A company.',
  ACADEMIC: 'A university or a part of one.',
  MULTILATERAL: 'A body of several states, such as a development bank.',
  NGO: 'A foundation, association or other body outside government and business.',
  CITY_DEVELOPMENT_COMPANY: 'A company founded to develop its city.',
  NETWORK: 'A network of cities or mayors.',
});
export type PartnerKind = keyof typeof PartnerKind;

export const PartnerRoleKind = defineEnum('PartnerRoleKind', 'What a partner does in a programme.', {
  OWNER: 'Owns the programme.',
  FOUNDER: 'Founded it.',
  OPERATOR: 'Runs it.',
  PARTNER: 'A partner, with no closer word in the source.',
  FUNDER: 'Pays for it.',
  REGULATOR: 'Sets its rules.',
  MEMBER: 'A member.',
  DEVELOPER: 'Developed it.',
  NATIONAL_REPRESENTATIVE: 'Speaks for its country in it.',
  GOVERNMENT_PARTNER: 'A partner from government.',
  COHORT_SPONSOR: 'Brought a group of cities in.',
  ACADEMIC_PARTNER: 'A partner from academia.',
  INDUSTRY_PARTNER: 'A partner from industry.',
  MULTILATERAL_PARTNER: 'A multilateral partner.',
  COMMUNITY_PARTNER: 'A partner from the community.',
  PPP_ADVISER: 'Advises on public-private partnership.',
});
export type PartnerRoleKind = keyof typeof PartnerRoleKind;

export const Barrier = defineEnum('Barrier', 'What holds a project up.', {
  FUNDING: 'Money is missing.',
  STAKEHOLDER_ALIGNMENT: 'The parties do not agree yet.',
  PROCUREMENT: 'The rules or pace of public buying.',
  DATA: 'Data is missing, or cannot be shared.',
  CAPACITY: 'Skills or staff are missing.',
  REGULATION: 'A law or rule stands against it.',
});
export type Barrier = keyof typeof Barrier;

export const OfficeKind = defineEnum('OfficeKind', 'The kind of an office, told by its English title.', {
  MAYOR: 'The title begins with "Mayor".',
  CHIEF_SMART_CITY_OFFICER: 'The title is "Chief Smart City Officer": the office of a city in the ASEAN network.',
  OTHER: 'Any other office.',
});
export type OfficeKind = keyof typeof OfficeKind;

export const ProgrammeKind = defineEnum('ProgrammeKind', 'What kind of programme it is.', {
  CITY_NETWORK: 'A network of cities.',
  NATIONAL_PROGRAMME: 'A programme of a state.',
  POLICY: 'A policy of a government.',
  TRANSFER_PROGRAMME: 'Carries practices from city to city.',
  PAIRING_PROGRAMME: 'Pairs a city with one elsewhere.',
  TRAINING_PROGRAMME: 'Trains people.',
});
export type ProgrammeKind = keyof typeof ProgrammeKind;

export const ElementRelation = defineEnum('ElementRelation', 'How a word of the article stands to an official dimension.', {
  SAME: 'It means the dimension.',
  RELATED: 'It is related to the dimension, but not the same.',
});
export type ElementRelation = keyof typeof ElementRelation;

export const SolutionKind = defineEnum('SolutionKind', 'What kind of solution it is.', {
  PLATFORM: 'A platform.',
  SERVICE: 'A service.',
  MARKETPLACE: 'A marketplace.',
  INFRASTRUCTURE: 'Something built.',
  PRACTICE: 'A way of doing something.',
  GUIDE: 'Written guidance.',
  PRODUCT: 'A product.',
});
export type SolutionKind = keyof typeof SolutionKind;

/** In the order a solution usually goes through them. */
export const Stage = defineEnum('Stage', 'How far a solution has come in a city.', {
  INSPIRED: 'Someone was inspired by it.',
  INTRODUCED: 'It was shown or explained.',
  ASSESSING: 'Its use is being weighed.',
  ANNOUNCED: 'Its use was made known.',
  PLANNED: 'Its use is planned.',
  ADAPTING: 'It is being fitted to the city.',
  PILOT: 'It is tried out.',
  LIVE: 'It is in use.',
  SCALED: 'It is in use beyond its first place.',
  STOPPED: 'It is no longer used, or was given up.',
});
export type Stage = keyof typeof Stage;

export const IntroductionKind = defineEnum('IntroductionKind', 'How a solution was brought to someone.', {
  INSPIRATION: 'By example: seen or heard of, not offered.',
  DIRECT: 'Directly, by those who have it.',
  STUDY_VISIT: 'On a study visit.',
  TRANSFER_PROGRAMME: 'By a programme that carries practices over.',
  VENDOR: 'By its vendor.',
  CO_CREATION: 'Made together.',
});
export type IntroductionKind = keyof typeof IntroductionKind;

export const AgreementKind = defineEnum('AgreementKind', 'What kind of agreement it is.', {
  MOU: 'Memorandum of understanding.',
  LOI: 'Letter of intent.',
  PPP: 'Public-private partnership.',
  GRANT: 'A grant.',
  SISTER_CITY: 'Sister cities.',
  CONTRACT: 'A contract.',
  COOPERATION: 'Cooperation without a closer word in the source.',
  PAIRING: 'A pairing of cities under a programme.',
});
export type AgreementKind = keyof typeof AgreementKind;

export const AgreementStatus = defineEnum('AgreementStatus', 'How an agreement stands.', {
  INTENDED: 'Only intended.',
  DRAFT: 'Drafted.',
  PROPOSED: 'Proposed to the other side.',
  ANNOUNCED: 'Made known.',
  SIGNED: 'Signed.',
  ACTIVE: 'In force.',
  DELAYED: 'In force, but late.',
  COMPLETED: 'Carried out.',
  ENDED: 'Ended.',
  UNKNOWN: 'Not known.',
});
export type AgreementStatus = keyof typeof AgreementStatus;

export const PartnerLinkKind = defineEnum('PartnerLinkKind', 'A way in which a partner works with a city.', {
  AGREEMENT: 'Both are parties of one agreement.',
  SOLUTION_OWNER: 'It owns a solution that is deployed in the city.',
  SOLUTION_OPERATOR: 'It operates a solution that is deployed in the city.',
  INTRODUCED_SOLUTION: 'It introduced a solution to the city.',
  PROGRAMME_OWNER: 'It owns a programme that the city belongs to.',
  COHORT_SPONSOR: 'It sponsored the cohort with which the city joined a programme.',
});
export type PartnerLinkKind = keyof typeof PartnerLinkKind;

import { defineEnum } from '../facts/define-enum.js';

export const AreaKind = defineEnum('AreaKind', 'What kind of area a city is; several members of the network are not cities.', {
  MUNICIPALITY: 'A city or town municipality.',
  PROVINCE: 'A province.',
  DISTRICT: 'A district, or a quarter of a city.',
  SUBDISTRICT: 'A subdistrict.',
  CAMPUS: 'A campus of a university or school.',
  INDUSTRIAL_ESTATE: 'An industrial estate.',
  NEW_TOWN: 'A town that is being built.',
  COUNCIL_AREA: 'The area of a council.',
  CITY: 'A city outside Thailand.',
});
export type AreaKind = keyof typeof AreaKind;

export const Region = defineEnum('Region', 'A region of Thailand, or of the world for cities elsewhere.', {
  NORTH: 'The north of Thailand.',
  NORTHEAST: 'The northeast of Thailand (Isan).',
  CENTRAL: 'The central plain of Thailand.',
  EAST: 'The east of Thailand.',
  SOUTH: 'The south of Thailand.',
  BANGKOK: 'Bangkok.',
  EUROPE: 'Europe.',
  NORTH_AMERICA: 'North America.',
  SOUTH_AMERICA: 'South America.',
  OCEANIA: 'Oceania.',
  ASIA: 'Asia outside Thailand.',
  MIDDLE_EAST: 'The Middle East.',
  AFRICA: 'Africa.',
});
export type Region = keyof typeof Region;

export const ListGroup = defineEnum('ListGroup', 'The list by which a city came into the graph.', {
  COHORT_27: 'One of the 27 Thai areas that joined City Possible in January 2020.',
  DESIGNATED_OTHER: 'Another Thai area that was designated a smart city, or is on the way.',
  WORLD: 'A city of the network outside Thailand.',
  REFERENCE: 'A place that other records need.',
});
export type ListGroup = keyof typeof ListGroup;

/** In the order of the process. */
export const CityStatus = defineEnum('CityStatus', 'A step of the Thai smart city process, in its order.', {
  CANDIDATE: 'Named as a candidate.',
  PLAN_SUBMITTED: 'A plan was filed.',
  PROMOTION_ZONE: 'Promotion zone: the area is helped to become a smart city.',
  PLAN_APPROVED: 'The plan was approved.',
  DESIGNATED: 'Designated a smart city; it bears the logo.',
  RENEWED: 'The designation was renewed.',
  REVOKED: 'The designation was taken back.',
});
export type CityStatus = keyof typeof CityStatus;

export const MembershipKind = defineEnum('MembershipKind', 'How a city belongs to a programme.', {
  FOUNDING: 'Among the founders.',
  MEMBER: 'A member.',
  CANDIDATE: 'A candidate.',
  PILOT: 'A pilot city.',
});
export type MembershipKind = keyof typeof MembershipKind;

export const PlanKind = defineEnum('PlanKind', 'The kind of a smart city plan.', {
  LIVABLE_CITY: 'An existing city made livable.',
  NEW_CITY: 'A new city.',
});
export type PlanKind = keyof typeof PlanKind;

export const SupportGroup = defineEnum('SupportGroup', 'The group of a candidate in the list of 2019.', {
  SUPPORTED_BY_DEPA: 'Supported by depa.',
  PROCLAIMED_READINESS: 'Proclaimed its readiness itself.',
});
export type SupportGroup = keyof typeof SupportGroup;

export const IndicatorStandard = defineEnum('IndicatorStandard', 'A standard that names indicators.', {
  SDG_11: 'Sustainable Development Goal 11.',
  ISO_37120_2018: 'ISO 37120:2018; its themes (clauses) only.',
});
export type IndicatorStandard = keyof typeof IndicatorStandard;

export const IndicatorLevel = defineEnum('IndicatorLevel', 'How exact the reference to a standard is.', {
  INDICATOR: 'One indicator.',
  THEME: 'A theme that holds several indicators.',
});
export type IndicatorLevel = keyof typeof IndicatorLevel;

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type AgreementKind = 'CONTRACT' | 'COOPERATION' | 'GRANT' | 'LOI' | 'MOU' | 'PAIRING' | 'PPP' | 'SISTER_CITY';

export type AgreementStatus =
  'ACTIVE' | 'ANNOUNCED' | 'COMPLETED' | 'DELAYED' | 'DRAFT' | 'ENDED' | 'INTENDED' | 'PROPOSED' | 'SIGNED' | 'UNKNOWN';

export type AreaKind =
  | 'CAMPUS'
  | 'CITY'
  | 'COUNCIL_AREA'
  | 'DISTRICT'
  | 'INDUSTRIAL_ESTATE'
  | 'MUNICIPALITY'
  | 'NEW_TOWN'
  | 'PROVINCE'
  | 'SUBDISTRICT';

export type Certainty = 'CERTAIN' | 'POSSIBLE' | 'UNDATED';

export type CityStatus =
  'CANDIDATE' | 'DESIGNATED' | 'PLAN_APPROVED' | 'PLAN_SUBMITTED' | 'PROMOTION_ZONE' | 'RENEWED' | 'REVOKED';

export type Confidence = 'HIGH' | 'LOW' | 'MEDIUM';

export type Dimension = 'ECONOMY' | 'ENERGY' | 'ENVIRONMENT' | 'GOVERNANCE' | 'LIVING' | 'MOBILITY' | 'PEOPLE';

export type EventKind =
  | 'ANNOUNCEMENT'
  | 'CEREMONY'
  | 'CONFERENCE'
  | 'CONTEST'
  | 'COURSE'
  | 'EXHIBITION'
  | 'LAUNCH'
  | 'MEETING'
  | 'ROADSHOW'
  | 'SEMINAR'
  | 'SHOWCASE'
  | 'SIGNING'
  | 'STUDY_VISIT'
  | 'SUMMIT'
  | 'WORKSHOP';

export type EventStatus = 'ANNOUNCED' | 'CANCELLED' | 'CONFIRMED' | 'HELD' | 'POSTPONED' | 'UNKNOWN';

export type FactKind =
  | 'CANDIDATE_2019'
  | 'CHALLENGE'
  | 'DIMENSION'
  | 'KIND'
  | 'LEADER'
  | 'LOCATION'
  | 'MEMBERSHIP'
  | 'OBSERVATION'
  | 'POPULATION'
  | 'STATUS';

export type MatchQuality = 'EXACT' | 'PART' | 'PREFIX' | 'SIMILAR';

export type OfficeKind = 'CHIEF_SMART_CITY_OFFICER' | 'MAYOR' | 'OTHER';

export type PartnerKind =
  'ACADEMIC' | 'CITY_DEVELOPMENT_COMPANY' | 'CORPORATE' | 'GOVERNMENT' | 'MULTILATERAL' | 'NETWORK' | 'NGO';

export type PartnerLinkKind =
  'AGREEMENT' | 'COHORT_SPONSOR' | 'INTRODUCED_SOLUTION' | 'PROGRAMME_OWNER' | 'SOLUTION_OPERATOR' | 'SOLUTION_OWNER';

export type Region =
  | 'AFRICA'
  | 'ASIA'
  | 'BANGKOK'
  | 'CENTRAL'
  | 'EAST'
  | 'EUROPE'
  | 'MIDDLE_EAST'
  | 'NORTH'
  | 'NORTHEAST'
  | 'NORTH_AMERICA'
  | 'OCEANIA'
  | 'SOUTH'
  | 'SOUTH_AMERICA';

export type Stage =
  | 'ADAPTING'
  | 'ANNOUNCED'
  | 'ASSESSING'
  | 'INSPIRED'
  | 'INTRODUCED'
  | 'LIVE'
  | 'PILOT'
  | 'PLANNED'
  | 'SCALED'
  | 'STOPPED';

export type DashboardCalendarQueryVariables = Exact<{
  days: number;
}>;

export type DashboardCalendarQuery = {
  upcomingEvents: {
    totalCount: number;
    nodes: Array<{
      certainty: Certainty;
      event: {
        id: string;
        kind: EventKind;
        status: EventStatus;
        announcedOn: { value: string } | null;
        name: { th: string | null; en: string | null };
        startsOn: { value: string; th: string; en: string } | null;
        dateLabel: { th: string | null; en: string | null } | null;
        venue: { city: { id: string; name: { th: string | null; en: string | null } } | null } | null;
        sources: Array<{ id: string; title: string; url: string | null }>;
      };
    }>;
  } | null;
  events: {
    totalCount: number;
    nodes: Array<{
      id: string;
      kind: EventKind;
      status: EventStatus;
      name: { th: string | null; en: string | null };
      startsOn: { value: string; th: string; en: string } | null;
      dateLabel: { th: string | null; en: string | null } | null;
      venue: { city: { id: string; name: { th: string | null; en: string | null } } | null } | null;
      sources: Array<{ id: string; title: string; url: string | null }>;
    }>;
  } | null;
};

export type CalendarEntryFragment = {
  id: string;
  kind: EventKind;
  status: EventStatus;
  name: { th: string | null; en: string | null };
  startsOn: { value: string; th: string; en: string } | null;
  dateLabel: { th: string | null; en: string | null } | null;
  venue: { city: { id: string; name: { th: string | null; en: string | null } } | null } | null;
  sources: Array<{ id: string; title: string; url: string | null }>;
};

export type DashboardChallengesQueryVariables = Exact<{ [key: string]: never }>;

export type DashboardChallengesQuery = {
  challenges: {
    totalCount: number;
    nodes: Array<{
      code: string;
      name: { th: string | null; en: string | null };
      cities: {
        totalCount: number;
        nodes: Array<{ city: { id: string; name: { th: string | null; en: string | null } } }>;
      } | null;
      solutions: {
        totalCount: number;
        nodes: Array<{ id: string; name: { th: string | null; en: string | null } }>;
      } | null;
    }>;
  } | null;
};

export type ChallengesNamedFragment = { id: string; name: { th: string | null; en: string | null } };

export type DashboardCityEventsQueryVariables = Exact<{
  id: string | number;
}>;

export type DashboardCityEventsQuery = {
  city: {
    id: string;
    upcomingEvents: {
      totalCount: number;
      nodes: Array<{
        certainty: Certainty;
        event: {
          id: string;
          kind: EventKind;
          status: EventStatus;
          confidence: Confidence;
          announcedOn: { value: string } | null;
          name: { th: string | null; en: string | null };
          startsOn: { value: string; th: string; en: string } | null;
          dateLabel: { th: string | null; en: string | null } | null;
          sources: Array<{ id: string; title: string; url: string | null }>;
        };
      }>;
    } | null;
    events: {
      totalCount: number;
      nodes: Array<{
        id: string;
        kind: EventKind;
        status: EventStatus;
        confidence: Confidence;
        name: { th: string | null; en: string | null };
        startsOn: { value: string; th: string; en: string } | null;
        dateLabel: { th: string | null; en: string | null } | null;
        sources: Array<{ id: string; title: string; url: string | null }>;
      }>;
    } | null;
  } | null;
};

export type CityEventsEntryFragment = {
  id: string;
  kind: EventKind;
  status: EventStatus;
  confidence: Confidence;
  name: { th: string | null; en: string | null };
  startsOn: { value: string; th: string; en: string } | null;
  dateLabel: { th: string | null; en: string | null } | null;
  sources: Array<{ id: string; title: string; url: string | null }>;
};

export type DashboardCityPartnersQueryVariables = Exact<{
  id: string | number;
}>;

export type DashboardCityPartnersQuery = {
  city: {
    id: string;
    officeHolders: {
      totalCount: number;
      nodes: Array<{
        kind: OfficeKind;
        confidence: Confidence;
        title: { th: string | null; en: string | null };
        person: { id: string; name: { th: string | null; en: string | null } } | null;
        from: { value: string; th: string; en: string } | null;
        to: { value: string; th: string; en: string } | null;
        asOf: { value: string; th: string; en: string } | null;
        source: { id: string; title: string; url: string | null } | null;
      }>;
    } | null;
    partners: {
      totalCount: number;
      nodes: Array<{
        partner: { id: string; kind: PartnerKind; name: { th: string | null; en: string | null } } | null;
        roles: Array<{ kind: PartnerLinkKind }>;
      }>;
    } | null;
    agreements: {
      totalCount: number;
      nodes: Array<{
        id: string;
        kind: AgreementKind;
        status: AgreementStatus;
        confidence: Confidence;
        name: { th: string | null; en: string | null };
        on: { value: string; th: string; en: string } | null;
        sources: Array<{ id: string; title: string; url: string | null }>;
      }>;
    } | null;
  } | null;
};

export type CityPartnersDayFragment = { value: string; th: string; en: string };

export type CityPartnersFromFragment = { id: string; title: string; url: string | null };

export type DashboardCitySolutionsQueryVariables = Exact<{
  id: string | number;
}>;

export type DashboardCitySolutionsQuery = {
  city: {
    id: string;
    deployments: {
      totalCount: number;
      nodes: Array<{
        id: string;
        stage: Stage;
        localName: string | null;
        confidence: Confidence;
        solution: { id: string; name: { th: string | null; en: string | null } } | null;
        operator: { id: string; name: { th: string | null; en: string | null } } | null;
        history: Array<{
          stage: Stage;
          confidence: Confidence;
          on: { value: string; th: string; en: string } | null;
          source: { id: string; title: string; url: string | null } | null;
        }>;
      }>;
    } | null;
    introductionsReceived: {
      totalCount: number;
      nodes: Array<{
        id: string;
        stage: Stage;
        confidence: Confidence;
        from: {
          city: { id: string; name: { th: string | null; en: string | null } } | null;
          partner: { id: string; name: { th: string | null; en: string | null } } | null;
        };
        on: { value: string; th: string; en: string } | null;
        solution: { id: string; name: { th: string | null; en: string | null } } | null;
        source: { id: string; title: string; url: string | null } | null;
      }>;
    } | null;
    introductionsGiven: {
      totalCount: number;
      nodes: Array<{
        id: string;
        stage: Stage;
        confidence: Confidence;
        to: {
          city: { id: string; name: { th: string | null; en: string | null } } | null;
          partner: { id: string; name: { th: string | null; en: string | null } } | null;
        };
        on: { value: string; th: string; en: string } | null;
        solution: { id: string; name: { th: string | null; en: string | null } } | null;
        source: { id: string; title: string; url: string | null } | null;
      }>;
    } | null;
  } | null;
};

export type CitySolutionsBroughtFragment = {
  id: string;
  stage: Stage;
  confidence: Confidence;
  on: { value: string; th: string; en: string } | null;
  solution: { id: string; name: { th: string | null; en: string | null } } | null;
  source: { id: string; title: string; url: string | null } | null;
};

export type CitySolutionsPartyFragment = {
  city: { id: string; name: { th: string | null; en: string | null } } | null;
  partner: { id: string; name: { th: string | null; en: string | null } } | null;
};

export type CitySolutionsDayFragment = { value: string; th: string; en: string };

export type CitySolutionsFromFragment = { id: string; title: string; url: string | null };

export type DashboardCitySuggestionsQueryVariables = Exact<{
  id: string | number;
}>;

export type DashboardCitySuggestionsQuery = {
  city: {
    id: string;
    peers: {
      nodes: Array<{
        points: number;
        city: { id: string; name: { th: string | null; en: string | null } };
        reasons: Array<{ points: number; sentence: { th: string | null; en: string | null } }>;
      }>;
      emptyBecause: { th: string | null; en: string | null } | null;
    } | null;
    suggestedSolutions: {
      nodes: Array<{
        points: number;
        solution: { id: string; name: { th: string | null; en: string | null } } | null;
        reasons: Array<{ points: number; sentence: { th: string | null; en: string | null } }>;
      }>;
      emptyBecause: { th: string | null; en: string | null } | null;
    } | null;
    suggestedEvents: {
      nodes: Array<{
        event: { id: string; name: { th: string | null; en: string | null } };
        reasons: Array<{ sentence: { th: string | null; en: string | null } }>;
      }>;
      emptyBecause: { th: string | null; en: string | null } | null;
    } | null;
  } | null;
};

export type CitySuggestionsWhyFragment = { points: number; sentence: { th: string | null; en: string | null } };

export type DashboardCityQueryVariables = Exact<{
  id: string | number;
}>;

export type DashboardCityQuery = {
  city: {
    id: string;
    kind: AreaKind;
    region: Region;
    countryCode: string;
    furthestStatus: CityStatus | null;
    confidence: Confidence;
    name: { th: string | null; en: string | null };
    province: { code: string; name: { th: string | null; en: string | null } } | null;
    location: { lat: number; lon: number } | null;
    population: {
      value: number;
      confidence: Confidence;
      alternatives: Array<{
        value: number;
        confidence: Confidence;
        source: { id: string; title: string; url: string | null } | null;
      }>;
      asOf: { value: string; th: string; en: string } | null;
      source: { id: string; title: string; url: string | null } | null;
    } | null;
    statusHistory: Array<{
      id: string;
      status: CityStatus;
      conflictGroup: string | null;
      confidence: Confidence;
      on: { value: string; th: string; en: string } | null;
      notAfter: { value: string; th: string; en: string } | null;
      body: { id: string; name: { th: string | null; en: string | null } } | null;
      source: { id: string; title: string; url: string | null } | null;
    }>;
    memberships: Array<{
      id: string;
      confidence: Confidence;
      programme: { id: string; name: { th: string | null; en: string | null } } | null;
      cohort: { id: string; name: { th: string | null; en: string | null } } | null;
      joinedOn: { value: string; th: string; en: string } | null;
      source: { id: string; title: string; url: string | null } | null;
    }>;
    plan: {
      id: string;
      confidence: Confidence;
      title: { th: string | null; en: string | null };
      submittedOn: { value: string; th: string; en: string } | null;
      source: { id: string; title: string; url: string | null } | null;
    } | null;
    dimensions: Array<{
      dimension: Dimension;
      confidence: Confidence;
      source: { id: string; title: string; url: string | null } | null;
    }>;
    challenges: Array<{
      confidence: Confidence;
      challenge: { code: string; name: { th: string | null; en: string | null } } | null;
      source: { id: string; title: string; url: string | null } | null;
    }>;
    sources: Array<{ id: string; title: string; url: string | null }>;
  } | null;
};

export type CityFigureFragment = {
  value: number;
  confidence: Confidence;
  asOf: { value: string; th: string; en: string } | null;
  source: { id: string; title: string; url: string | null } | null;
};

export type CityDayFragment = { value: string; th: string; en: string };

export type CityFromFragment = { id: string; title: string; url: string | null };

export type DashboardDesignationsQueryVariables = Exact<{
  from: string;
  to: string;
}>;

export type DashboardDesignationsQuery = {
  cityStatusStats: Array<{
    time: string | null;
    count: number;
    label: { th: string | null; en: string | null };
  }> | null;
};

export type DashboardDimensionsQueryVariables = Exact<{ [key: string]: never }>;

export type DashboardDimensionsQuery = {
  cities: Array<{ key: string; count: number; label: { th: string | null; en: string | null } }> | null;
  solutions: Array<{ key: string; count: number; label: { th: string | null; en: string | null } }> | null;
};

export type DimensionsBarFragment = { key: string; count: number; label: { th: string | null; en: string | null } };

export type DashboardFiguresQueryVariables = Exact<{ [key: string]: never }>;

export type DashboardFiguresQuery = {
  cities: { totalCount: number } | null;
  thaiCities: { totalCount: number } | null;
  designated: { totalCount: number } | null;
  partners: { totalCount: number } | null;
  solutions: { totalCount: number } | null;
  agreements: { totalCount: number } | null;
  events: { totalCount: number } | null;
};

export type DashboardGapsQueryVariables = Exact<{
  cohort: string | number;
  first: number;
}>;

export type DashboardGapsQuery = {
  lacks: Array<{ key: string; count: number; label: { th: string | null; en: string | null } }> | null;
  cohort: {
    name: { th: string | null; en: string | null };
    citiesWithoutPartner: {
      totalCount: number;
      nodes: Array<{ city: { id: string; name: { th: string | null; en: string | null } } }>;
    } | null;
    citiesWithoutOfficer: {
      totalCount: number;
      nodes: Array<{ city: { id: string; name: { th: string | null; en: string | null } } }>;
    } | null;
    citiesWithoutEvent: {
      totalCount: number;
      nodes: Array<{ id: string; name: { th: string | null; en: string | null } }>;
    } | null;
  } | null;
  factGaps: {
    totalCount: number;
    nodes: Array<{
      kind: FactKind;
      conflictGroup: string | null;
      confidence: Confidence;
      city: { id: string; name: { th: string | null; en: string | null } };
      label: { th: string | null; en: string | null };
      source: { id: string; title: string; url: string | null } | null;
    }>;
  } | null;
};

export type GapsNamedFragment = { id: string; name: { th: string | null; en: string | null } };

export type DashboardMapQueryVariables = Exact<{ [key: string]: never }>;

export type DashboardMapQuery = {
  thailand: {
    totalCount: number;
    nodes: Array<{
      id: string;
      region: Region;
      furthestStatus: CityStatus | null;
      name: { th: string | null; en: string | null };
      province: { code: string; name: { th: string | null; en: string | null } } | null;
      location: { lat: number; lon: number } | null;
    }>;
  } | null;
  abroad: {
    totalCount: number;
    nodes: Array<{
      id: string;
      region: Region;
      furthestStatus: CityStatus | null;
      name: { th: string | null; en: string | null };
      province: { code: string; name: { th: string | null; en: string | null } } | null;
      location: { lat: number; lon: number } | null;
    }>;
  } | null;
  thaiStatuses: Array<{ key: string; count: number; label: { th: string | null; en: string | null } }> | null;
  thaiRegions: Array<{ key: string; count: number; label: { th: string | null; en: string | null } }> | null;
  abroadStatuses: Array<{ key: string; count: number; label: { th: string | null; en: string | null } }> | null;
  abroadRegions: Array<{ key: string; count: number; label: { th: string | null; en: string | null } }> | null;
};

export type MapOnMapFragment = {
  id: string;
  region: Region;
  furthestStatus: CityStatus | null;
  name: { th: string | null; en: string | null };
  province: { code: string; name: { th: string | null; en: string | null } } | null;
  location: { lat: number; lon: number } | null;
};

export type MapBarFragment = { key: string; count: number; label: { th: string | null; en: string | null } };

export type DashboardPartnersQueryVariables = Exact<{
  cohort: string | number;
}>;

export type DashboardPartnersQuery = {
  kinds: Array<{ key: string; count: number; label: { th: string | null; en: string | null } }> | null;
  cohort: {
    name: { th: string | null; en: string | null };
    partners: {
      totalCount: number;
      nodes: Array<{
        cityCount: number;
        partner: { id: string; kind: PartnerKind; name: { th: string | null; en: string | null } } | null;
      }>;
    } | null;
  } | null;
};

export type DashboardSearchQueryVariables = Exact<{
  text: string;
}>;

export type DashboardSearchQuery = {
  search: {
    hits: Array<{
      match: MatchQuality;
      type: string;
      id: string;
      name: { th: string | null; en: string | null };
    }> | null;
  } | null;
};

export type DashboardSpreadQueryVariables = Exact<{
  solution: string | number;
}>;

export type DashboardSpreadQuery = {
  solution: {
    id: string;
    name: { th: string | null; en: string | null };
    description: { th: string | null; en: string | null };
    owner: { id: string; name: { th: string | null; en: string | null } } | null;
    introductionTree: Array<{
      depth: number;
      parentId: string | null;
      introduction: {
        id: string;
        stage: Stage;
        confidence: Confidence;
        on: { th: string; en: string } | null;
        from: {
          city: { id: string; name: { th: string | null; en: string | null } } | null;
          partner: { id: string; name: { th: string | null; en: string | null } } | null;
        };
        to: {
          city: { id: string; name: { th: string | null; en: string | null } } | null;
          partner: { id: string; name: { th: string | null; en: string | null } } | null;
        };
        source: { id: string; title: string; url: string | null } | null;
      };
    }>;
    deployments: {
      nodes: Array<{
        id: string;
        stage: Stage;
        confidence: Confidence;
        city: { id: string; name: { th: string | null; en: string | null } } | null;
      }>;
    };
    sources: Array<{ id: string; title: string; url: string | null }>;
  } | null;
  solutions: {
    nodes: Array<{ id: string; name: { th: string | null; en: string | null }; introductions: { totalCount: number } }>;
  } | null;
};

export type SpreadPartyFragment = {
  city: { id: string; name: { th: string | null; en: string | null } } | null;
  partner: { id: string; name: { th: string | null; en: string | null } } | null;
};

export type DashboardTargetsQueryVariables = Exact<{
  programme: string | number;
}>;

export type DashboardTargetsQuery = {
  programme: {
    id: string;
    name: { th: string | null; en: string | null };
    targets: Array<{
      id: string;
      metric: string;
      value: number;
      designatedWhenStated: number | null;
      designatedByDate: number | null;
      conflictGroup: string | null;
      confidence: Confidence;
      byDate: { value: string; th: string; en: string } | null;
      statedOn: { value: string; th: string; en: string } | null;
      statedByPerson: { id: string; name: { th: string | null; en: string | null } } | null;
      statedByPartner: { id: string; name: { th: string | null; en: string | null } } | null;
      source: { id: string; title: string; url: string | null } | null;
    }>;
    counts: Array<{
      metric: string;
      value: number;
      conflictGroup: string | null;
      confidence: Confidence;
      asOf: { value: string; th: string; en: string } | null;
      source: { id: string; title: string; url: string | null } | null;
    }>;
  } | null;
};

export type TargetsFromFragment = { id: string; title: string; url: string | null };

export type VocabularyQueryVariables = Exact<{
  names?: Array<string> | string | null | undefined;
}>;

export type VocabularyQuery = {
  vocabulary: {
    cities: Array<{
      name: string;
      description: string;
      values: Array<{ value: string; description: string; label: { th: string | null; en: string | null } }>;
    }> | null;
    partners: Array<{
      name: string;
      description: string;
      values: Array<{ value: string; description: string; label: { th: string | null; en: string | null } }>;
    }> | null;
    events: Array<{
      name: string;
      description: string;
      values: Array<{ value: string; description: string; label: { th: string | null; en: string | null } }>;
    }> | null;
  } | null;
};

export type LabelsFragment = {
  name: string;
  description: string;
  values: Array<{ value: string; description: string; label: { th: string | null; en: string | null } }>;
};

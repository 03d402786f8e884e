/** Where a finding is: in a file of a person, or in the schema. */
export interface Place {
  subgraph?: string;
  /** Such as `City.population` or `Query.events(first:)`. */
  coordinate?: string;
  file?: string;
  /** From 1. */
  line?: number;
  /** From 1. */
  column?: number;
}

export interface Finding {
  /** An error fails its section. */
  severity: 'error' | 'warning' | 'info';
  /** In capital letters, such as `INVALID_FIELD_SHARING`. */
  code: string;
  message: string;
  places: Place[];
  /** What to do about it. */
  advice?: string;
  /** More lines, shown where there is room. */
  details?: string[];
}

/** The result of one kind of check, also when it passed. */
export interface Section {
  name: string;
  passed: boolean;
  summary: string;
  findings: Finding[];
}

export interface Report {
  title: string;
  passed: boolean;
  sections: Section[];
}

/** A section that fails when a finding is an error. */
export function createSection(name: string, summary: string, findings: Finding[]): Section {
  return { name, summary, findings, passed: !findings.some(({ severity }) => severity === 'error') };
}

/** A report that fails when one of its sections does. */
export function createReport(title: string, sections: Section[]): Report {
  return { title, sections, passed: sections.every(({ passed }) => passed) };
}

import picocolors from 'picocolors';
import type { Finding, Place, Report, Section } from './report.js';

export const FORMATS = ['text', 'json', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

export interface RenderOptions {
  format: Format;
  /** Whether texts have everything, or at most {@link MAX_LINES} lines. */
  verbose?: boolean;
  colors?: boolean;
  /** The line that says that a text was shortened. */
  more?: string;
}

/** Lines of a text that is not verbose: what a terminal shows at once. */
export const MAX_LINES = 40;

/** The text of a report, with a line break at its end. */
export function renderReport(
  report: Report,
  { format, verbose = false, colors = false, more = MORE }: RenderOptions,
): string {
  if (format === 'json') return `${JSON.stringify(report, undefined, 2)}\n`;
  if (format === 'markdown') return `${markdown(report).join('\n')}\n`;
  const colored = picocolors.createColors(colors);
  const lines = text(report, colored);
  if (verbose || lines.length <= MAX_LINES) return `${lines.join('\n')}\n`;
  for (const shorten of SHORTER) {
    const { report: shorter, isComplete } = shorten(report);
    // The last line is the verdict on all findings.
    const shown = [...text(shorter, colored).slice(0, -1), ...(isComplete ? [] : [more]), lines.at(-1)];
    if (shown.length <= MAX_LINES) return `${shown.join('\n')}\n`;
  }
  const least = text(SHORTER.at(-1)!(report).report, colored);
  return `${[...least.slice(0, MAX_LINES - 2), more, lines.at(-1)].join('\n')}\n`;
}

const MORE = '… there is more: --verbose';

type Shorten = (report: Report) => { report: Report; isComplete: boolean };

/** Ways to shorten a report, the gentlest first: what a person must act upon goes last. */
const SHORTER: readonly Shorten[] = [
  (report) => keep(report, (finding) => [withoutDetails(finding)]),
  (report) => keep(report, (finding) => (finding.severity === 'info' ? [] : [withoutDetails(finding)])),
  (report) => keep(report, (finding) => (finding.severity === 'error' ? [withoutDetails(finding)] : [])),
];

function keep(report: Report, change: (finding: Finding) => Finding[]): ReturnType<Shorten> {
  const sections = report.sections.map((section) => ({ ...section, findings: section.findings.flatMap(change) }));
  return { report: { ...report, sections }, isComplete: JSON.stringify(sections) === JSON.stringify(report.sections) };
}

function withoutDetails({ details, ...finding }: Finding): Finding {
  return finding;
}

function text(report: Report, colors: ReturnType<typeof picocolors.createColors>): string[] {
  const verdict = (passed: boolean) => (passed ? colors.green('passed') : colors.red('failed'));
  const paint = { error: colors.red, warning: colors.yellow, info: colors.cyan };
  return [
    report.title,
    ...report.sections.flatMap((section) => [
      `${colors.bold(section.name)}: ${verdict(section.passed)}. ${section.summary}`,
      ...sorted(section).flatMap((finding) => [
        `  ${paint[finding.severity](finding.severity)} ${finding.code}${places(finding)}`,
        `    ${finding.message}`,
        ...(finding.advice === undefined ? [] : [`    To do: ${finding.advice}`]),
        ...(finding.details ?? []).map((line) => `      ${line}`),
      ]),
    ]),
    `${report.passed ? 'Passed' : 'Failed'}: ${counted(report)}`,
  ];
}

function markdown(report: Report): string[] {
  return [
    `## ${report.title}`,
    '',
    '| check | result | |',
    '|---|---|---|',
    ...report.sections.map(
      ({ name, passed, summary }) => `| ${name} | ${passed ? '✅ passed' : '❌ failed'} | ${cell(summary)} |`,
    ),
    ...report.sections
      .filter(({ findings }) => findings.length > 0)
      .flatMap((section) => [
        '',
        `### ${section.name}`,
        '',
        ...sorted(section).flatMap((finding) => [
          `- **${finding.severity} ${finding.code}**${places(finding)}: ${finding.message}`,
          ...(finding.advice === undefined ? [] : [`  - To do: ${finding.advice}`]),
          ...(finding.details ?? []).map((line) => `  - ${line}`),
        ]),
      ]),
    '',
    `${report.passed ? 'Passed' : 'Failed'}: ${counted(report)}`,
  ];
}

const ORDER = { error: 0, warning: 1, info: 2 };

function sorted({ findings }: Section): Finding[] {
  return [...findings].sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
}

function places({ places: all }: Finding): string {
  const shown = [...new Set(all.map(placeText))].filter((place) => place !== '');
  return shown.length === 0 ? '' : ` at ${shown.join(', ')}`;
}

/** Such as `transit City.lines (transit.graphql:12:3)`. */
export function placeText({ subgraph, coordinate, file, line, column }: Place): string {
  const inFile = file === undefined ? undefined : [file, line, column].filter((part) => part !== undefined).join(':');
  const named = [subgraph, coordinate].filter((part) => part !== undefined).join(' ');
  if (inFile === undefined) return named;
  return named === '' ? inFile : `${named} (${inFile})`;
}

function counted({ sections }: Report): string {
  const all = sections.flatMap(({ findings }) => findings);
  const count = (severity: Finding['severity'], noun: string) => {
    const number = all.filter((finding) => finding.severity === severity).length;
    return `${number} ${noun}${number === 1 ? '' : 's'}`;
  };
  return `${count('error', 'error')}, ${count('warning', 'warning')}`;
}

function cell(value: string): string {
  return value.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

import { readFile } from 'node:fs/promises';
import type { GraphQLSchema } from 'graphql';
import { subgraphs } from '../../subgraphs/index.js';
import type { SeedItem } from '../../subgraphs/runtime/seed.js';
import { CHECKS } from './checks/all.js';
import { runChecks, type Finding, type Verdict } from './check.js';
import { olderReason } from './older-facts.js';
import { readGraph, type Ask } from './read-graph.js';

/** Findings of one check that are told one by one: a common reason shows in them. */
const MAX_TOLD = 20;

/**
 * Reads a graph and judges it by all checks.
 *
 * @param schema what the graph has; checks that need more are not judged
 */
export async function verify(ask: Ask, schema: GraphQLSchema): Promise<Verdict[]> {
  const [graph, firstRecords] = await Promise.all([readGraph(ask, schema), readFirstRecords()]);
  return runChecks(CHECKS, { ...graph, firstRecords });
}

/** What must be put right. */
export function faultsOf(verdicts: readonly Verdict[]): Finding[] {
  return verdicts.flatMap(({ findings }) => findings).filter((finding) => olderReason(finding) === undefined);
}

/** A report for people, a line each: the checks with the first of what they found, faults before others, and at last how many hold. */
export function reportOf(verdicts: readonly Verdict[]): string[] {
  const judged = verdicts.filter(({ isJudged }) => isJudged);
  const failed = judged.filter((verdict) => faultsOf([verdict]).length > 0);
  return [
    ...verdicts.flatMap((verdict) => [
      `${!verdict.isJudged ? 'not judged    ' : failed.includes(verdict) ? 'does not hold ' : 'holds         '} ${verdict.check}`,
      ...firstOf(faultsOf([verdict])),
      ...firstOf(verdict.findings.filter((finding) => olderReason(finding) !== undefined)),
    ]),
    `${judged.length - failed.length} checks hold, ${failed.length} do not`,
  ];
}

function firstOf(findings: readonly Finding[]): string[] {
  const left = findings.length - MAX_TOLD;
  return [...findings.slice(0, MAX_TOLD).map(sentenceOf), ...(left > 0 ? [`and ${left} more`] : [])].map(
    (line) => `    ${line}`,
  );
}

function sentenceOf(finding: Finding): string {
  const { record, found, expected } = finding;
  const older = olderReason(finding);
  const said = `${record.kind} ${record.id}: ${found}, but expected ${expected}`;
  return older ? `${said} (older than the rule: ${older})` : `${said}.`;
}

/** The ids of the records that the seed brings. */
async function readFirstRecords(): Promise<ReadonlySet<string>> {
  const documents = await Promise.all(
    subgraphs.flatMap(({ seed }) =>
      seed.map(async ({ file, documents }) =>
        documents((JSON.parse(await readFile(file, 'utf8')) as { items: SeedItem[] }).items),
      ),
    ),
  );
  return new Set(documents.flat().map(({ _id }) => _id));
}

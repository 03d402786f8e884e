import { isSubgraphName } from '../../../gateway/supergraph/registry/manifest.js';
import type { Composed } from '../composition/compose-supergraph.js';
import type { PublishedSubgraph } from '../registry/schema-files.js';
import { usageError } from '../report/exit-code.js';
import { createReport, createSection, type Finding, type Report } from '../report/report.js';
import type { UsageRecord } from '../usage/read-usage.js';
import { createApprove, type Approval } from './approvals.js';
import { checkBuild, type ChangedSubgraph } from './build-section.js';
import { parseSdl, type CheckedSubgraph } from './checked-subgraph.js';
import { checkContract } from './contract-section.js';
import { addDocumentFindings } from './known-documents.js';
import { readKnownOperations, type OperationDocument } from './known-operations.js';
import { checkLint } from './lint-section.js';
import { checkOperations } from './operations-section.js';
import { checkPlans } from './plans-section.js';
import { viewPublished, viewSupergraph } from './supergraph-view.js';

export interface ChangeInput {
  /** What is published; without subgraphs, the change is the first publication. */
  base: {
    subgraphs: readonly PublishedSubgraph[];
    supergraphSdl: string;
    /** The folder or address, for the places in published SDL. */
    location: string;
  };
  changed: readonly ChangedSubgraph[];
  /** Names of published subgraphs that are taken out. */
  removed?: readonly string[];
  operations: readonly OperationDocument[];
  /** Errors of files of operations: see `known-documents.ts`. */
  unreadable?: readonly Finding[];
  usage: UsageRecord;
  approvals: readonly Approval[];
}

/** The report, and what the change composes to; undefined when the section Build failed. */
export interface CheckedChange {
  report: Report;
  /** The errors that can be approved, approved or not, such as `FIELD_REMOVED:City.mayor`. */
  approvable: ReadonlySet<string>;
  /** Prints what the registry publishes. */
  composed?: () => Composed;
}

/**
 * Checks a change of subgraphs against what is published: whether it composes and can be served, what changes for which
 * clients, style, query plans and the public contract. Nothing is written.
 *
 * @throws CommandError for a change that makes no sense, such as two subgraphs of one name
 */
export async function checkChange(input: ChangeInput): Promise<CheckedChange> {
  const { base, changed, removed = [], usage } = input;
  rejectNonsense(input);
  const touched = new Set([...changed.map(({ name }) => name), ...removed]);
  const { approve, errors: approvable } = createApprove(input.approvals, base.subgraphs, touched, new Date());
  const build = checkBuild({ published: base.subgraphs, registry: base.location, changed, removed });
  const title = `Check of ${[...changed.map(({ name }) => name), ...removed.map((name) => `${name} (taken out)`)].join(', ')}`;
  const published = createOnce(() => parsePublished(base.subgraphs, base.location));
  const lint = checkLint({
    subgraphs: build.subgraphs,
    publishedSubgraphs: published,
    approve,
  });
  const { section, subgraphs, result } = build;
  if (result === undefined) {
    const skipped = ['Operations', 'Plans', 'Contract'].map((name) => ({
      ...createSection(name, 'not checked, as the build failed', []),
      passed: false,
    }));
    const [operations, ...others] = skipped;
    return { report: createReport(title, [section, operations!, lint, ...others]), approvable };
  }
  const { supergraph, supergraphSdl, served, composed } = result;
  const isSame = supergraphSdl === base.supergraphSdl;
  const after = viewSupergraph(supergraphSdl, supergraph, served);
  const before = base.supergraphSdl === '' ? undefined : isSame ? after : viewPublished(base.supergraphSdl);
  const operations = readKnownOperations(before?.api ?? after.api, input.operations, usage);
  const changes = before
    ? await checkOperations({
        before,
        after,
        subgraphs,
        publishedSubgraphs: published,
        operations,
        usage,
        approve,
        touched,
        removed,
      })
    : createSection('Operations', 'nothing is published yet: no client can be hurt', []);
  const report = createReport(title, [
    section,
    addDocumentFindings(
      changes,
      { documents: input.operations, unreadable: input.unreadable ?? [] },
      before?.api,
      after.api,
    ),
    lint,
    before && !isSame
      ? await checkPlans({ before, after, operations })
      : createSection('Plans', before ? 'the supergraph is the published one' : 'nothing is published yet', []),
    checkContract({ supergraph, api: after.api, subgraphs, operations }),
  ]);
  return { report, approvable, composed };
}

function rejectNonsense({ base, changed, removed = [] }: ChangeInput): void {
  const names = [...changed.map(({ name }) => name), ...removed];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw usageError(`Two subgraphs of this change have the name "${twice}": give each its own with --name.`);
  if (names.length === 0) throw usageError('There is nothing to check: name the file of a subgraph.');
  for (const { name } of changed)
    if (!isSubgraphName(name))
      throw usageError(
        `"${name}" is no name of a subgraph: use lower case letters, digits and dashes, such as --name transit, and not the name of another file of the registry.`,
      );
  const unknown = removed.find((name) => !base.subgraphs.some(({ entry }) => entry.name === name));
  if (unknown !== undefined) throw usageError(`The registry has no subgraph "${unknown}".`);
}

function parsePublished(subgraphs: readonly PublishedSubgraph[], location: string): CheckedSubgraph[] {
  return subgraphs.map(({ entry, sdl }) => {
    const file = `${location}/${entry.name}.graphql`;
    return { name: entry.name, url: entry.url, file, isChanged: false, entry, document: parseSdl(sdl, file) };
  });
}

function createOnce<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

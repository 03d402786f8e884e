import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { text } from 'node:stream/consumers';
import { OPERATIONS } from '../../../gateway/supergraph/registry/manifest.js';
import { isAddress } from '../../../gateway/supergraph/registry/registry-files.js';
import { fromUser } from '../../options/from-user.js';
import { openRegistry, readRegistry, type PublishedRegistry } from '../registry/published-registry.js';
import { CommandError, EXIT, usageError } from '../report/exit-code.js';
import type { Finding, Report } from '../report/report.js';
import { readUsage } from '../usage/read-usage.js';
import { usageFolders } from '../usage/usage-folders.js';
import {
  parseApproval,
  printApproval,
  publishedDigests,
  readApprovals,
  recordApprovals,
  type Approval,
} from './approvals.js';
import type { ChangedSubgraph } from './build-section.js';
import { checkChange, type ChangeInput } from './check-change.js';
import { readKnownDocuments } from './known-documents.js';

export interface CheckFilesOptions {
  registry: string;
  /** Of the files, in their order. */
  name?: readonly string[];
  url?: readonly string[];
  /** Names of the published subgraphs that are taken out. */
  without?: readonly string[];
  /** Such as `FIELD_REMOVED:City.mayor`. */
  approve?: readonly string[];
  reason?: string;
  /** The team that checks. */
  as?: string;
}

/**
 * Checks files of SDL as one change of a registry. Approvals are recorded in the registry when the check passes with them.
 *
 * @throws CommandError for files that cannot be read, a registry that is not there, and options that make no sense, such as the
 *   approval of an error that is not there
 */
export async function checkFiles(files: readonly string[], options: CheckFilesOptions): Promise<Report> {
  const changed = await readChanged(files, options);
  const published = await readRegistry(options.registry);
  const touched = [...changed.map(({ name }) => name), ...(options.without ?? [])];
  const approved = newApprovals(options, published, touched);
  const known = await readKnown(options.registry, published);
  const { report, approvable, composed } = await checkChange({
    ...known,
    base: { subgraphs: published.subgraphs, supergraphSdl: published.supergraphSdl, location: options.registry },
    changed,
    removed: options.without ?? [],
    approvals: [...known.approvals, ...approved],
  });
  const unfit = approved.map(printApproval).filter((text) => !approvable.has(text));
  if (unfit.length > 0 && !composed) return withUnchecked(report, unfit);
  if (unfit.length > 0)
    throw usageError(
      `Nothing was recorded: --approve ${unfit.join(', ')} fits no error of this check. ${approvable.size === 0 ? 'There is none that can be approved.' : `These can be approved: ${[...approvable].join(', ')}.`}`,
    );
  if (approved.length > 0 && report.passed) await recordApprovals(options.registry, approved);
  return report;
}

/** Without a build nobody knows what changes for clients: says that approvals may fit or not. */
function withUnchecked(report: Report, approvals: readonly string[]): Report {
  const finding: Finding = {
    severity: 'warning',
    code: 'APPROVAL_NOT_CHECKED',
    message: `--approve ${approvals.join(', ')} was not looked at, as the build failed: nothing was recorded.`,
    places: [],
  };
  const sections = report.sections.map((section) =>
    section.name === 'Operations' ? { ...section, findings: [...section.findings, finding] } : section,
  );
  return { ...report, sections };
}

/** What a registry knows of operations: its documents, what gateways recorded, and what was approved. */
export async function readKnown(
  registry: string,
  { manifest }: PublishedRegistry,
): Promise<Pick<ChangeInput, 'operations' | 'unreadable' | 'usage' | 'approvals'>> {
  const files = openRegistry(registry);
  const { documents, unreadable } = readKnownDocuments(await files.operations(manifest), `${registry}/${OPERATIONS}`);
  return {
    operations: documents,
    unreadable,
    usage: await readUsage(usageFolders(registry)),
    approvals: await readApprovals(files),
  };
}

/**
 * Reads the files of a change.
 *
 * @throws CommandError for a file that cannot be read, and for options that make no sense
 */
export async function readChanged(
  files: readonly string[],
  { name = [], url = [], without = [] }: CheckFilesOptions,
): Promise<ChangedSubgraph[]> {
  if (files.length === 0 && without.length === 0)
    throw usageError('Name the file of a subgraph, such as: npm run schema -- check transit.graphql');
  if (name.length > files.length) throw usageError(`There are ${name.length} --name for ${files.length} files.`);
  if (url.length > files.length) throw usageError(`There are ${url.length} --url for ${files.length} files.`);
  return Promise.all(
    files.map(async (given, index) => {
      const [, pair, rest] = /^([a-z][a-z0-9_-]*)=(.+)$/.exec(given) ?? [];
      const file = rest ?? given;
      const named =
        name[index] ?? pair ?? (file === '-' ? undefined : basename(file).replace(/\.(graphqls?|gql)$/, ''));
      if (named === undefined) throw usageError('Say which subgraph standard input is: --name transit');
      const address = url[index];
      if (address !== undefined && !(isAddress(address) && URL.canParse(address)))
        throw usageError(
          `--url must be an http address, but got "${address}". Example: https://transit.example.org/graphql`,
        );
      return { name: named, file, sdl: await readSdl(file), ...(address !== undefined && { url: address }) };
    }),
  );
}

async function readSdl(file: string): Promise<string> {
  if (file === '-') return text(process.stdin);
  try {
    return await readFile(fromUser(file), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(`${file} ${code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`}.`, EXIT.usage);
  }
}

function newApprovals(
  { approve = [], reason = '', as: team }: CheckFilesOptions,
  { manifest: { version }, subgraphs: published }: PublishedRegistry,
  touched: readonly string[],
): Approval[] {
  if (approve.length > 0 && team === undefined)
    throw usageError('Say for which team you approve: --as <team>, or REGISTRY_TEAM.');
  const subgraphs = publishedDigests(touched, published);
  return approve.map((each) => {
    const parsed = parseApproval(each);
    if (!parsed) throw usageError(`"${each}" is no approval. Example: --approve FIELD_REMOVED:City.mayor`);
    return { ...parsed, reason, by: team!, at: new Date().toISOString(), version, subgraphs };
  });
}

import type { SubgraphEntry } from '../../../gateway/supergraph/registry/manifest.js';
import { checkChange, type ChangeInput, type CheckedChange } from '../check/check-change.js';
import type { ChangedSubgraph } from '../check/build-section.js';
import { CommandError, usageError } from '../report/exit-code.js';
import type { Report } from '../report/report.js';
import { checkOwner, isNetworkTeam } from './ownership.js';
import type { PublishedRegistry } from './published-registry.js';
import { writeVersion, type Change, type WrittenVersion } from './registry-folder.js';
import type { PublishedSubgraph } from './schema-files.js';
import { subgraphChanges } from './version-changes.js';

/** What a publication sets of the entry of each subgraph; the rest stays as it is. */
export type EntrySettings = Partial<
  Pick<SubgraphEntry, 'subscriptionUrl' | 'timeoutMs' | 'concurrency' | 'headers' | 'claims'> & { contact: string }
>;

export interface PublishOptions {
  folder: string;
  changed: readonly (ChangedSubgraph & EntrySettings)[];
  /** Names of published subgraphs that are taken out. */
  removed?: readonly string[];
  /** The team that publishes. */
  by: string;
  now: Date;
  /** Reads what clients are known to ask, and what was approved. */
  readKnown: (
    current: PublishedRegistry,
  ) => Promise<Pick<ChangeInput, 'operations' | 'unreadable' | 'usage' | 'approvals'>>;
  /** @throws Error when gateways must not call an address */
  checkAddress: (url: string) => Promise<void>;
}

/** A publication was refused by its checks; nothing was written. */
export class ChecksFailed extends CommandError {
  override name = 'ChecksFailed';

  constructor(readonly report: Report) {
    super('Nothing was published: the checks failed.');
  }
}

/**
 * Publishes subgraphs, or takes them out, in one version. The checks come first, on what is published at that moment.
 *
 * @throws ChecksFailed with the report
 * @throws CommandError when a name belongs to another team, or an address is missing or must not be called
 */
export async function publish(options: PublishOptions): Promise<WrittenVersion & { report: Report }> {
  let report: Report | undefined;
  const written = await writeVersion(options.folder, options.now, async (current, version) => {
    const { removed = [], by, folder } = options;
    const ofNetwork = isNetworkTeam(current.manifest, by);
    if (!ofNetwork)
      for (const entry of [...current.manifest.subgraphs, ...(current.manifest.retired ?? [])])
        if (removed.includes(entry.name) || options.changed.some(({ name }) => name === entry.name))
          checkOwner(entry, by, removed.includes(entry.name) ? undefined : 'choose another name');
    if (!ofNetwork && options.changed.some(({ claims, headers }) => claims ?? headers))
      throw new CommandError(
        'What a subgraph is told of callers is decided by the team of the network: publish without --claims and --headers, and ask them.',
      );
    const entries = options.changed.map((changed) => entryOf(changed, current, by, version));
    for (const { url, subscriptionUrl } of entries) {
      await options.checkAddress(url);
      // A WebSocket begins as a request of HTTP.
      if (subscriptionUrl !== undefined) await options.checkAddress(subscriptionUrl.replace(/^ws/, 'http'));
    }
    const checked = await checkChange({
      ...(await options.readKnown(current)),
      base: { ...current, location: folder },
      changed: options.changed,
      removed,
    });
    ({ report } = checked);
    if (!report.passed) throw new ChecksFailed(report);
    const subgraphs = [
      ...current.subgraphs.filter(
        ({ entry }) => !removed.includes(entry.name) && !entries.some(({ name }) => name === entry.name),
      ),
      ...entries.map((entry, index): PublishedSubgraph => ({ entry, sdl: options.changed[index]!.sdl })),
    ];
    return changeOf(current, subgraphs, checked, by);
  });
  return { ...written, report: report! };
}

function entryOf(
  { name, url, subscriptionUrl, contact, timeoutMs, concurrency, headers, claims }: PublishOptions['changed'][number],
  { manifest }: PublishedRegistry,
  by: string,
  version: number,
): SubgraphEntry {
  const before = manifest.subgraphs.find((entry) => entry.name === name);
  const known = before ?? manifest.retired?.find((entry) => entry.name === name);
  const address = url ?? before?.url;
  if (address === undefined) throw usageError(`Say where ${name} is served: --url https://…`);
  return {
    ...(before ?? { since: version, isOurs: false }),
    name,
    url: address,
    ...(subscriptionUrl !== undefined && { subscriptionUrl }),
    owner: known?.owner ?? by,
    contact: contact ?? known?.contact ?? null,
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(concurrency !== undefined && { concurrency }),
    ...(headers !== undefined && { headers }),
    ...(claims !== undefined && { claims }),
  };
}

function changeOf(
  current: PublishedRegistry,
  subgraphs: readonly PublishedSubgraph[],
  { report, composed }: CheckedChange,
  by: string,
): Change | undefined {
  const changes = subgraphChanges(current, subgraphs);
  if (changes.length === 0) return undefined;
  const forClients = report.sections.find(({ name }) => name === 'Operations')?.findings ?? [];
  return {
    subgraphs,
    composed: composed!(),
    by,
    changes: [...changes, ...forClients].map(({ message }) => message),
  };
}

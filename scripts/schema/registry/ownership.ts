import type { Manifest, RetiredName, SubgraphEntry } from '../../../gateway/supergraph/registry/manifest.js';
import { CommandError } from '../report/exit-code.js';

/**
 * A name belongs to the team that published it first, also after the subgraph was taken out. Whoever may write the folder can get
 * around this: who may is decided by the permissions of the folder, or by the reviewers of its files in git.
 *
 * @param advice what that team can do besides asking the owner, such as `choose another name`
 * @throws CommandError when `team` is not the recorded owner
 */
export function checkOwner(entry: RetiredName, team: string, advice?: string): void {
  const { name, owner } = entry;
  if (owner === null || owner === team) return;
  const ask = `ask ${whomToAsk(entry)}${advice === undefined ? '' : `, or ${advice}`}`;
  throw new CommandError(`The name ${name} belongs to ${owner}, not to ${team}: ${ask}.`);
}

/** How people reach the team that owns a name. */
export function whomToAsk({ name, owner, contact }: RetiredName): string {
  return contact ?? owner ?? `the team of ${name}`;
}

/** Whether a team owns the network's own subgraphs: it may act for every other one. */
export function isNetworkTeam({ subgraphs }: Pick<Manifest, 'subgraphs'>, team: string): boolean {
  return subgraphs.some(({ isOurs, owner }) => isOurs && owner === team);
}

/**
 * The names that are retired once these subgraphs are published: those of before that are not among them.
 *
 * @param before the manifest that is replaced
 */
export function retiredNames(
  before: Pick<Manifest, 'subgraphs' | 'retired'> | undefined,
  subgraphs: readonly { entry: Pick<SubgraphEntry, 'name'> }[],
): RetiredName[] {
  const known = [...(before?.retired ?? []), ...(before?.subgraphs ?? [])];
  return known
    .filter(({ name }) => !subgraphs.some(({ entry }) => entry.name === name))
    .map(({ name, owner, contact }) => ({ name, owner, contact }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../../../subgraphs/process/replace-file.js';
import { digestOf } from '../../../gateway/supergraph/registry/manifest.js';
import { isAddress, type RegistryFiles } from '../../../gateway/supergraph/registry/registry-files.js';
import { isNetworkTeam } from '../registry/ownership.js';
import { openRegistry } from '../registry/published-registry.js';
import { withRegistryLock } from '../registry/registry-lock.js';
import type { PublishedSubgraph } from '../registry/schema-files.js';
import { CommandError, usageError } from '../report/exit-code.js';
import type { Finding } from '../report/report.js';
import type { CheckedSubgraph } from './checked-subgraph.js';

/** The file of a registry that has the approvals of all versions. */
export const APPROVALS_FILE = 'approvals.json';

const VALID_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

const approval = z.object({
  code: z.string(),
  coordinate: z.string(),
  reason: z.string(),
  /** The team that approves. */
  by: z.string(),
  /** ISO 8601, in UTC. */
  at: z.string(),
  /** The version that was current when it was approved. */
  version: z.int(),
  /** The subgraphs of the change, with the digest of what was published of each; null for one that was not. */
  subgraphs: z.record(z.string(), z.string().nullable()),
});

/** A team accepts an error, with a reason. */
export type Approval = z.infer<typeof approval>;

/**
 * Reads the approvals of a registry; none where there is no file.
 *
 * @throws CommandError when the file is not what {@link recordApprovals} writes
 */
export async function readApprovals({ read }: RegistryFiles): Promise<Approval[]> {
  const text = await read(APPROVALS_FILE);
  if (text === undefined) return [];
  try {
    return z.array(approval).parse(JSON.parse(text));
  } catch (error) {
    throw new CommandError(`${APPROVALS_FILE} of the registry cannot be read: ${(error as Error).message}`);
  }
}

/**
 * Adds approvals to those of a registry.
 *
 * @throws CommandError when the registry can be read only
 */
export async function recordApprovals(folder: string, added: readonly Approval[]): Promise<void> {
  if (isAddress(folder)) throw usageError(`${folder} can be read only. Approve in the folder that is served there.`);
  await withRegistryLock(folder, async () => {
    const all = [...(await readApprovals(openRegistry(folder))), ...added];
    await replaceFile(join(folder, APPROVALS_FILE), `${JSON.stringify(all, undefined, 2)}\n`);
  });
}

/**
 * Reads `FIELD_REMOVED:City.population`.
 *
 * @returns undefined for a text of another form
 */
export function parseApproval(text: string): Pick<Approval, 'code' | 'coordinate'> | undefined {
  const [, code, coordinate] = /^([A-Z][A-Z0-9_]*):(@?[A-Za-z_][\w.]*(?:\(\w+:\))?)$/.exec(text) ?? [];
  return code === undefined || coordinate === undefined ? undefined : { code, coordinate };
}

/**
 * Makes information of an error that was approved by the team of each subgraph that it concerns, or by the team of the network.
 * An error that concerns no subgraph with a recorded owner may be approved by anybody.
 */
export type Approve = (finding: Finding, coordinate: string, concerned: readonly CheckedSubgraph[]) => Finding;

/** Writes what {@link parseApproval} reads, such as `FIELD_REMOVED:City.mayor`. */
export function printApproval({ code, coordinate }: Pick<Approval, 'code' | 'coordinate'>): string {
  return `${code}:${coordinate}`;
}

/**
 * @param approvals all of the registry
 * @param published all subgraphs, as they are published
 * @param touched names of those that the change replaces, brings or takes out
 * @returns the function, and the errors that it was asked for, as approvals are written
 */
export function createApprove(
  approvals: readonly Approval[],
  published: readonly PublishedSubgraph[],
  touched: ReadonlySet<string>,
  now: Date,
): { approve: Approve; errors: ReadonlySet<string> } {
  const errors = new Set<string>();
  const entries = { subgraphs: published.map(({ entry }) => entry) };
  const networkTeam = entries.subgraphs.find(({ isOurs }) => isOurs)?.owner ?? undefined;
  const valid = approvals.filter((one) => isValid(one, published, touched, now));
  const approve: Approve = (finding, coordinate, concerned) => {
    if (finding.severity !== 'error') return finding;
    errors.add(printApproval({ code: finding.code, coordinate }));
    const owners = new Set(concerned.flatMap(({ entry }) => entry?.owner ?? []));
    const matching = valid.filter((one) => one.code === finding.code && one.coordinate === coordinate);
    const given = matching.filter(({ by }) => owners.size === 0 || owners.has(by) || isNetworkTeam(entries, by));
    const isApproved =
      owners.size === 0
        ? given.length > 0
        : given.some(({ by }) => isNetworkTeam(entries, by)) ||
          [...owners].every((owner) => given.some(({ by }) => by === owner));
    if (isApproved) {
      const reasons = given.map(({ by, reason }) => `${by}: ${reason}`).join('; ');
      return { ...finding, severity: 'info', message: `${finding.message} (approved by ${reasons})` };
    }
    const team = owners.size > 1 ? networkTeam : [...owners][0];
    const option = `--approve ${quoteForShell(printApproval({ code: finding.code, coordinate }))} --reason "…"${team === undefined ? '' : ` --as ${quoteForShell(team)}`}`;
    const advice = [finding.advice, describeRest(matching, given, owners)].filter(Boolean);
    return {
      ...finding,
      advice: [...advice, `${advice.length === 0 ? 'Approve' : 'Or approve'} it: ${option}`].join(' '),
    };
  };
  return { approve, errors };
}

/** Why approvals that name an error leave it an error. */
function describeRest(
  matching: readonly Approval[],
  given: readonly Approval[],
  owners: ReadonlySet<string>,
): string | undefined {
  const refused = new Set(matching.filter((one) => !given.includes(one)).map(({ by }) => by));
  if (refused.size > 0) return `It is not approved: ${[...refused].join(', ')} may not approve it.`;
  if (given.length === 0) return undefined;
  const missing = [...owners].filter((owner) => !given.some(({ by }) => by === owner));
  return `It is not approved: ${missing.join(', ')} must approve it too.`;
}

/** A word that can be pasted into a shell: the coordinate of an argument has parentheses, and a team's name may have spaces. */
function quoteForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `"${word.replace(/["$`\\]/g, '\\$&')}"`;
}

/** An approval is for one change: it ends when one of its subgraphs is published, and after {@link VALID_DAYS} days. */
function isValid(
  { subgraphs, at }: Approval,
  published: readonly PublishedSubgraph[],
  touched: ReadonlySet<string>,
  now: Date,
): boolean {
  const current = publishedDigests(Object.keys(subgraphs), published);
  return (
    now.getTime() - Date.parse(at) < VALID_DAYS * DAY_MS &&
    Object.entries(subgraphs).every(([name, digest]) => touched.has(name) && current[name] === digest)
  );
}

/** The digests of what is published of some subgraphs, by their names; null for one that is not published. */
export function publishedDigests(
  names: readonly string[],
  published: readonly PublishedSubgraph[],
): Record<string, string | null> {
  return Object.fromEntries(
    names.map((name) => {
      const found = published.find(({ entry }) => entry.name === name);
      return [name, found ? digestOf(found.sdl) : null];
    }),
  );
}

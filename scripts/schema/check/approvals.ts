import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../../../subgraphs/process/replace-file.js';
import { isAddress, type RegistryFiles } from '../../../gateway/supergraph/registry/registry-files.js';
import { openRegistry } from '../registry/published-registry.js';
import { withRegistryLock } from '../registry/registry-lock.js';
import { CommandError, usageError } from '../report/exit-code.js';
import type { Finding } from '../report/report.js';

/** The file of a registry that has the approvals of all versions. */
export const APPROVALS_FILE = 'approvals.json';

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

/** An error that somebody has approved is information. */
export function applyApproval(finding: Finding, coordinate: string, approvals: readonly Approval[]): Finding {
  if (finding.severity !== 'error') return finding;
  const found = approvals.find((one) => one.code === finding.code && one.coordinate === coordinate);
  if (!found) {
    const advice = `--approve ${finding.code}:${coordinate} --reason "…"`;
    return {
      ...finding,
      advice: finding.advice === undefined ? `Approve it: ${advice}` : `${finding.advice} Or approve it: ${advice}`,
    };
  }
  return {
    ...finding,
    severity: 'info',
    message: `${finding.message} (approved by ${found.by}: ${found.reason})`,
  };
}

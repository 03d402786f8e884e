import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { exitWithReason } from '../seed/exit-with-reason.js';
import { LICENCE_LIST, printLicences } from './licences.js';
import { readLockedPackages } from './locked-packages.js';
import { auditByNpm, makeRelease, planRelease } from './release.js';

interface Flags {
  dryRun: boolean;
  writeLicences: boolean;
  json: boolean;
}

const flags = new Command('npm run release --')
  .description(
    'Judges whether this commit can be released: everything committed, all tests green at this commit, entries in the changelog, allowed licences, a bill of materials, no known vulnerability. Then commits the version and tags it, on this machine only.',
  )
  .option('--dry-run', 'change nothing', false)
  .option('--write-licences', `only write ${LICENCE_LIST} anew`, false)
  .option('--json', 'print checks, version, notes and bill of materials as JSON', false)
  .addHelpText(
    'after',
    `
The version follows from the entries below "Unreleased" in CHANGELOG.md: one that begins with **Breaking**, or stands below
Removed, raises the first number (the second before 1.0.0), Added, Changed and Deprecated the second, Fixed and Security the
third. It exits with 1 when a check fails.`,
  )
  .parse()
  .opts<Flags>();

const say = (line: string) => console.error(line);

await release(flags).catch(exitWithReason);

async function release({ dryRun, writeLicences, json }: Flags): Promise<void> {
  const folder = process.cwd();
  if (writeLicences) return writeFile(LICENCE_LIST, printLicences((await readLockedPackages(folder)).packages));
  const now = new Date();
  const plan = await planRelease({ folder, now, audit: () => auditByNpm(folder) });
  const { version, tag, checks, notes } = plan;
  if (json) process.stdout.write(`${JSON.stringify(plan, undefined, 2)}\n`);
  else {
    for (const { title, isOk, detail } of checks)
      process.stdout.write(`${isOk ? 'ok    ' : 'FAILED'}  ${title}: ${detail}\n`);
    process.stdout.write(`\n${tag}\n\n${notes}\n\n`);
  }
  if (checks.some(({ isOk }) => !isOk)) process.exitCode = 1;
  if (dryRun) return say(`It would commit "Release ${version}" and tag it ${tag}; nothing was changed.`);
  const file = await makeRelease(plan, folder, now);
  say(`Committed and tagged. To publish it: git push origin main ${tag}, with ${file} beside the release.`);
}

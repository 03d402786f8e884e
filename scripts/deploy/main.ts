import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { fromUser } from '../options/from-user.js';
import { ROLES, runtimeFiles, type Role } from './runtime-files.js';

const DEFAULT = join('dist', 'runtime');

interface Flags {
  role?: Role;
  out: string;
  list: boolean;
}

const flags = new Command('npm run build --')
  .description(
    'Builds what is stale, and copies what runs into a folder that needs Node.js alone: no packages, no compiler.',
  )
  .option('--role <role>', `only what one role needs: ${ROLES.join(' or ')}`, role)
  .option('--out <folder>', 'where the copy goes; a folder other than the default one must be empty', DEFAULT)
  .option('--list', 'only print the paths of the files', false)
  .addHelpText(
    'after',
    `
Native code is that of the platform on which it is built. In the folder, or a copy of it:
  node scripts/deploy/run.js gateway
  node scripts/deploy/run.js cities        a subgraph; also seed, migrate, verify, backup and restore`,
  )
  .parse()
  .opts<Flags>();

await build(flags).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});

async function build({ role: only, out, list }: Flags): Promise<void> {
  const checkout = process.cwd();
  const files = await runtimeFiles(checkout, only === undefined ? ROLES : [only]);
  if (list) return console.log(files.join('\n'));
  const folder = fromUser(out);
  if (out === DEFAULT) await rm(join(checkout, DEFAULT), { recursive: true, force: true });
  else if (existsSync(folder) && (await readdir(folder)).length > 0)
    throw new Error(`${folder} is not empty: name another folder.`);
  const target = out === DEFAULT ? join(checkout, DEFAULT) : folder;
  let bytes = 0;
  for (const file of files) {
    await mkdir(dirname(join(target, file)), { recursive: true });
    await copyFile(join(checkout, file), join(target, file));
    bytes += (await stat(join(checkout, file))).size;
  }
  console.log(`${target}: ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB`);
}

function role(text: string): Role {
  const found = ROLES.find((each) => each === text);
  if (!found) throw new InvalidArgumentError(`It must be ${ROLES.join(' or ')}.`);
  return found;
}

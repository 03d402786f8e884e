import { spawn } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const WANTED = join('scripts', 'bench', 'peers');
const LOCK = 'package-lock.json';

/**
 * Installs the gateways of others apart from the project's own packages, when that has not been done.
 *
 * @param folder where to
 * @throws an error whose message is npm's reason
 */
export async function installPeers(folder: string, report: (line: string) => void): Promise<void> {
  const wanted = await readFile(join(WANTED, LOCK), 'utf8');
  const marker = join(folder, 'installed.json');
  if ((await readFile(marker, 'utf8').catch(() => '')) === wanted) return;

  report(`Installing the gateways of others into ${folder}, once`);
  await mkdir(folder, { recursive: true });
  for (const name of ['package.json', LOCK]) await copyFile(join(WANTED, name), join(folder, name));
  await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], folder);
  await writeFile(marker, wanted);
}

function npm(args: readonly string[], cwd: string): Promise<void> {
  const program = process.env['npm_execpath']?.endsWith('npm-cli.js')
    ? [process.execPath, process.env['npm_execpath']]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  const [command, ...before] = program as [string, ...string[]];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...before, ...args], {
      cwd,
      stdio: ['ignore', 'ignore', 'pipe'],
      shell: command.endsWith('.cmd'),
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.once('error', reject);
    child.once('exit', (code) => {
      const reason = said.split('\n').find((line) => line.startsWith('npm error')) ?? `npm ended with ${code}`;
      if (code === 0) resolve();
      else reject(new Error(`it could not be installed: ${reason}`));
    });
  });
}

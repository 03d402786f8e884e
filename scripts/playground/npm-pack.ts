import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../database/run-command.js';

/** One retry and short pauses: npm's own waits keep a machine without network waiting for over a minute. */
const PACK = [
  'pack',
  '--ignore-scripts',
  '--prefer-offline',
  '--loglevel=error',
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=500',
  '--fetch-retry-maxtimeout=2000',
];

/**
 * Download the archive of one package into a folder; gives the archive's path.
 *
 * Throws an error whose message is one clause: npm is not there, took too long (`timeout`, milliseconds), or what it
 * said.
 */
export async function npmPack(
  spec: string,
  options: { folder: string; env: NodeJS.ProcessEnv; timeout: number },
): Promise<string> {
  const { folder, env, timeout } = options;
  const signal = AbortSignal.timeout(timeout);
  const [command, ...args] = npm(env);
  const result = await runCommand(command, [...args, ...PACK, `--pack-destination=${folder}`, spec], {
    env,
    signal,
  }).catch((error: NodeJS.ErrnoException) => {
    if (signal.aborted) throw new Error(`npm did not fetch ${spec} within ${timeout / 1000} s`);
    throw new Error(error.code === 'ENOENT' ? 'there is no npm on PATH' : `npm could not be run: ${error.message}`);
  });
  if (result.code !== 0) throw new Error(`npm could not fetch ${spec}: ${said(result.stderr)}`);
  const archive = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  if (!archive) throw new Error(`npm fetched nothing for ${spec}`);
  return join(folder, archive);
}

/** npm started this process, in the usual case, and says where it is: on Windows its name on PATH is no program. */
function npm(env: NodeJS.ProcessEnv): [string, ...string[]] {
  return env.npm_execpath?.endsWith('npm-cli.js') ? [process.execPath, env.npm_execpath] : ['npm'];
}

/** The first line that is more than a code; addresses are left out, as they may hold a registry's credentials. */
function said(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.replace(/^npm (error|ERR!)\s*/i, '').trim());
  const code = lines.find((line) => line.startsWith('code '))?.slice('code '.length);
  const text = lines.find((line) => line && !/^(code|errno|syscall) /.test(line)) ?? 'it said nothing';
  const plain = text.replace(/https?:\/\/\S+/g, 'the registry');
  return code && !plain.includes(code) ? `${plain} (${code})` : plain;
}

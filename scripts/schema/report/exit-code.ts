/** How `npm run schema` ends, for scripts. */
export const EXIT = { passed: 0, failed: 1, usage: 2, unreachable: 3 } as const;

/** Ends the command with a sentence for the person who ran it, and without a stack. */
export class CommandError extends Error {
  override name = 'CommandError';

  /** @param exitCode one of {@link EXIT} */
  constructor(
    message: string,
    readonly exitCode: number = EXIT.failed,
  ) {
    super(message);
  }
}

/** The options or arguments make no sense. */
export function usageError(message: string): CommandError {
  return new CommandError(message, EXIT.usage);
}

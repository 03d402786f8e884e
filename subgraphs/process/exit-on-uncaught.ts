/** Milliseconds that requests in flight get to finish. With a supervisor's first pause, the next process starts within a second. */
const DRAIN_MS = 500;

/**
 * Ends this process with status 1 on an uncaught exception or an unhandled rejection, because its state is unknown
 * afterwards. It writes one line to the log, lets requests in flight finish for {@link DRAIN_MS}, and leaves the restart
 * to a supervisor.
 *
 * @param close stops accepting requests; its own errors are ignored
 */
export function exitOnUncaught(
  log: { fatal(details: object, message: string): void },
  close: () => Promise<void>,
): void {
  let isEnding = false;
  const end = (cause: unknown) => {
    log.fatal({ err: cause }, 'Uncaught error: the process exits');
    if (isEnding) process.exit(1);
    isEnding = true;
    setTimeout(() => process.exit(1), DRAIN_MS);
    const leave = () => process.exit(1);
    close().then(leave, leave);
  };
  process.on('uncaughtException', end).on('unhandledRejection', end);
}

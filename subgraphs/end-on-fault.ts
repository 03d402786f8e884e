/** Milliseconds that requests in flight have to end. With the first pause of a supervisor, the next process comes within a second. */
const PATIENCE_MS = 500;

/**
 * Ends this process when something in it threw or was rejected and nobody caught it: nobody knows what state it is in.
 * It says so in one line of its log, lets requests in flight end for a moment, and leaves with status 1, so that whoever
 * supervises it starts it again.
 *
 * @param close closes the door; what it throws is of no interest any more
 */
export function endOnFault(log: { fatal(details: object, message: string): void }, close: () => Promise<void>): void {
  let isEnding = false;
  const end = (cause: unknown) => {
    log.fatal({ err: cause }, 'Nobody caught this: the process ends');
    if (isEnding) process.exit(1);
    isEnding = true;
    setTimeout(() => process.exit(1), PATIENCE_MS);
    const leave = () => process.exit(1);
    close().then(leave, leave);
  };
  process.on('uncaughtException', end).on('unhandledRejection', end);
}

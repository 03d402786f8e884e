import { writeFileSync } from 'node:fs';

/**
 * Where others want the same processors, these make a process's share of them 0.4 and 0.04 of what it has otherwise:
 * https://man7.org/linux/man-pages/man7/sched.7.html (autogroup).
 */
const SERVING = 4;
const STARTING_AGAIN = 14;
/** Milliseconds that it starts so; on a machine that is never idle, it would take too long. */
const LONGEST = 5_000;
/** Milliseconds: the system takes one change of these in a tenth of a second. */
const AGAIN = 150;

/**
 * Lets a process that leads a session of its own stand behind those that do not give way: whoever must refuse what is
 * too much cannot wait for those who work. Where the system cannot (others than Linux, or without autogroups), nothing
 * happens.
 *
 * @param answers settles when it answers, or has ended
 * @param isStartedAgain until it answers, and for five seconds at most, it takes only what others leave
 */
export function giveWay(pid: number, answers: Promise<unknown>, isStartedAgain: boolean): void {
  let wanted = isStartedAgain ? STARTING_AGAIN : SERVING;
  let timer: NodeJS.Timeout | undefined;
  const change = () => {
    clearTimeout(timer);
    if (!set(pid, wanted)) timer = setTimeout(change, AGAIN).unref();
  };
  const serve = () => {
    if (wanted === SERVING) return;
    wanted = SERVING;
    change();
  };
  change();
  setTimeout(serve, LONGEST).unref();
  void answers.then(serve, () => {
    // It has ended: its number may be another's.
    wanted = SERVING;
    clearTimeout(timer);
  });
}

/** @returns false when it is to be tried again */
function set(pid: number, nice: number): boolean {
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(nice));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EAGAIN';
  }
  return true;
}

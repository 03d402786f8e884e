import { writeFileSync } from 'node:fs';

/** A tenth of what a process has otherwise, where others want the same processors: https://man7.org/linux/man-pages/man7/sched.7.html (autogroup). */
const GIVING_WAY = 10;
/** Milliseconds; on a machine that is never idle, a start would take too long. */
const LONGEST = 5_000;
/** Milliseconds: the system takes one change of these in a tenth of a second. */
const AGAIN = 150;

/**
 * Lets a process that leads a session of its own take what others leave of the processors, for a while. Where the
 * system cannot (others than Linux, or without autogroups), nothing happens.
 *
 * @param over whatever becomes of it, it has its share again then; and in any case after five seconds
 */
export function giveWay(pid: number, over: Promise<unknown>): void {
  let wanted = GIVING_WAY;
  let timer: NodeJS.Timeout | undefined;
  const change = () => {
    clearTimeout(timer);
    if (!set(pid, wanted)) timer = setTimeout(change, AGAIN).unref();
  };
  const restore = () => {
    if (wanted === 0) return;
    wanted = 0;
    change();
  };
  change();
  setTimeout(restore, LONGEST).unref();
  void over.then(restore, () => {
    // It has ended: its number may be another's.
    wanted = 0;
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

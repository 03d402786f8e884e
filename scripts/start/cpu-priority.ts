import { writeFileSync } from 'node:fs';

/**
 * Nice values of a process's autogroup, which leave it 0.4 and 0.04 of its usual share of a processor that others want:
 * https://man7.org/linux/man-pages/man7/sched.7.html (autogroup).
 */
const NICE = { serving: 4, restarting: 14 };
/** Milliseconds for which a process may have the lowest priority: on a machine that is never idle it would not get ready. */
const MAX_RESTARTING_MS = 5_000;
/** Milliseconds: the kernel accepts one change of an autogroup in a tenth of a second. */
const RETRY_MS = 150;

/**
 * Lowers the CPU priority of a process that leads a session of its own, so that the gateway, which must
 * refuse requests under overload, does not wait for the subgraphs. Where the system has no autogroups (others than Linux), nothing happens.
 *
 * @param ready settles when the process listens, or has ended
 * @param isRestarting until it listens, and for five seconds at most, it has the lowest priority
 */
export function lowerCpuPriority(pid: number, ready: Promise<unknown>, isRestarting: boolean): void {
  let wanted = isRestarting ? NICE.restarting : NICE.serving;
  let timer: NodeJS.Timeout | undefined;
  const apply = () => {
    clearTimeout(timer);
    if (!setAutogroupNice(pid, wanted)) timer = setTimeout(apply, RETRY_MS).unref();
  };
  const serve = () => {
    if (wanted === NICE.serving) return;
    wanted = NICE.serving;
    apply();
  };
  apply();
  setTimeout(serve, MAX_RESTARTING_MS).unref();
  void ready.then(serve, () => {
    // The process has ended: its id may be another's.
    wanted = NICE.serving;
    clearTimeout(timer);
  });
}

/** @returns false when the kernel requires another attempt */
function setAutogroupNice(pid: number, nice: number): boolean {
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(nice));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EAGAIN';
  }
  return true;
}

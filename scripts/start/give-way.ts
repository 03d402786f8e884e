import { readFileSync, writeFileSync } from 'node:fs';

/** A tenth of what a process has otherwise, where others want the same processors: https://man7.org/linux/man-pages/man7/sched.7.html (autogroup). */
const GIVING_WAY = 10;
/** Milliseconds: the system takes one change of these in a tenth of a second. */
const AGAIN_MS = 150;

/**
 * Lets a process that leads a session of its own take what others leave of the processors. Where the system cannot
 * (others than Linux, or without autogroups), nothing happens.
 *
 * @returns what lets it have its share again
 */
export function giveWay(pid: number): () => void {
  const file = `/proc/${pid}/autogroup`;
  if (!set(file, GIVING_WAY)) return () => undefined;
  return function restore() {
    // Not when it has ended meanwhile, and the number is another's.
    if (isGivingWay(file) && !set(file, 0)) setTimeout(restore, AGAIN_MS).unref();
  };
}

function isGivingWay(file: string): boolean {
  try {
    return readFileSync(file, 'utf8').trimEnd().endsWith(`nice ${GIVING_WAY}`);
  } catch {
    return false;
  }
}

function set(file: string, nice: number): boolean {
  try {
    writeFileSync(file, String(nice));
    return true;
  } catch {
    return false;
  }
}

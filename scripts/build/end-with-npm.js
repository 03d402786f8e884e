/** Milliseconds. */
const PAUSE = 500;

/**
 * Ends this process in order, as by SIGTERM, when npm that started it is gone. npm passes a SIGTERM on to its shell
 * only, which dies of it and leaves us behind; a Ctrl-C in the terminal reaches us by itself.
 */
export function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, PAUSE);
  timer.unref();
}

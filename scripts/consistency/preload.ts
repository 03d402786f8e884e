/**
 * Runs before a program whose clock is to jump: at each SIGUSR2 its wall clock goes by CLOCK_JUMP_MS, there and back again. The
 * monotonic clock, and timers, go on.
 */
import { isMainThread } from 'node:worker_threads';

const jumpMs = Number(process.env['CLOCK_JUMP_MS'] ?? 0);

if (isMainThread && jumpMs !== 0) {
  const Unmoved = Date;
  let offset = 0;
  process.on('SIGUSR2', () => (offset = offset === 0 ? jumpMs : 0));
  const now = () => Unmoved.now() + offset;
  globalThis.Date = new Proxy(Unmoved, {
    construct: (target, args: [], newTarget: typeof Date) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
    apply: () => new Unmoved(now()).toString(),
    get: (target, name, receiver) => (name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown)),
  });
}

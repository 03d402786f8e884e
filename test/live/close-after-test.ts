import { afterEach } from '@jest/globals';

const closing: (() => unknown)[] = [];

/** Import this file before the gateway's, which expects after each test that nothing is counted for streams any more. */
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Has something closed when the test is over, before its gateway is. */
export function closeAfterTest(close: () => unknown): void {
  closing.push(close);
}

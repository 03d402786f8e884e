import { spawn } from 'node:child_process';
import { checkout } from '../build/checkout.js';

/** Each check uses one core. */
const AT_ONCE = 2;

/**
 * Runs checks, two at a time, and prints what each says when it has ended.
 *
 * @param {readonly { title: string, args: string[] }[]} checks with the arguments of Node
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runChecks(checks) {
  const waiting = [...checks];
  const counts = { passed: 0, failed: 0 };
  const runWaiting = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const { code, output } = await runNode(check.args);
      console.log(`\n# ${check.title}\n${output}${code === 0 ? 'ok' : 'failed'}`);
      if (code === 0) counts.passed += 1;
      else counts.failed += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, runWaiting));
  return counts;
}

/**
 * @param {string[]} args
 * @returns {Promise<{ code: number, output: string }>} code is 1 when a signal ended the program
 */
function runNode(args) {
  return new Promise((resolve, reject) => {
    // Without a group of its own: a Ctrl-C in the terminal ends it too.
    const child = spawn(process.execPath, args, { cwd: checkout, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (/** @type {string} */ text) => (output += text));
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

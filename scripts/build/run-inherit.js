import { spawn } from 'node:child_process';

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Runs a program to its end; it writes to our standard output and error. A signal that would end us ends it first.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, shell?: boolean, killSignal?: AbortSignal }} options its abort kills the program
 * @returns {Promise<number>} its exit code; 1 when a signal ended it or it could not be started
 */
export function runInherit(command, args, { cwd, shell = false, killSignal }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, shell, stdio: ['ignore', 'inherit', 'inherit'] });
    killSignal?.addEventListener('abort', () => child.kill('SIGKILL'));
    /** @param {NodeJS.Signals} signal */
    const pass = (signal) => {
      child.kill(signal);
      child.once('exit', () => process.exit(130));
    };
    for (const signal of SIGNALS) process.on(signal, pass);
    /** @param {number} code */
    const end = (code) => {
      for (const signal of SIGNALS) process.off(signal, pass);
      resolve(code);
    };
    child.once('error', (error) => {
      console.error(`${command} cannot be run: ${error.message}`);
      end(1);
    });
    child.once('exit', (code) => end(code ?? 1));
  });
}

import { spawn } from 'node:child_process';

export interface CommandResult {
  /** The exit code; null when a signal ended the process. */
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  /** Its PATH is also where the command is looked for. */
  env: NodeJS.ProcessEnv;
  /** Ends the process; the promise then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Called with each piece of standard output as it comes. */
  onOutput?: (text: string) => void;
}

/**
 * Run a program to its end and collect what it printed.
 *
 * Rejects when it cannot be started (`code` is `ENOENT` when there is no such program) or was aborted; a program that
 * ran and failed resolves, with its exit code.
 */
export function runCommand(command: string, args: string[], options: CommandOptions): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: options.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: options.signal,
      windowsHide: true,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      options.onOutput?.(text);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', (error) => reject(options.signal?.aborted ? options.signal.reason : error));
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

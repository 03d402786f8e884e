import { VariablesError } from '../../subgraphs/process/variables.js';

/** Prints why a command failed, and gives the process the exit code 1. An error that is meant for people has no stack. */
export function exitWithReason(error: Error): void {
  console.error(error instanceof VariablesError || error.constructor === Error ? error.message : error.stack);
  process.exitCode = 1;
}

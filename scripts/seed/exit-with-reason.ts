import { VariablesError } from '../../subgraphs/process/variables.js';
import { isUnauthorized } from '../../subgraphs/runtime/database/create-indexes.js';

/** Prints why a command failed, and gives the process the exit code 1. An error that is meant for people has no stack. */
export function exitWithReason(error: Error): void {
  console.error(reasonOf(error));
  process.exitCode = 1;
}

function reasonOf(error: Error): string | undefined {
  if (error instanceof VariablesError || error.constructor === Error) return error.message;
  if (!isUnauthorized(error)) return error.stack;
  // The message goes on with the whole command, which may have values of records.
  const [what] = error.message.split(' to execute command');
  return `The user of the database's address lacks a role for this: ${what}. It needs readWrite and dbAdmin on each database, or read for a backup.`;
}

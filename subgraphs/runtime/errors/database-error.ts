import { types } from 'node:util';
import mongoose from 'mongoose';

/** Why a database did not do what it was asked: it cannot be reached or does not answer in time, has no room left, or has such an entry already. */
export type DatabaseFault = 'down' | 'full' | 'duplicate';

/**
 * Codes of the server for what passes when it or another member is back.
 * https://github.com/mongodb/mongo/blob/v6.0/src/mongo/base/error_codes.yml
 */
const DOWN = new Set([
  ...[6, 7, 89, 9001], // HostUnreachable, HostNotFound, NetworkTimeout, SocketException
  ...[91, 11600, 11602, 189], // ShutdownInProgress, InterruptedAtShutdown, InterruptedDueToReplStateChange, PrimarySteppedDown
  ...[10107, 13435, 13436], // NotWritablePrimary, NotPrimaryNoSecondaryOk, NotPrimaryOrSecondary
  ...[50, 262, 290, 64, 100], // MaxTimeMSExpired, ExceededTimeLimit, TransactionExceededLifetimeLimitSeconds, WriteConcernFailed, UnsatisfiableWriteConcern
  43, // CursorNotFound: the member that held the rest of a result was started again
  251, // NoSuchTransaction: the server was started again in its middle
]);
/** Codes of the system for a connection that broke, which the driver passes on as they are when it finds out by writing. */
const BROKEN = new Set(['EPIPE', 'ECONNRESET']);
const OUT_OF_DISK_SPACE = 14031;
export const DUPLICATE_KEY = 11000;

/** Names of the driver's errors, as it does not give all of their classes. */
const DOWN_NAMES = new Set([
  'MongoServerSelectionError',
  'MongooseServerSelectionError',
  'MongoNotConnectedError',
  'MongoExpiredSessionError',
  'MongoTopologyClosedError',
  'MongoServerClosedError',
  'MongoPoolClosedError',
  'MongoWaitQueueTimeoutError',
  'MongoOperationTimeoutError',
  'MongoClientClosedError',
]);

/** True when a commit was sent and its result is not known: what was written may be done. */
export function mayBeCommitted(error: unknown): boolean {
  return (
    error instanceof mongoose.mongo.MongoError &&
    (error.hasErrorLabel('UnknownTransactionCommitResult') || mayBeCommitted(error.cause))
  );
}

/** Tells what was wrong with the database; undefined for any other error. */
export function databaseFault(error: unknown): DatabaseFault | undefined {
  if (!types.isNativeError(error)) return undefined;
  if (error instanceof mongoose.mongo.MongoServerError) {
    const { code, errorResponse } = error;
    // The driver dresses whatever ends a bulk write as the server's own error.
    if (types.isNativeError(errorResponse)) return databaseFault(errorResponse);
    if (code === DUPLICATE_KEY) return 'duplicate';
    if (code === OUT_OF_DISK_SPACE) return 'full';
    return DOWN.has(code as number) ? 'down' : undefined;
  }
  // The last is of a command before the first connection.
  return error instanceof mongoose.mongo.MongoNetworkError ||
    DOWN_NAMES.has(error.name) ||
    BROKEN.has((error as NodeJS.ErrnoException).code!) ||
    error.message.includes('before initial connection')
    ? 'down'
    : undefined;
}

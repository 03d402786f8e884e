import { jest } from '@jest/globals';

/*
 * For test files that depend on real time: processes that are killed, deadlines, rates. On a machine that is busy with
 * other work a test of theirs may fail once, and is repeated. Both errors are printed, and the run counts the repetitions.
 */
jest.retryTimes(1, { logErrorsBeforeRetry: true });

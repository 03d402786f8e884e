import { afterEach, expect, jest, test } from '@jest/globals';
import mongoose from 'mongoose';
import { exitWithReason } from '../../scripts/seed/exit-with-reason.js';

afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
});

test('a role that the user lacks is one sentence, without the command and its values', () => {
  const print = jest.spyOn(console, 'error').mockReturnValue();
  exitWithReason(
    new mongoose.mongo.MongoServerError({
      code: 13,
      message: 'not authorized on citylink_partners to execute command { insert: "people", documents: [ "Somchai" ] }',
    }),
  );
  expect(process.exitCode).toBe(1);
  expect(print.mock.calls).toEqual([
    [
      "The user of the database's address lacks a role for this: not authorized on citylink_partners. It needs readWrite and dbAdmin on each database, or read for a backup.",
    ],
  ]);
});

import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { expect, jest, test } from '@jest/globals';
import mongoose from 'mongoose';
import { openDatabase } from '../../subgraphs/runtime/database/database.js';
import { databaseFault } from '../../subgraphs/runtime/errors/database-error.js';
import { errorFormatter } from '../../subgraphs/runtime/errors/errors.js';

test('a write to a connection that the server has closed counts as a database that is down', async () => {
  const server = createServer((socket) => void socket.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').resume();
  const closed = new Promise((resolve) => socket.once('close', resolve).on('error', () => undefined));
  await once(socket, 'end');
  const error = await new Promise((resolve) => socket.write('ping', resolve));
  expect(error).toMatchObject({ code: 'EPIPE' });
  expect(databaseFault(error)).toBe('down');
  await closed;
  server.close();
});

test('an error of the program does not count as a database that is down', () => {
  expect(databaseFault(new TypeError('x is not a function'))).toBeUndefined();
});

test.each([
  [43, 'the rest of a result that was lost with its member'],
  [11600, 'a server that shuts down'],
  [10107, 'a member that is no primary any more'],
])('error %i of the server, for %s, counts as a database that is down', (code, message) => {
  expect(databaseFault(new mongoose.mongo.MongoServerError({ message, code }))).toBe('down');
});

test.each(['MongoPoolClosedError', 'MongoServerClosedError', 'MongoWaitQueueTimeoutError'])(
  'a %s of the driver counts as a database that is down',
  (name) => {
    expect(databaseFault(Object.defineProperty(new Error('closed'), 'name', { value: name }))).toBe('down');
  },
);

const TEST_URI = process.env['TEST_MONGODB_URI'] as string;

test('a commit whose result stays unknown is sent again for seconds, not minutes, and the error says that it may be done', async () => {
  const database = openDatabase({ uri: TEST_URI, name: `unknown_commit_${process.pid}` });
  const unknown = new mongoose.mongo.MongoNetworkError('closed');
  unknown.addErrorLabel('UnknownTransactionCommitResult');
  const commit = jest.spyOn(mongoose.mongo.ClientSession.prototype, 'commitTransaction').mockRejectedValue(unknown);
  let now = 0;
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => (now += 1_000));
  try {
    const error: unknown = await database.transaction(async () => undefined).catch((thrown: unknown) => thrown);
    expect(commit.mock.calls.length).toBeLessThan(10);
    expect(errorFormatter({ error: () => undefined })({ message: '' }, error)).toEqual({
      message: 'The database does not respond.',
      extensions: { code: 'DATABASE_UNAVAILABLE', mayBeDone: true },
    });
  } finally {
    commit.mockRestore();
    clock.mockRestore();
    await database.close();
  }
});

test('a connection string that says from which secondaries to read counts as a database that is there', async () => {
  const uri = new URL(TEST_URI.replace(/^mongodb:/, 'http:'));
  uri.searchParams.set('readPreference', 'nearest');
  uri.searchParams.set('maxStalenessSeconds', '120');
  uri.searchParams.append('readPreferenceTags', 'dc:bkk');
  const database = openDatabase({ uri: uri.href.replace(/^http:/, 'mongodb:'), name: `stale_${process.pid}` });
  try {
    await database.connected();
    expect(database.isUp()).toBe(true);
  } finally {
    await database.close();
  }
});

import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { databaseFault } from '../../subgraphs/runtime/errors/database-error.js';

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

import mongoose from 'mongoose';
import { maskCredentials } from './mask-credentials.js';
import { OLDEST_VERSION } from './mongod.js';

const { MongoClient } = mongoose.mongo;

/** MongoDB's answer to `hello`, as far as it tells a replica set from what is none. */
interface Hello {
  setName?: string;
  isWritablePrimary?: boolean;
  isreplicaset?: boolean;
  /** `isdbgrid` from the router of a sharded cluster. */
  msg?: string;
}

/** How long the primary may take to answer, and how long we may then take to find out why it did not (ms). */
const PATIENCE = 2000;
const PATIENCE_TO_EXPLAIN = 700;

/**
 * Check that an address given by configuration leads to a replica set (or a sharded cluster) that accepts writes.
 *
 * `variable` is the name of the setting, for the messages. Throws, within 3 s, an error whose message is one sentence
 * in which credentials are masked: not an address, not reachable, credentials refused or absent, too old, or a standalone
 * server, with what turns that into a replica set of one.
 */
export async function checkGivenUri(variable: string, uri: string): Promise<void> {
  const shown = `${variable} (${maskCredentials(uri)})`;
  try {
    await ask(uri, PATIENCE, async ({ hello, version, lookInside }) => {
      const fault = faultOf(await hello());
      if (fault) throw new Error(`${shown} ${fault}`);
      const found = await version();
      if (Number.parseInt(found, 10) < Number.parseInt(OLDEST_VERSION, 10)) {
        throw new Error(`${shown} leads to MongoDB ${found}; ${OLDEST_VERSION} or later is needed`);
      }
      await lookInside();
    });
  } catch (error) {
    throw (
      explained(variable, shown, error as Error & { code?: unknown }) ?? (await examined(shown, uri, error as Error))
    );
  }
}

interface Server {
  hello(): Promise<Hello>;
  version(): Promise<string>;
  /** The least that only a known user may do: servers answer the other two to anyone. */
  lookInside(): Promise<unknown>;
}

async function ask<T>(uri: string, patience: number, talk: (server: Server) => Promise<T>): Promise<T> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: patience, connectTimeoutMS: patience });
  // Looking up a mongodb+srv name is not covered by the driver's own timeouts.
  const tooLate = AbortSignal.timeout(patience + 100);
  const late = new Promise<never>((_, reject) =>
    tooLate.addEventListener('abort', () => reject(new Error('no answer'))),
  );
  const admin = client.db('admin');
  const server: Server = {
    hello: async () => (await admin.command({ hello: 1 })) as Hello,
    version: async () => (await admin.command({ buildInfo: 1 })).version,
    lookInside: () => admin.command({ listDatabases: 1, nameOnly: true, authorizedDatabases: true }),
  };
  try {
    return await Promise.race([talk(server), late]);
  } finally {
    late.catch(() => undefined);
    await client.close();
  }
}

/** What makes a server unfit, as the rest of a sentence; undefined when it is the primary, or the router of a cluster. */
function faultOf(hello: Hello): string | undefined {
  if (hello.msg === 'isdbgrid' || (hello.setName && hello.isWritablePrimary)) return undefined;
  if (hello.setName) return `leads to a member of the replica set ${hello.setName} that is not its primary`;
  if (hello.isreplicaset)
    return `leads to a replica set that was never initiated: run mongosh --eval 'rs.initiate()' once`;
  return `leads to a standalone server: start it with --replSet rs0 and run mongosh --eval 'rs.initiate()' once, which makes it a replica set of one`;
}

/** The error in our words, when it explains itself. */
function explained(variable: string, shown: string, error: Error & { code?: unknown }): Error | undefined {
  if (error.message.startsWith(shown)) return error;
  if (error.name === 'MongoParseError' || error.name === 'MongoRuntimeError') {
    // The driver's other messages quote the part that it could not read, which may be a password.
    const reason = error.name === 'MongoParseError' ? maskCredentials(error.message) : 'a host in it cannot be read';
    return new Error(
      `${variable} is not an address of MongoDB (${reason}); one looks like mongodb://127.0.0.1:27017/?replicaSet=rs0`,
    );
  }
  if (error.code === 18 || error.code === 8000)
    return new Error(`${shown} refuses the user name or the password in it`);
  return error.code === 13
    ? new Error(`${shown} wants a user name and a password, as in mongodb://user:password@host/`)
    : undefined;
}

/**
 * The reason why no primary answered, asked of the server itself: an address that names a replica set hides from the
 * driver that the server is none, or has another name, or was never initiated.
 */
async function examined(shown: string, uri: string, error: Error): Promise<Error> {
  const hello = await ask(straightTo(uri), PATIENCE_TO_EXPLAIN, (server) => server.hello()).catch(() => undefined);
  if (!hello) return new Error(`${shown} cannot be reached: ${maskCredentials(error.message)}`);
  const name = hello.setName ? `its replica set is called ${hello.setName}` : '';
  return new Error(`${shown} ${faultOf(hello) ?? `cannot be used: ${name}, and ${maskCredentials(error.message)}`}`);
}

/** The same address, without its wish for a replica set. */
function straightTo(uri: string): string {
  const [address = '', options = ''] = uri.split('?');
  const kept = options.split('&').filter((option) => option && !/^(replicaSet|directConnection)=/i.test(option));
  return `${/:\/\/.*\//.test(address) ? address : `${address}/`}?${[...kept, 'directConnection=true'].join('&')}`;
}

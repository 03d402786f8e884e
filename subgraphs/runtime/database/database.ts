import mongoose, { type ClientSession, type Connection } from 'mongoose';
import { modelOn, type ModelDatabase } from './model.js';

export interface DatabaseOptions {
  /** A MongoDB connection string of a replica set. */
  uri: string;
  /** The database of the subgraph; ignored when the connection string names one. */
  name: string;
  /** Told the name of every command sent to the database but those of its change stream; counts them in tests. */
  onCommand?: (command: string) => void;
  /** Told of each command that has ended, but those of its change stream. */
  onCommandEnded?: ((command: EndedCommand) => void) | undefined;
  /** Told once when the database can no longer be reached, with the reason if there is one, and once when it can again. */
  onReachable?: (isReachable: boolean, reason?: Error) => void;
  /** Nobody waits for an answer: a command may take as long as it takes, as building an index does. */
  isPatient?: boolean;
}

/** A command of the database that has ended. */
export interface EndedCommand {
  /** Such as `find`. */
  readonly name: string;
  readonly collection: string | undefined;
  readonly ms: number;
  readonly isFailed: boolean;
  /** What its operation has its commands marked by, see {@link OperationBudget.comment}. */
  readonly comment: string | undefined;
  /** Of its transaction, 32 hexadecimal digits. */
  readonly session: string | undefined;
}

/** A subgraph's own database: its models, and whether it can be reached now. */
export interface Database extends ModelDatabase {
  isUp(): boolean;
  /** For what no model can. */
  readonly connection: Connection;
  /**
   * Does all of a work together or nothing of it; the work runs again when it meets another one.
   *
   * @param onCommit told what was committed, and null when that is not known; not called when nothing was
   */
  transaction<T>(work: (session: ClientSession) => Promise<T>, onCommit?: (commit: Commit | null) => void): Promise<T>;
  /** Resolves when connected, or rejects when attempts have failed for {@link FIRST_CONNECTION_MS}; they go on in the background until closed. */
  connected(): Promise<void>;
  /** Removes the database and everything in it. */
  drop(): Promise<void>;
  close(): Promise<void>;
}

/** The comment of the commands of a change stream: by it the operators of a database know them. */
export const CHANGE_STREAM = 'citylink change stream';

/** A transaction that was committed, as its changes name it. */
export interface Commit {
  /** The id of its session, 32 hexadecimal digits. */
  readonly session: string;
  readonly transaction: number;
  /** The cluster time when the commit was acknowledged: that of its writes, or a later one. */
  readonly by: mongoose.mongo.Timestamp;
}

/**
 * How long a command waits for a usable server, in milliseconds: shorter than a gateway waits for a subgraph, so that the
 * client is told that the database is away, and not that the subgraph is.
 */
const SERVER_SELECTION_MS = 800;
/** The same where nobody waits for a response. */
const PATIENT_SELECTION_MS = 10_000;
const RETRY_MS = 500;
/** For how long a start waits for its first connection, in milliseconds. */
const FIRST_CONNECTION_MS = 4_000;
/** How long any one read may take in the database, in milliseconds: shorter than a gateway waits for a subgraph. */
export const MAX_TIME_MS = 1_500;
/** Between looks at whether it is there. */
const FIRST_LOOK_MS = 10;
/** What a request may wait for beside that, in milliseconds: a free connection, and a response; the server itself gives up a query before. */
const BOUNDS = { waitQueueTimeoutMS: 1_500, socketTimeoutMS: 5_000 };
/** Of watching the server, in milliseconds: how often, and how late its response may be. One that hangs counts as down after both. */
const WATCH = { heartbeatFrequencyMS: 1_000, connectTimeoutMS: 3_000 };
/** How long a transaction is begun again, or its commit sent again, in milliseconds. The driver's own two minutes are longer than any caller waits. */
const TRANSACTION_MS = 4_000;
/** How long one commit may take in the database, in milliseconds. */
const COMMIT_MS = 2_000;

/**
 * Opens a subgraph's database. Never throws for a database that is down: it keeps trying, and reads fail
 * at once until it is there.
 */
export function openDatabase({
  uri,
  name,
  onCommand,
  onCommandEnded,
  onReachable,
  isPatient = false,
}: DatabaseOptions): Database {
  const connection = mongoose.createConnection();
  // Also for what does not say so itself.
  if (!isPatient) connection.set('maxTimeMS', MAX_TIME_MS);
  let closed = false;
  const attempt = async () => {
    await connection.openUri(withoutReadPreference(uri), {
      ...(namesDatabase(uri) ? {} : { dbName: name }),
      serverSelectionTimeoutMS: isPatient ? PATIENT_SELECTION_MS : SERVER_SELECTION_MS,
      // A large write may keep this process, and the server, from what the watch waits for.
      ...(isPatient ? {} : { ...WATCH, ...BOUNDS }),
      maxPoolSize: 20,
      autoIndex: false,
      autoCreate: false,
      bufferCommands: false,
      monitorCommands: onCommand !== undefined || onCommandEnded !== undefined,
      // Whatever the connection string says: a response has what was written before, and transactions read nowhere else.
      readPreference: 'primary',
      writeConcern: { w: 'majority', journal: true },
      appName: name,
    });
    if (onCommand)
      connection.getClient().on('commandStarted', ({ command, commandName }) => {
        if (command['comment'] !== CHANGE_STREAM) onCommand(commandName);
      });
    if (onCommandEnded) tellEnded(connection.getClient(), onCommandEnded);
  };

  let isReachable = true;
  const tell = (now: boolean, reason?: Error) => {
    if (now === isReachable || closed) return;
    isReachable = now;
    onReachable?.(now, reason);
  };
  connection.on('connected', () => tell(true));
  connection.on('disconnected', () => tell(false));

  let pending: Promise<void> = attempt();
  void keepTrying();

  async function keepTrying(): Promise<void> {
    while (!closed) {
      try {
        await pending;
        return;
      } catch (error) {
        tell(false, error as Error);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
        if (closed) return;
        pending = attempt();
      }
    }
  }

  async function connected(): Promise<void> {
    const end = Date.now() + FIRST_CONNECTION_MS;
    while (!isUp(connection)) {
      if (closed || Date.now() > end) return pending;
      await new Promise((resolve) => setTimeout(resolve, FIRST_LOOK_MS));
    }
  }

  return {
    model: (definition) => modelOn(connection, definition),
    connection,
    isUp: () => isUp(connection),
    async transaction(work, onCommit) {
      const session = await connection.startSession();
      const end = Date.now() + TRANSACTION_MS;
      let isFirst = true;
      const attemptWork = () => {
        if (!isFirst && Date.now() > end)
          throw new mongoose.mongo.MongoOperationTimeoutError('The transaction was begun again for too long');
        isFirst = false;
        isCommitSent = false;
        return work(session);
      };
      let isCommitSent = false;
      const commit = session.commitTransaction.bind(session);
      let commitError: { cause: Error } | undefined;
      // The driver repeats a commit whose result is not known for two minutes.
      session.commitTransaction = async () => {
        if (commitError && Date.now() > end)
          throw new mongoose.mongo.MongoOperationTimeoutError('The commit was sent again for too long', commitError);
        isCommitSent = true;
        try {
          await commit();
        } catch (error) {
          commitError = { cause: error as Error };
          throw error;
        }
      };
      try {
        const result = await session.withTransaction(attemptWork, {
          readPreference: 'primary',
          readConcern: { level: 'snapshot' },
          writeConcern: { w: 'majority', journal: true },
          maxCommitTimeMS: COMMIT_MS,
        });
        if (isCommitSent) onCommit?.(commitOf(session));
        return result;
      } catch (error) {
        if (isCommitSent) onCommit?.(null);
        throw error;
      } finally {
        await session.endSession();
      }
    },
    connected,
    drop: async () => void (await connection.dropDatabase()),
    close: async () => {
      closed = true;
      await connection.close();
    },
  };
}

/** Tells of commands by the driver's events: https://www.mongodb.com/docs/drivers/node/current/monitoring-and-logging/monitoring/ */
function tellEnded(client: mongoose.mongo.MongoClient, onCommandEnded: (command: EndedCommand) => void): void {
  /** By the ids of the requests that are in flight. */
  const started = new Map<number, Pick<EndedCommand, 'collection' | 'comment' | 'session'>>();
  client.on('commandStarted', ({ requestId, command, commandName }) => {
    if (command['comment'] === CHANGE_STREAM) return;
    const named: unknown = commandName === 'getMore' ? command['collection'] : command[commandName];
    const { comment, lsid } = command as { comment?: unknown; lsid?: { id?: { buffer?: Uint8Array } } };
    started.set(requestId, {
      collection: typeof named === 'string' ? named : undefined,
      comment: typeof comment === 'string' ? comment : undefined,
      session:
        command['txnNumber'] !== undefined && lsid?.id?.buffer
          ? Buffer.from(lsid.id.buffer).toString('hex')
          : undefined,
    });
  });
  const end = ({ requestId, commandName, duration }: CommandEnd, isFailed: boolean) => {
    const begun = started.get(requestId);
    if (!begun) return;
    started.delete(requestId);
    onCommandEnded({ name: commandName, ms: duration, isFailed, ...begun });
  };
  client.on('commandSucceeded', (event) => end(event, false));
  client.on('commandFailed', (event) => end(event, true));
}

type CommandEnd = mongoose.mongo.CommandSucceededEvent | mongoose.mongo.CommandFailedEvent;

function commitOf({ id, serverSession, operationTime }: ClientSession): Commit | null {
  if (!id || !operationTime) return null;
  return { session: id.id.toString('hex'), transaction: serverSession.txnNumber, by: operationTime };
}

function isUp(connection: Connection): boolean {
  return connection.readyState === mongoose.ConnectionStates.connected;
}

/** The driver refuses what belongs to a preference for secondaries beside our own. */
function withoutReadPreference(uri: string): string {
  return uri.replace(/(?<=[?&])(?:readPreference|readPreferenceTags|maxStalenessSeconds)=[^&]*(?:&|$)/gi, '');
}

function namesDatabase(uri: string): boolean {
  return /^mongodb(?:\+srv)?:\/\/[^/]+\/[^?]/.test(uri);
}

import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { GraphQLError, GraphQLSchema, parse, type GraphQLFormattedError } from 'graphql';
import { handleProtocols, makeServer, type ServerOptions } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Identity } from '../auth/identity.js';
import { errorBody } from '../errors.js';
import { mayHoldExactNumbers, textOfMember } from '../executor/executor.js';
import { isAllowedOrigin, OTHER_ORIGIN } from '../http/allowed-origin.js';
import { firstRanges, isHeaderValue } from '../http/requested-language.js';
import { HttpError } from '../http/http-error.js';
import { JsonBody } from '../http/json-bodies.js';
import { acceptUpgrades } from '../http/upgrades.js';
import { rateLimitKey } from '../limits/rate-limit-key.js';
import { Exchange, headersOfStream, type StreamClient } from './exchange.js';
import { inOneLine } from './live-result.js';
import { openOperation, type OpenedOperation, type StreamOptions } from './open-operation.js';
import { OperationRefused } from './results.js';
import { toRefusal } from './to-refusal.js';

interface WebSocketsOptions extends StreamOptions {
  /** Origins whose pages may connect, beside our own. */
  corsOrigins: readonly string[];
  log: FastifyBaseLogger;
}

/** Bytes of one message, as of the body of a request. */
const MAX_MESSAGE_BYTES = 256 * 1024;
/** Bytes that a client has not read yet, beyond which its next message ends the connection. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;
/** Milliseconds until `connection_init` must have arrived. */
const INIT_MS = 10_000;
/** Milliseconds that a client has to close the connection when we do. */
const CLOSING_MS = 500;

/** https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md and RFC 6455 section 7.4.1 */
const CLOSE = {
  /** With another token, a client may connect again. */
  token: [4403, 'Forbidden'],
  lease: [1012, 'The lease has ended: connect again'],
  shutdown: [1001, 'Going away'],
  /** Try again later. */
  refused: [1013, 'Too many requests'],
  sameId: [4409, 'There is an operation of this id already'],
} as const;

/** The library asks for a document, of which it reads that results follow one another. */
const SEVERAL_RESULTS = parse('subscription { results }', { noLocation: true });
const NO_SCHEMA = new GraphQLSchema({});

/** Serves operations over WebSockets, with the protocol `graphql-transport-ws`. */
export function serveWebSockets(app: FastifyInstance, options: WebSocketsOptions): void {
  const { url, streams, corsOrigins } = options;
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    handleProtocols,
  });
  const protocol = makeServer<Record<string, unknown>, Connection>(createHandlers());

  acceptUpgrades(app.server, (request, socket, head) => {
    if (request.headers.upgrade?.toLowerCase() !== 'websocket' || request.url?.split('?', 1)[0] !== url) return false;
    try {
      if (!isAllowedOrigin(request.headers, corsOrigins)) throw new HttpError('FORBIDDEN', OTHER_ORIGIN);
      streams.check();
      const connection = new Connection(request, socket, options);
      server.handleUpgrade(request, socket, head, (webSocket) => connection.serve(webSocket, protocol));
    } catch (error) {
      refuse(request, socket, error instanceof HttpError ? error : new HttpError('INTERNAL_SERVER_ERROR'));
    }
    return true;
  });
}

function refuse({ headers }: IncomingMessage, socket: Socket, error: HttpError): void {
  const body = JSON.stringify(errorBody(error.code, headers['accept-language'], error.sentence));
  const fields = { ...error.headers, 'content-type': 'application/json; charset=utf-8', connection: 'close' };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(
    `HTTP/1.1 ${error.statusCode} Refused\r\n${lines.join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

type Handlers = ServerOptions<Record<string, unknown>, Connection>;

/** What the library calls; a connection does the rest. */
function createHandlers(): Handlers {
  return {
    connectionInitWaitTimeout: INIT_MS,
    onConnect: ({ extra, connectionParams }) => extra.initialise(connectionParams),
    async onSubscribe({ extra }, _id, payload) {
      try {
        const opened = await extra.openOperation(payload);
        return { schema: NO_SCHEMA, document: SEVERAL_RESULTS, contextValue: extra.resultsOf(opened) };
      } catch (error) {
        if (error instanceof OperationRefused) return [new Refusal(error.body)];
        throw error;
      }
    },
    subscribe: ({ contextValue }) => contextValue as AsyncIterableIterator<never>,
    onError: (_context, _id, _payload, errors) =>
      errors.flatMap((each) => {
        const cause = each.originalError ?? each;
        if (cause instanceof Refusal) return cause.formatted;
        if (cause instanceof OperationRefused) return new Refusal(cause.body).formatted;
        return errorBody('INTERNAL_SERVER_ERROR', undefined).errors;
      }),
  };
}

/** The errors of an operation that does not run, as `/graphql` would send them. */
class Refusal extends GraphQLError {
  readonly formatted: readonly GraphQLFormattedError[];

  constructor(body: Buffer) {
    super('The operation was refused');
    this.formatted = (JSON.parse(body.toString('utf8')) as { errors: GraphQLFormattedError[] }).errors;
  }
}

/** One WebSocket, of one caller. */
class Connection {
  readonly #options: WebSocketsOptions;
  readonly #request: IncomingMessage;
  readonly #socket: Socket;
  readonly #exchanges = new Set<Exchange>();
  /** JSON texts that stand for results in messages of the library, which would parse and write them again for each client. */
  readonly #texts = new Map<number, string>();
  /** What the library calls each operation, by the client's id. */
  readonly #names = new Map<string, string>();
  /** The client's ids of the same operations. */
  readonly #ids = new Map<string, string>();
  #client: StreamClient;
  #webSocket: WebSocket | undefined;
  #identity: Identity | null = null;
  #message = '';
  #lastText = 0;
  #lastName = 0;
  #isAlive = true;
  #leave: () => void;

  /** @throws HttpError */
  constructor(request: IncomingMessage, socket: Socket, options: WebSocketsOptions) {
    const headers = headersOfStream(request.headers);
    const language = headers['accept-language'];
    if (language !== undefined) headers['accept-language'] = firstRanges(language);
    const id = randomUUID();
    this.#options = options;
    this.#request = request;
    this.#socket = socket;
    this.#client = {
      id,
      headers,
      authorization: request.headersDistinct['authorization'] ?? [],
      socket,
      log: options.log.child({ reqId: id }),
    };
    this.#leave = this.#register(null);
    socket.once('close', () => {
      this.#leave();
      for (const exchange of this.#exchanges) exchange.abort();
    });
  }

  serve(webSocket: WebSocket, protocol: ReturnType<typeof makeServer<Record<string, unknown>, Connection>>): void {
    this.#webSocket = webSocket;
    // It is closed after any error.
    webSocket.on('error', () => undefined);
    webSocket.on('pong', () => (this.#isAlive = true));
    const closed = protocol.opened(
      {
        protocol: webSocket.protocol,
        send: (message) => this.#send(message),
        close: (code, reason) => webSocket.close(code, reason),
        onMessage: (handle) => {
          webSocket.on('message', (data) => {
            if (webSocket.bufferedAmount > MAX_UNREAD_BYTES) return webSocket.terminate();
            // Read in the same tick, when it is an operation.
            this.#message = String(data as Buffer);
            const message = this.#toLibrary(this.#message);
            if (message === undefined) return webSocket.close(...CLOSE.sameId);
            handle(message).catch((error: unknown) => {
              this.#client.log.error({ err: error }, 'A message of a WebSocket failed');
              webSocket.close(4500, 'Internal server error');
            });
          });
        },
      },
      this,
    );
    webSocket.once('close', (code, reason) => void closed(code, String(reason)));
  }

  /**
   * Verifies the token of `connectionParams.authorization`, or else that of the request, and takes the language of
   * `connectionParams['accept-language']`: a page cannot set headers of a WebSocket.
   */
  async initialise(parameters: Readonly<Record<string, unknown>> | undefined): Promise<boolean> {
    const language = parameters?.['accept-language'];
    // A request with another text cannot be sent, which would count as a fault of the subgraph.
    if (typeof language === 'string' && isHeaderValue(language)) {
      const headers = { ...this.#client.headers, 'accept-language': firstRanges(language) };
      this.#client = { ...this.#client, headers };
    }
    const given = parameters?.['authorization'] ?? parameters?.['Authorization'];
    if (typeof given === 'string') {
      const headers = { ...this.#client.headers, authorization: given };
      this.#client = { ...this.#client, headers, authorization: [given] };
    }
    const exchange = this.#begin(new JsonBody({}, ''));
    try {
      const { identity } = await this.#options.pipeline.admit(exchange.request, exchange);
      if (this.#socket.destroyed) return false;
      this.#leave();
      this.#identity = identity;
      this.#leave = this.#register(identity);
      return true;
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      if (error.code === 'UNAUTHENTICATED') return false;
      this.#webSocket!.close(...CLOSE.refused);
      return false;
    } finally {
      this.#end(exchange);
    }
  }

  async openOperation(payload: unknown): Promise<OpenedOperation> {
    const { pipeline } = this.#options;
    const exchange = this.#begin(new JsonBody(payload, exactTextOf(this.#message)));
    try {
      const state = await pipeline.admit(exchange.request, exchange);
      return await openOperation(state, this.#client, this.#options);
    } catch (error) {
      return { kind: 'refused', body: this.#bodyOf(error) };
    } finally {
      this.#end(exchange);
    }
  }

  /**
   * The results of an operation as the library takes them.
   *
   * @throws OperationRefused when it was refused, or is one too many
   */
  resultsOf(opened: OpenedOperation): AsyncIterableIterator<object> {
    if (opened.kind === 'refused') throw new OperationRefused(opened.body);
    if (opened.kind === 'result') return one(this.#hold(inOneLine(opened.body)));
    let leave: () => void;
    try {
      leave = this.#options.streams.count(this.#key(this.#identity));
    } catch (error) {
      throw new OperationRefused(this.#bodyOf(error));
    }
    const results = opened.open();
    const end = () => {
      results.close();
      leave();
      leave = () => undefined;
    };
    return {
      next: async () => {
        try {
          const { done, value } = await results.next();
          if (!done) return { done, value: this.#hold(value.text) };
          end();
          return { done, value };
        } catch (error) {
          end();
          throw error;
        }
      },
      async return() {
        end();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  end(why: 'token' | 'lease' | 'shutdown'): void {
    const [code, reason] = CLOSE[why];
    this.#webSocket?.close(code, reason);
    setTimeout(() => this.#socket.destroy(), CLOSING_MS).unref();
  }

  #beat(): void {
    if (!this.#isAlive) return this.#webSocket?.terminate();
    this.#isAlive = false;
    this.#webSocket?.ping();
  }

  #register(identity: Identity | null): () => void {
    const stream = { beat: () => this.#beat(), end: (why: Parameters<Connection['end']>[0]) => this.end(why) };
    return this.#options.streams.add(stream, this.#key(identity), identity);
  }

  #key(identity: Identity | null): string {
    return rateLimitKey(identity, this.#request, this.#options.trustedProxies);
  }

  #begin(body: JsonBody): Exchange {
    const exchange = new Exchange(this.#client, body, this.#options.connections);
    this.#exchanges.add(exchange);
    return exchange;
  }

  #end(exchange: Exchange): void {
    exchange.end();
    this.#exchanges.delete(exchange);
  }

  #bodyOf(error: unknown): Buffer {
    return toRefusal(error, this.#client, 'An operation of a stream failed').body;
  }

  #hold(text: string): object {
    this.#lastText += 1;
    this.#texts.set(this.#lastText, text);
    return { text: this.#lastText };
  }

  /**
   * Gives an operation a name of its own instead of the client's id. The library would mix up two of one id, of which the client
   * has ended the first and it has not yet: the first would go on for good, or end the other one.
   *
   * @returns undefined when the client has not ended the operation of this id
   */
  #toLibrary(message: string): string | undefined {
    const parsed = parseObject(message);
    const { id, type } = parsed;
    if (typeof id !== 'string') return message;
    if (type === 'subscribe') {
      if (this.#names.has(id)) return undefined;
      const name = String((this.#lastName += 1));
      this.#names.set(id, name);
      this.#ids.set(name, id);
    }
    const name = this.#names.get(id);
    if (type === 'complete') this.#forget(id);
    return JSON.stringify({ ...parsed, id: name ?? 'none' });
  }

  #forget(id: string): void {
    this.#ids.delete(this.#names.get(id) ?? '');
    this.#names.delete(id);
  }

  /** Resolves when the client, or the system for it, has taken the message, or has gone: the library sends no other result before. */
  #send(message: string): Promise<void> {
    const webSocket = this.#webSocket!;
    const sent = this.#toClient(message);
    if (sent === undefined || webSocket.readyState !== webSocket.OPEN) return Promise.resolve();
    return new Promise((resolve) => webSocket.send(sent, () => resolve()));
  }

  /** @returns undefined for a message of an operation that the client has ended */
  #toClient(message: string): string | undefined {
    const [head, name, type] = OF_OPERATION.exec(message) ?? [];
    if (head === undefined) return message;
    const number = Number(HELD.exec(message)?.[1]);
    const text = this.#texts.get(number);
    this.#texts.delete(number);
    const id = this.#ids.get(name!);
    if (id === undefined) return undefined;
    if (type !== 'next') this.#forget(id);
    const rest = text === undefined ? message.slice(head.length) : `,"payload":${text}}`;
    return `{"id":${JSON.stringify(id)},"type":"${type}"${rest}`;
  }
}

/** The beginning of a message of the library's that concerns an operation. */
const OF_OPERATION = /^\{"id":"(\d+)","type":"(next|error|complete)"/;
/** The end of a result of the library's, in which a number stands for the text. */
const HELD = /,"payload":\{"text":(\d+)\}\}$/;

/** An object without members for what is no object in JSON, which the library refuses. */
function parseObject(json: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(json)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

async function* one<T>(value: T): AsyncGenerator<T> {
  yield value;
}

/** The text of an operation's parameters, where numbers may have lost digits that the text still has. */
function exactTextOf(message: string): string {
  if (!mayHoldExactNumbers(message)) return '';
  try {
    return textOfMember(message, 'payload');
  } catch {
    return ''; // It has too many levels, which is refused where the parameters are read.
  }
}

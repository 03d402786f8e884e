import type { ApolloServer } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  createSourceEventStream,
  getOperationAST,
  OperationTypeNode,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { Refusal } from '../errors/errors.js';
import type { ToldEvent } from '../freshness/changes.js';
import type { OperationContext } from './operation-context.js';

interface SubscriptionsOptions<L> {
  schema: GraphQLSchema;
  apollo: ApolloServer<OperationContext<L>>;
  /**
   * Makes the context of one operation.
   *
   * @param root the event for which it runs
   * @returns it, and what ends its time
   */
  createContext: (request: FastifyRequest, root?: unknown) => { context: OperationContext<L>; done: () => void };
  formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
  /** Waits until changes are told, for some time; gives whether they are. */
  isTold: () => Promise<boolean>;
}

/** Serves subscriptions as event streams. */
export interface Subscriptions {
  handle(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
  /** Ends all streams, without saying that they are complete. */
  close(): void;
}

interface OperationRequest {
  query: string;
  variables?: Record<string, unknown> | null;
  operationName?: string | null;
}

/** Milliseconds between two signs of life. */
const HEARTBEAT_MS = 10_000;
const HEADERS = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' };

/** Tells whether a request wants an event stream, and nothing else. */
export function wantsEvents({ headers }: FastifyRequest): boolean {
  return headers.accept === 'text/event-stream';
}

/**
 * Serves subscriptions in the distinct connections mode of graphql-sse, one stream for each request:
 * https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md
 *
 * Each event is executed as an operation of its own, with a context of its own, so that it reads what is stored then.
 */
export function createSubscriptions<L>(options: SubscriptionsOptions<L>): Subscriptions {
  const { schema, apollo, createContext, formatError, isTold } = options;
  const open = new Set<FastifyReply['raw']>();

  async function handle(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const operation = request.body as OperationRequest;
    const { raw } = reply.hijack();
    const { context, done } = createContext(request);
    done();
    const source = await openSource(operation, context);
    raw.writeHead(200, HEADERS);
    raw.flushHeaders();
    if (!isIterable(source)) return end(reply, source ?? (await execute(operation, request)));
    open.add(raw);
    const heartbeat = setInterval(() => raw.writableLength === 0 && raw.write(':\n\n'), HEARTBEAT_MS).unref();
    raw.once('close', () => {
      open.delete(raw);
      clearInterval(heartbeat);
      void source.return?.();
    });
    if (raw.destroyed) raw.emit('close');
    try {
      for await (const { id, root } of source) {
        const result = await execute(operation, request, root);
        if (raw.writableEnded || raw.destroyed) return reply;
        raw.write(`event: next\nid: ${id}\ndata: ${JSON.stringify(result)}\n\n`);
      }
    } catch (error) {
      return end(reply, { errors: [format(error as GraphQLError, context)] });
    }
    return end(reply);
  }

  /** @returns what the client is told instead of events; undefined where Apollo Server says what is wrong with the operation */
  async function openSource(
    { query, variables, operationName }: OperationRequest,
    contextValue: OperationContext<L>,
  ): Promise<AsyncIterableIterator<ToldEvent> | { errors: readonly object[] } | undefined> {
    let document: DocumentNode;
    try {
      document = parse(query);
    } catch {
      return undefined;
    }
    const isSubscription = getOperationAST(document, operationName)?.operation === OperationTypeNode.SUBSCRIPTION;
    if (!isSubscription || validate(schema, document).length > 0) return undefined;
    await isTold();
    const source = await createSourceEventStream({
      schema,
      document,
      contextValue,
      variableValues: variables ?? {},
      operationName: operationName ?? null,
    });
    if (isIterable(source)) return source;
    return { errors: ((source as ExecutionResult).errors ?? []).map((error) => format(error, contextValue)) };
  }

  function format(error: GraphQLError, { language }: OperationContext<L>): GraphQLFormattedError {
    const formatted = formatError('toJSON' in error ? error.toJSON() : { message: String(error) }, error);
    // One that is thrown before the first event has been given a path.
    const refused = error instanceof Refusal ? error : error.originalError;
    return refused instanceof Refusal && language === 'TH' ? { ...formatted, message: refused.sentence.th } : formatted;
  }

  async function execute(
    { query, variables, operationName }: OperationRequest,
    request: FastifyRequest,
    root?: unknown,
  ): Promise<object> {
    const { context: contextValue, done } = createContext(request, root);
    try {
      const { body } = await apollo.executeOperation(
        { query, variables: variables ?? {}, ...(operationName != null && { operationName }) },
        { contextValue },
      );
      if (body.kind !== 'single') throw new Error(`A result in parts is not sent, but got: ${body.kind}`);
      return body.singleResult;
    } finally {
      done();
    }
  }

  return {
    handle,
    close() {
      for (const raw of open) raw.end();
    },
  };
}

function end(reply: FastifyReply, result?: object): FastifyReply {
  const { raw } = reply;
  const last = result ? `event: next\ndata: ${JSON.stringify(result)}\n\n` : '';
  if (!raw.writableEnded) raw.end(`${last}event: complete\ndata:\n\n`);
  return reply;
}

function isIterable(value: unknown): value is AsyncIterableIterator<ToldEvent> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

import { createClient, type Client } from 'graphql-ws';
import type { VocabularyQuery } from './operations.js';
import { language, settings } from './settings.js';

/** A null of a result that an error caused. */
export interface Missing {
  readonly path: readonly (string | number)[];
  readonly subgraph: string | null;
  readonly reason: string;
}

export interface Result<Data> {
  /** Null when the operation did not run. */
  readonly data: Data | null;
  readonly errors?: readonly { readonly message: string }[];
  readonly extensions?: { readonly missing?: readonly Missing[] };
}

export type ConnectionState = 'connecting' | 'live' | 'offline';

interface Watch {
  readonly name: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly take: (result: Result<unknown>) => void;
  /** Ends the operation on the connection that it is open on. */
  end: () => void;
}

/** Milliseconds between two attempts to connect, at most. */
const MOST_PAUSE_MS = 8_000;
/** Milliseconds after which an operation that was refused is sent again. */
const REFUSED_PAUSE_MS = 10_000;

const watches = new Set<Watch>();
let client: Client | undefined;
let tell: (state: ConnectionState) => void = () => undefined;

/**
 * Sends a live query, whose results are delivered until the page is left.
 *
 * All live queries of a page share one WebSocket, which is closed while the page is hidden.
 *
 * @param name of the operation, which is a persisted document
 */
export function watch<Data>(
  name: string,
  variables: Readonly<Record<string, unknown>>,
  take: (result: Result<Data>) => void,
): () => void {
  const added: Watch = { name, variables, take: take as Watch['take'], end: () => undefined };
  watches.add(added);
  if (client) subscribe(client, added);
  return () => {
    watches.delete(added);
    added.end();
  };
}

/** Connects while the page is visible. */
export function connect(onState: (state: ConnectionState) => void): void {
  tell = onState;
  document.addEventListener('visibilitychange', update);
  // A page that the browser keeps for the back button must have no connection.
  addEventListener('pagehide', close);
  addEventListener('pageshow', update);
  update();
}

function update(): void {
  if (document.visibilityState === 'hidden') close();
  else if (!client) open();
}

function open(): void {
  const url = new URL(settings.endpoint, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  let hasConnected = false;
  const opened = createClient({
    url: url.href,
    connectionParams: { 'accept-language': language },
    // Not lazy: the connection opens when the page does, before the tiles have subscribed.
    lazy: false,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    onNonLazyError: () => undefined,
    retryWait: (attempt) => new Promise((done) => setTimeout(done, Math.min(500 * 2 ** attempt, MOST_PAUSE_MS))),
    on: {
      connected: () => {
        hasConnected = true;
        tell('live');
      },
      closed: () => {
        if (client !== opened) return;
        tell('offline');
        // Where WebSockets do not pass, a page has its data without updates.
        if (!hasConnected) for (const each of watches) void readOnce(each);
        hasConnected = true;
      },
    },
  });
  client = opened;
  tell('connecting');
  for (const each of watches) subscribe(opened, each);
}

function close(): void {
  const closed = client;
  client = undefined;
  void closed?.dispose();
}

function subscribe(on: Client, each: Watch): void {
  const document = settings.documents[each.name];
  if (!document) return;
  const again = () => {
    if (client === on && watches.has(each)) subscribe(on, each);
  };
  each.end = on.subscribe<Record<string, unknown>>(
    { query: '', operationName: each.name, variables: { ...each.variables }, extensions: persisted(document.hash) },
    {
      next: (result) => each.take(result as Result<unknown>),
      error: (error) => {
        if (!Array.isArray(error)) return;
        each.take({ data: null, errors: error as { message: string }[] });
        setTimeout(again, REFUSED_PAUSE_MS);
      },
      // The token has expired; there is none here.
      complete: () => undefined,
    },
  );
}

function persisted(sha256Hash: string) {
  return { persistedQuery: { version: 1, sha256Hash } };
}

async function readOnce({ name, variables, take }: Watch): Promise<void> {
  const result = await read<unknown>(name, variables).catch(() => undefined);
  if (result) take(result);
}

/** Sends a persisted document by HTTP. */
export async function read<Data>(
  name: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Result<Data>> {
  const response = await fetch(settings.endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', 'accept-language': language },
    body: JSON.stringify({
      operationName: name,
      variables,
      extensions: persisted(settings.documents[name]?.hash ?? ''),
    }),
  });
  // A request that is refused has no `data`.
  const { data = null, ...others } = (await response.json()) as Partial<Result<Data>>;
  return { data, ...others };
}

export type VocabularyResult = Result<VocabularyQuery>;

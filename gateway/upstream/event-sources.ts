import { REQUEST_ID_HEADER } from '../../subgraphs/protocol/headers.js';
import type { Headers } from './forwarding.js';
import { SubgraphError } from './subgraph-error.js';

/** Told of the events of a subscription, in their order. */
export interface EventListener {
  /**
   * @param response to the subscription's request, in JSON
   * @param id undefined where the subgraph gives none
   */
  event(response: Buffer, id: string | undefined): void;
  /** Nothing follows. `failure` is undefined when the subgraph has ended the subscription. */
  ended(failure: SubgraphError | undefined): void;
}

/** Told also that the subgraph has accepted the request. */
export interface ConnectionListener extends EventListener {
  opened(): void;
}

/**
 * Sends a subscription to a subgraph.
 *
 * @param body in JSON
 * @param headers names in lower case
 * @returns what ends it; the listener is told nothing afterwards
 */
export type OpenEvents = (body: Buffer, headers: Headers, listener: ConnectionListener) => () => void;

/** One listener's part in a source. */
export interface SourceHandle {
  /** Equal for equal requests: their listeners are told the same events. */
  readonly source: object;
  /** Resolves when the subgraph tells its events, or nothing follows. */
  readonly opened: Promise<void>;
  /** The listener is told nothing afterwards. */
  close(): void;
}

/** Streams of one subgraph, each of which takes a connection. */
const MAX_SOURCES = 1_000;

/** The subscriptions that are open at one subgraph. Equal requests are sent once, and all who listen are told. */
export class EventSources {
  readonly #service: string;
  readonly #open: OpenEvents;
  readonly #sources = new Map<string, Source>();

  constructor(service: string, open: OpenEvents) {
    this.#service = service;
    this.#open = open;
  }

  get size(): number {
    return this.#sources.size;
  }

  /** @param headers names in lower case; listeners with equal ones, but for the request's id, share one source */
  listen(body: Buffer, headers: Headers, listener: EventListener): SourceHandle {
    const { [REQUEST_ID_HEADER]: _id, ...decisive } = headers;
    const key = JSON.stringify([body.toString('utf8'), Object.entries(decisive).sort()]);
    let source = this.#sources.get(key);
    if (!source) {
      source = new Source(() => this.#sources.delete(key));
      const isFull = this.#sources.size >= MAX_SOURCES;
      this.#sources.set(key, source);
      if (isFull) queueMicrotask(source.ended.bind(source, this.#overloaded()));
      else source.connect((connection) => this.#open(body, headers, connection));
    }
    return source.add(listener);
  }

  close(): void {
    for (const source of [...this.#sources.values()]) source.close();
  }

  #overloaded(): SubgraphError {
    return new SubgraphError('SUBGRAPH_OVERLOADED', this.#service, `${MAX_SOURCES} subscriptions are open`);
  }
}

class Source implements ConnectionListener {
  readonly #listeners = new Set<EventListener>();
  readonly #onEnded: () => void;
  readonly #opened: Promise<void>;
  #resolveOpened: () => void = () => undefined;
  #disconnect: () => void = () => undefined;

  constructor(onEnded: () => void) {
    this.#onEnded = onEnded;
    this.#opened = new Promise((resolve) => (this.#resolveOpened = resolve));
  }

  connect(open: (listener: ConnectionListener) => () => void): void {
    this.#disconnect = open(this);
  }

  add(listener: EventListener): SourceHandle {
    this.#listeners.add(listener);
    const close = () => {
      if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.close();
    };
    return { source: this, opened: this.#opened, close };
  }

  close(): void {
    this.#listeners.clear();
    this.#disconnect();
    this.#finish();
  }

  opened(): void {
    this.#resolveOpened();
  }

  event(response: Buffer, id: string | undefined): void {
    for (const listener of this.#listeners) listener.event(response, id);
  }

  ended(failure: SubgraphError | undefined): void {
    this.#finish();
    const told = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of told) listener.ended(failure);
  }

  #finish(): void {
    this.#onEnded();
    this.#resolveOpened();
  }
}

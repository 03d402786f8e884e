import { AT_HEADER, isPosition } from '../../subgraphs/protocol/freshness.js';
import { errorBody } from '../errors.js';
import type { SourceRequest } from '../executor/executor.js';
import type { RequestState } from '../pipeline/request-state.js';
import type { Release } from '../supergraph/release.js';
import type { SourceHandle } from '../upstream/event-sources.js';
import { SubgraphError } from '../upstream/subgraph-error.js';
import type { Exchange } from './exchange.js';
import { inOneLine } from './live-result.js';
import { isPassing, runForOne, type RunOptions } from './run-for-one.js';
import type { SharedOperation, StreamOperation } from './shared-operations.js';
import type { Subscriber } from './subscriber.js';

/** The request of the subscription to a subgraph, on a supergraph. */
interface OpenSource {
  readonly request: SourceRequest;
  readonly release: Release;
  handle?: SourceHandle;
}

interface WaitingEvent {
  readonly source: OpenSource;
  readonly outcome: Buffer | SubgraphError;
  readonly id: string | undefined;
  /** Counted from 1. */
  readonly number: number;
}

/** Events that wait until those before have been run for. */
const MAX_WAITING = 1_000;
/** Ids of events that are known again: only while a source is replaced may two tell the same. */
const MAX_KNOWN = 1_000;
/** Milliseconds until the passage to another supergraph is tried again. */
const RETRY_MS = 1_000;

/**
 * A subscription that is run for all of its subscribers together, once for each event, in the order of the events. Each run
 * passes the whole pipeline as a request of one of the subscribers in turn, which is charged for it.
 */
export class Subscription implements SharedOperation<Subscriber> {
  readonly #subscribers = new Set<Subscriber>();
  #source: OpenSource | undefined;
  #isOpen = false;
  #isOpening = false;
  readonly #waiting: WaitingEvent[] = [];
  #isRunning = false;
  #exchange: Exchange | undefined;
  #lastNumber = 0;
  readonly #known = new Set<string>();
  /** The subgraph has ended it: nothing follows what is waiting. */
  #isComplete = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly operation: StreamOperation,
    private readonly options: RunOptions,
    private readonly onAbandoned: () => void,
  ) {}

  get clients(): Iterable<Subscriber> {
    return this.#subscribers;
  }

  add(subscriber: Subscriber): void {
    this.#subscribers.add(subscriber);
    subscriber.attach(this);
    if (this.#isOpen) subscriber.begin(this.#lastNumber);
    else if (!this.#isOpening && !this.#isComplete) void this.#open();
  }

  remove(subscriber: Subscriber): void {
    if (!this.#subscribers.delete(subscriber) || this.#subscribers.size > 0) return;
    clearTimeout(this.#timer);
    this.#exchange?.abort();
    for (const { source } of this.#waiting.splice(0)) source.release.leave();
    this.#closeSource(this.#source);
    this.#source = undefined;
    this.onAbandoned();
  }

  moveWithin(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#open(), Math.random() * ms);
  }

  /** Opens its source on the current supergraph. Only then the source of before is closed. */
  async #open(): Promise<void> {
    if (this.#isOpening) return this.moveWithin(RETRY_MS);
    this.#isOpening = true;
    const run = await this.#runForOne((state) => this.options.pipeline.openSource(state));
    this.#isOpening = false;
    if (this.#subscribers.size === 0) return;
    if ('code' in run) {
      if (this.#source && isPassing(run)) this.moveWithin(RETRY_MS);
      else this.#failAll(run.body);
      return;
    }
    const { request, headers } = run.state.source!;
    const before = this.#source;
    const source: OpenSource = { request, release: run.state.release };
    this.#source = source;
    source.release.enter();
    source.handle = source.release.subgraphs.get(request.service)!.listen(request.body, headers, {
      event: (response, id) => this.#take(source, response, id),
      ended: (failure) => this.#sourceEnded(source, failure),
    });
    if (before?.handle?.source !== source.handle.source) await source.handle.opened;
    this.#closeSource(before);
    if (this.#source !== source || this.#isComplete) return;
    this.#isOpen = true;
    for (const subscriber of this.#subscribers) subscriber.begin(this.#lastNumber);
  }

  #closeSource(source: OpenSource | undefined): void {
    if (!source?.handle) return;
    source.handle.close();
    delete source.handle;
    source.release.leave();
  }

  #take(source: OpenSource, outcome: Buffer | SubgraphError, id: string | undefined): void {
    if (id !== undefined) {
      if (this.#known.has(id)) return;
      this.#known.add(id);
      if (this.#known.size > MAX_KNOWN) this.#known.delete(this.#known.values().next().value!);
    }
    if (this.#waiting.length >= MAX_WAITING) return this.#failAll(Buffer.from(JSON.stringify(this.#overloaded())));
    this.#lastNumber += 1;
    source.release.enter();
    this.#waiting.push({ source, outcome, id, number: this.#lastNumber });
    if (!this.#isRunning) void this.#runAll();
  }

  #sourceEnded(source: OpenSource, failure: SubgraphError | undefined): void {
    // One that is about to be replaced may end sooner.
    if (source !== this.#source) return;
    this.#isComplete = true;
    // What opened it and has no event yet would not be told of the failure.
    for (const subscriber of this.#subscribers) subscriber.begin(this.#lastNumber);
    if (failure) this.#take(source, failure, undefined);
    else if (!this.#isRunning) this.#completeAll();
  }

  async #runAll(): Promise<void> {
    this.#isRunning = true;
    for (let event = this.#waiting.shift(); event; event = this.#waiting.shift()) {
      await this.#runFor(event);
      event.source.release.leave();
    }
    this.#isRunning = false;
    if (this.#isComplete) this.#completeAll();
  }

  async #runFor({ source, outcome, id, number }: WaitingEvent): Promise<void> {
    const { request, release } = source;
    const run = await this.#runForOne(
      (state) => {
        state.event = { source: request, outcome, release };
        return this.options.pipeline.respond(state);
      },
      headersFor(request.service, id),
    );
    if (this.#subscribers.size === 0) return;
    const { body } = run;
    if (outcome instanceof SubgraphError || ('code' in run && !isPassing(run))) return this.#failAll(body!);
    const text = inOneLine(body!);
    for (const subscriber of this.#subscribers) subscriber.give(text, number);
  }

  #runForOne(run: (state: RequestState) => Promise<Buffer | undefined>, headers?: Record<string, string>) {
    return runForOne(this.#subscribers, {
      ...this.options,
      operation: this.operation,
      run,
      headers,
      onExchange: (exchange) => (this.#exchange = exchange),
      // Its token has ended, or is not accepted any more.
      onRefused: (subscriber, { code, body }) => code === 'UNAUTHENTICATED' && subscriber.fail(body),
    });
  }

  #failAll(body: Buffer): void {
    for (const subscriber of [...this.#subscribers]) subscriber.fail(body);
  }

  #completeAll(): void {
    for (const subscriber of [...this.#subscribers]) subscriber.complete();
  }

  #overloaded() {
    const [subscriber] = this.#subscribers;
    return errorBody('OVERLOADED', subscriber?.client.headers['accept-language']);
  }
}

/** What is read after an event joins no request that began before it: our subgraphs begin the id with its position. */
function headersFor(service: string, id: string | undefined): Record<string, string> | undefined {
  const position = id?.split('/', 1)[0];
  return isPosition(position) ? { [AT_HEADER]: `${service}=${position}` } : undefined;
}

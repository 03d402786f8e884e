import type { Sentence } from '../../../subgraphs/protocol/language.js';
import { requestError } from '../../errors.js';
import { PlanningFailed, type Overrides } from './planner.js';

/** What a thread or process that plans is sent. */
export interface PlanRequest {
  readonly id: number;
  readonly document: string;
  readonly overrides: Overrides;
}

/**
 * What it sends: that it has read the supergraph, that it can never run on this machine, or the plan of a request. A
 * sentence is for the client to read.
 */
export type PlanResponse<P> =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'planned'; readonly id: number; readonly plan: P }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string; readonly sentence?: Sentence };

/** A thread or process that plans one request after the other, in their order. */
export interface PlannerPeer {
  send(request: PlanRequest): void;
  /** Ends it, whatever it does. */
  end(): Promise<void>;
}

export interface PeerListener<P> {
  onResponse(response: PlanResponse<P>): unknown;
  /** It has ended, or will at once. */
  onEnd(reason: EndReason): unknown;
}

/** Why a peer ended: it used up its memory, it crashed over what it was doing, or anything else. */
export type EndReason = 'memory' | 'crash' | 'other';

interface PlannerQueueOptions<P> {
  /** Starts a peer. */
  start(listener: PeerListener<P>): PlannerPeer;
  /** Milliseconds that one plan may take. */
  deadlineMs: number;
  log: { warn(details: object, message: string): void };
}

export interface PlannerQueue<P> {
  /** Starts the peer, so that the first plan does not wait for it. */
  start(): void;
  /**
   * Starts the peer; resolves when it can plan.
   *
   * @throws PlannerUnavailable when the planner does not run on this machine, or not with this supergraph
   * @throws PlanningFailed when it ended three times before it was ready
   */
  ready(): Promise<void>;
  /**
   * @throws RequestError when the document is too large: planning it runs out of time or memory in a fresh peer that does
   * nothing else
   * @throws PlannerCrash when the peer crashed over it twice
   * @throws PlannerRefusal when the planner says that it cannot plan it
   * @throws PlannerUnavailable when the planner does not run on this machine
   * @throws PlanningFailed when planning failed for a passing reason
   */
  plan(document: string, overrides: Overrides): Promise<P>;
  close(): Promise<void>;
}

/** The planner cannot plan the document, and says why. */
export class PlannerRefusal extends Error {
  override readonly name = 'PlannerRefusal';
}

/** The planner crashes over the document. */
export class PlannerCrash extends Error {
  override readonly name = 'PlannerCrash';
}

/** The planner does not run on this machine. */
export class PlannerUnavailable extends Error {
  override readonly name = 'PlannerUnavailable';
}

interface Waiting<P> extends PlanRequest {
  /** A peer failed over it before: it is sent again alone, to a peer that has done nothing else. */
  isSuspect: boolean;
  isSent: boolean;
  resolve(plan: P): void;
  reject(error: Error): void;
}

/** Milliseconds between two looks at the time that a plan takes. */
const TICK_MS = 100;
const START_DEADLINE_MS = 30_000;
/** Peers that may end in a row before they are ready; then what waits is rejected. */
const MAX_FAILED_STARTS = 3;

/**
 * Gives documents to a peer that plans one after the other, and replaces a peer that ends or takes too long. What it was
 * planning is tried once more, alone in a fresh peer, after what waits behind it: only what fails there too is at fault.
 */
export function createPlannerQueue<P>({ start, deadlineMs, log }: PlannerQueueOptions<P>): PlannerQueue<P> {
  /** In the order in which they are planned. */
  let waiting: Waiting<P>[] = [];
  /** Who waits for the peer to be ready. */
  let starting: { resolve(): void; reject(error: Error): void }[] = [];
  let peer: PlannerPeer | undefined;
  /** Reading the supergraph takes time, which is no document's fault. */
  let isReady = false;
  let isFresh = true;
  let unavailable: string | undefined;
  let failedStarts = 0;
  let isClosed = false;
  let ids = 0;
  let ticker: NodeJS.Timeout | undefined;
  /** Milliseconds that the first has been planned. */
  let elapsed = 0;

  function startPeer(): void {
    isReady = false;
    isFresh = true;
    const started = tryStart({
      onResponse: (response) => peer === started && receive(response),
      onEnd: (reason) => peer === started && replacePeer(reason),
    });
    peer = started;
  }

  /** Starts a peer; where the machine has no room for one more thread or process, one that ends at once. */
  function tryStart(listener: PeerListener<P>): PlannerPeer {
    try {
      return start(listener);
    } catch (error) {
      log.warn({ reason: (error as Error).message }, 'The query planner cannot be started');
      setImmediate(() => listener.onEnd('other'));
      return { send: () => undefined, end: async () => undefined };
    }
  }

  function receive(response: PlanResponse<P>): void {
    if (response.kind === 'ready') {
      isReady = true;
      failedStarts = 0;
      for (const each of starting.splice(0)) each.resolve();
      return sendNext();
    }
    if (response.kind === 'unavailable') {
      unavailable = response.reason;
      return rejectAll(new PlannerUnavailable(response.reason));
    }
    const index = waiting.findIndex(({ id }) => id === response.id);
    const [request] = index < 0 ? [] : waiting.splice(index, 1);
    if (response.kind === 'planned') request?.resolve(response.plan);
    else if (response.sentence) request?.reject(requestError('GRAPHQL_VALIDATION_FAILED', response.sentence));
    else request?.reject(new PlannerRefusal(response.reason));
    sendNext();
  }

  /** Sends what may be sent: all up to a suspect, which is sent alone. */
  function sendNext(): void {
    clearInterval(ticker);
    if (isClosed || waiting.length + starting.length === 0) return;
    if (!peer) startPeer();
    if (!isReady) return watch();
    for (const request of waiting) {
      if (request.isSent) continue;
      if (request.isSuspect) {
        if (request !== waiting[0]) break;
        if (!isFresh) {
          void peer!.end();
          startPeer();
          return watch();
        }
      }
      request.isSent = true;
      isFresh = false;
      peer!.send({ id: request.id, document: request.document, overrides: request.overrides });
      if (request.isSuspect) break;
    }
    watch();
  }

  /**
   * Ends a peer that takes too long for a plan, or to start. A pause of this process, or of the machine, is not the plan's time: a
   * look that comes late counts as two.
   */
  function watch(): void {
    elapsed = 0;
    let last = performance.now();
    ticker = setInterval(() => {
      const now = performance.now();
      elapsed += Math.min(now - last, 2 * TICK_MS);
      last = now;
      if (elapsed >= (isReady ? deadlineMs : START_DEADLINE_MS)) {
        void peer?.end();
        replacePeer('time');
      }
    }, TICK_MS);
  }

  function replacePeer(reason: EndReason | 'time'): void {
    clearInterval(ticker);
    peer = undefined;
    const wasReady = isReady;
    isReady = false;
    if (isClosed) return;
    for (const request of waiting) request.isSent = false;
    const [first] = waiting;
    if (!wasReady) {
      failedStarts += 1;
      log.warn({ reason }, 'The query planner ended before it was ready');
      if (failedStarts >= MAX_FAILED_STARTS) {
        failedStarts = 0;
        return rejectAll(new PlanningFailed('The query planner does not start.'));
      }
    } else if (first) {
      log.warn({ reason, isSecondTime: first.isSuspect }, 'The query planner failed over an operation');
      waiting.shift();
      if (first.isSuspect) first.reject(errorOf(reason));
      else {
        first.isSuspect = true;
        waiting.push(first);
      }
    }
    sendNext();
  }

  function rejectAll(error: Error): void {
    const rejected = [...waiting, ...starting];
    waiting = [];
    starting = [];
    for (const request of rejected) request.reject(error);
  }

  return {
    start() {
      if (!peer && !isClosed) startPeer();
    },
    ready: () =>
      new Promise((resolve, reject) => {
        if (isClosed) return reject(new PlanningFailed('The query planner is closed.'));
        if (unavailable !== undefined) return reject(new PlannerUnavailable(unavailable));
        if (peer && isReady) return resolve();
        starting.push({ resolve, reject });
        if (waiting.length === 0) sendNext();
      }),
    plan: (document, overrides) =>
      new Promise((resolve, reject) => {
        if (isClosed) return reject(new PlanningFailed('The query planner is closed.'));
        if (unavailable !== undefined) return reject(new PlannerUnavailable(unavailable));
        ids += 1;
        waiting.push({ id: ids, document, overrides, isSuspect: false, isSent: false, resolve, reject });
        if (waiting.length === 1) sendNext();
        else if (peer && isReady && !waiting.some(({ isSuspect }) => isSuspect)) {
          const last = waiting.at(-1)!;
          last.isSent = true;
          peer.send({ id: last.id, document, overrides });
        }
      }),
    async close() {
      isClosed = true;
      clearInterval(ticker);
      const closing = peer;
      peer = undefined;
      rejectAll(new PlanningFailed('The query planner was closed.'));
      await closing?.end();
    },
  };
}

/** What is said of a document over which a fresh peer failed that did nothing else. */
function errorOf(reason: EndReason | 'time'): Error {
  if (reason === 'other') return new PlanningFailed('The query planner ended twice.');
  if (reason === 'crash') return new PlannerCrash('The query planner crashes over this operation.');
  return requestError('DOCUMENT_TOO_LARGE', {
    en: 'The query takes too much to plan. Ask for less at once.',
    th: 'คำสั่งค้นนี้ใช้ทรัพยากรในการวางแผนมากเกินไป โปรดขอข้อมูลน้อยลงในแต่ละครั้ง',
  });
}

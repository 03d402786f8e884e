import type { Dispatcher } from 'undici';
import type { Exchange } from './exchange.js';
import { refusalOf } from './refusal-of.js';
import { SubgraphFault } from './subgraph-fault.js';

export type Headers = Record<string, string | string[] | undefined>;

/** The head of an answer. */
export interface Answered {
  status: number;
  headers: Headers;
}

/** Reads the answer to a request straight from undici's parser, without a stream, and tells its exchange how it went. */
export class Attempt implements Dispatcher.DispatchHandler {
  private readonly chunks: Buffer[] = [];
  private size = 0;
  private head: Answered | undefined;
  private controller: Dispatcher.DispatchController | undefined;
  private abortedBy: Error | undefined;

  constructor(
    private readonly exchange: Exchange,
    private readonly maxBytes: number,
  ) {}

  /** Whether the request is, or may be, with the subgraph. */
  get isSent(): boolean {
    return this.controller !== undefined;
  }

  /** Drops the request, and the connection with it. */
  abort(error: Error): void {
    this.abortedBy = error;
    this.controller?.abort(error);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.abortedBy) controller.abort(this.abortedBy);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status < 200) return; // An interim answer; the real one follows.
    this.head = { status, headers };
    this.exchange.answering(this);
    const fault = refusalOf(status, headers, this.exchange.service, this.exchange.takesGzip);
    if (fault) this.exchange.failed(this, fault);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.size += chunk.length;
    if (this.size > this.maxBytes)
      this.exchange.failed(
        this,
        new SubgraphFault('SUBGRAPH_BAD_ANSWER', this.exchange.service, `larger than ${this.maxBytes} bytes`),
      );
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.exchange.answered(this, this.head!, this.chunks);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.exchange.failed(this, error);
  }
}

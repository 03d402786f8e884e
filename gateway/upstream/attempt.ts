import type { Dispatcher } from 'undici';
import { checkResponseHead, type Headers, type ResponseHead } from './check-response-head.js';
import { SubgraphError } from './subgraph-error.js';

/** What becomes of an attempt; each function gets the attempt itself, as a call may have made another one since. */
export interface AttemptListener {
  readonly service: string;
  /** Status and headers have arrived. */
  onHead(attempt: Attempt): void;
  /** The whole response has arrived. */
  onEnd(attempt: Attempt, head: ResponseHead, chunks: readonly Buffer[]): void;
  onError(attempt: Attempt, cause: unknown): void;
}

/** One HTTP request of a call. It reads the response directly from undici's parser, without a stream. */
export class Attempt implements Dispatcher.DispatchHandler {
  private readonly chunks: Buffer[] = [];
  private size = 0;
  private head: ResponseHead | undefined;
  private controller: Dispatcher.DispatchController | undefined;
  private abortReason: Error | undefined;

  constructor(
    private readonly call: AttemptListener,
    private readonly maxBytes: number,
  ) {}

  /** True when the subgraph may have received the request. */
  get isSent(): boolean {
    return this.controller !== undefined;
  }

  /** Aborts the request and closes its connection. */
  abort(error: Error): void {
    this.abortReason = error;
    this.controller?.abort(error);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.abortReason) controller.abort(this.abortReason);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status < 200) return; // An interim response; the final one follows.
    this.head = { status, headers };
    this.call.onHead(this);
    const error = checkResponseHead(status, headers, this.call.service);
    if (error) this.call.onError(this, error);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.size += chunk.length;
    if (this.size > this.maxBytes)
      this.call.onError(
        this,
        new SubgraphError('SUBGRAPH_BAD_ANSWER', this.call.service, `larger than ${this.maxBytes} bytes`),
      );
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.call.onEnd(this, this.head!, this.chunks);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.call.onError(this, error);
  }
}

import { isUtf8 } from 'node:buffer';
import type { Dispatcher, Pool } from 'undici';
import { SubgraphFault } from './subgraph-fault.js';

export type Headers = Record<string, string | string[] | undefined>;

export interface ExchangeRequest {
  path: string;
  /** Names and values in turn. */
  headers: string[];
  body: Buffer;
}

export interface ExchangeLimits {
  service: string;
  /** Milliseconds from asking to the answer's last byte. */
  timeoutMs: number;
  /** The most bytes that are read; the connection is dropped beyond them. */
  maxBytes: number;
  /** Gives up early. */
  signal: AbortSignal | undefined;
  /** Why an answer is not worth reading, told from its head. */
  refuse: (status: number, headers: Headers) => SubgraphFault | undefined;
}

export interface Exchanged {
  status: number;
  headers: Headers;
  /** Found to be UTF-8. */
  bytes: Buffer;
}

/**
 * Posts a request and reads its answer, in UTF-8, straight from undici's parser: no stream, one timer.
 *
 * @throws SubgraphFault for an answer that is refused, too large or no UTF-8, and when time is up; an error of the
 *   connection as it is
 */
export function exchange(pool: Pool, { path, headers, body }: ExchangeRequest, { service, timeoutMs, maxBytes, signal, refuse }: ExchangeLimits): Promise<Exchanged> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let head: { status: number; headers: Headers } | undefined;
    let controller: Dispatcher.DispatchController | undefined;
    let isOver = false;

    const timer = setTimeout(() => fail(new SubgraphFault('SUBGRAPH_TIMEOUT', service, `no whole answer within ${timeoutMs} ms`)), timeoutMs);
    const leave = () => fail(new SubgraphFault('SUBGRAPH_UNREACHABLE', service, 'nobody waits for the answer any more'));
    if (signal?.aborted) return leave();
    signal?.addEventListener('abort', leave, { once: true });

    pool.dispatch(
      { path, method: 'POST', headers, body },
      {
        onRequestStart(started) {
          controller = started;
          if (isOver) started.abort(new Error('given up before it began'));
        },
        onResponseStart(_controller, status, answered) {
          if (status < 200) return; // An interim answer; the real one follows.
          head = { status, headers: answered };
          const fault = refuse(status, answered);
          if (fault) fail(fault);
        },
        onResponseData(_controller, chunk) {
          size += chunk.length;
          if (size > maxBytes) fail(new SubgraphFault('SUBGRAPH_BAD_ANSWER', service, `larger than ${maxBytes} bytes`));
          else chunks.push(chunk);
        },
        onResponseEnd() {
          const bytes = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
          if (!isUtf8(bytes)) fail(new SubgraphFault('SUBGRAPH_BAD_ANSWER', service, 'not UTF-8'));
          else if (finish()) resolve({ ...head!, bytes });
        },
        onResponseError(_controller, error) {
          fail(error);
        },
      },
    );

    function fail(error: Error): void {
      if (!finish()) return;
      reject(error);
      controller?.abort(error);
    }

    function finish(): boolean {
      if (isOver) return false;
      isOver = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', leave);
      return true;
    }
  });
}

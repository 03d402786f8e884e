import { request } from 'node:http';
import type { RequestBody } from '../operation.js';

/** An event stream of the gateway, on a connection of its own. */
export interface OpenStream {
  /**
   * Resolves when an event has come that has a text.
   *
   * @param deadline in milliseconds of `performance.now()`; then it rejects
   */
  until(text: string, deadline: number): Promise<void>;
  close(): void;
}

/** Opens a stream; resolves when its first event has come. */
export async function openStream(url: string, body: RequestBody): Promise<OpenStream> {
  let latest = '';
  let wake: () => void = () => undefined;
  const opened = await new Promise<{ close(): void }>((resolve, reject) => {
    const sent = request(url, {
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    });
    sent.once('error', reject);
    sent.once('response', (response) => {
      response.setEncoding('utf8');
      if (response.statusCode !== 200) return reject(new Error(`status ${response.statusCode} for a stream`));
      response.on('data', (text: string) => {
        // Each event is small, and comes in one piece.
        if (!text.includes('event: next')) return;
        latest = text;
        wake();
        resolve({ close: () => sent.destroy() });
      });
      response.once('error', () => undefined);
    });
    sent.end(JSON.stringify(body));
  });
  return {
    async until(text, deadline) {
      while (!latest.includes(text)) {
        const leftMs = deadline - performance.now();
        if (leftMs <= 0) throw new Error('A stream did not get the new result.');
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, leftMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    },
    close: opened.close,
  };
}

import type { Readable } from 'node:stream';
import { SubgraphFault } from './subgraph-fault.js';

/**
 * Reads a body as UTF-8 text.
 *
 * @param limit the most bytes that are read; the connection is dropped beyond them
 * @throws SubgraphFault when the body is larger, or not UTF-8
 */
export async function readText(body: Readable, limit: number, service: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new SubgraphFault('SUBGRAPH_BAD_ANSWER', service, `larger than ${limit} bytes`);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new SubgraphFault('SUBGRAPH_BAD_ANSWER', service, 'not UTF-8');
  }
}

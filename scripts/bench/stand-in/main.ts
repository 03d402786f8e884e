import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Pool } from 'undici';
import { CALLER_HEADER } from '../../../subgraphs/runtime/caller.js';
import { signedHeaders } from '../signed-headers.js';
import type { Place } from './place.js';

/**
 * Stands in for the subgraphs: what it has been asked once it is answered by the subgraph, and gives that answer again
 * whenever the same is asked. It costs next to nothing, and so does not disturb the gateway that is measured.
 */
const secret = process.env['SUBGRAPH_SECRET']!;
for (const { url, port } of JSON.parse(process.env['BENCH_PLACES']!) as Place[]) {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: 64 });
  const kept = new Map<string, Buffer>();

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const bytes = kept.get(body) ?? (await ask(body, (request.headers[CALLER_HEADER] as string | undefined) ?? ''));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length }).end(bytes);
  };
  const ask = async (body: string, caller: string): Promise<Buffer> => {
    const headers = { 'content-type': 'application/json', accept: 'application/json', ...signedHeaders(secret, body, caller) };
    const asked = await pool.request({ path: pathname, method: 'POST', headers, body });
    const bytes = Buffer.from(await asked.body.arrayBuffer());
    if (asked.statusCode !== 200) throw new Error(`status ${asked.statusCode}`);
    // What failed once may do so no more.
    if (!bytes.includes('"errors":')) kept.set(body, bytes);
    return bytes;
  };
  const server = createServer((request, response) => void answer(request, response).catch(() => response.writeHead(502).end()));
  server.keepAliveTimeout = 65_000;
  server.listen(port, '127.0.0.1');
}
process.once('SIGTERM', () => process.exit(0));

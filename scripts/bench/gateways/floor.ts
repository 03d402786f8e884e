import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Pool } from 'undici';
import type { Recordings } from '../recorded.js';
import { signedHeaders } from '../signed-headers.js';
import { readPeerEnv } from './peer-env.js';

/**
 * What Node's HTTP alone costs: sends the recorded fetches of an operation again, in the same steps, parses the
 * answers, and gives a fixed text. No gateway in Node can cost less with these subgraphs.
 */
const { port, secret, caller, subgraphUrls } = readPeerEnv();
const recordings = JSON.parse(await readFile(process.env['BENCH_RECORDINGS']!, 'utf8')) as Recordings;
const clients = new Map(
  [...subgraphUrls].map(([name, url]) => [
    name,
    { pool: new Pool(new URL(url).origin, { connections: 64 }), path: new URL(url).pathname },
  ]),
);

async function fetchAgain(service: string, body: string): Promise<unknown> {
  const { pool, path } = clients.get(service)!;
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    ...signedHeaders(secret, { subgraph: service, target: path }, body, caller),
  };
  const response = await pool.request({ path, method: 'POST', headers, body });
  return JSON.parse(await response.body.text());
}

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const recorded = recordings[text];
  if (!recorded) {
    JSON.parse(text);
    response
      .writeHead(400, { 'content-type': 'application/json' })
      .end('{"errors":[{"message":"This was not recorded."}]}');
    return;
  }
  for (const step of recorded.steps) await Promise.all(step.map(({ service, body }) => fetchAgain(service, body)));
  response.writeHead(200, { 'content-type': 'application/json' }).end(recorded.answer);
}

const server = createServer((request, response) => {
  respond(request, response).catch(() => response.destroy());
});
server.keepAliveTimeout = 65_000;
server.listen(port, '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));

import { readFile } from 'node:fs/promises';
import Fastify from 'fastify';
import type { Recordings } from '../recorded.js';

/** What Fastify alone costs: a route that reads a request's JSON and sends a response as bytes that it has. */
const recordings = JSON.parse(await readFile(process.env['BENCH_RECORDINGS']!, 'utf8')) as Recordings;
const answers = new Map(Object.values(recordings).map(({ answer }) => [answer.length, Buffer.from(answer)]));
/** One of middle size: which one is asked for is not looked at. */
const bytes = [...answers].sort(([one], [other]) => one - other)[Math.floor(answers.size / 2)]![1];

const app = Fastify({ keepAliveTimeout: 65_000 });
app.post('/graphql', async (_request, reply) =>
  reply.header('content-type', 'application/json; charset=utf-8').send(bytes),
);
await app.listen({ host: '127.0.0.1', port: Number(process.env['PORT']) });
process.once('SIGTERM', () => process.exit(0));

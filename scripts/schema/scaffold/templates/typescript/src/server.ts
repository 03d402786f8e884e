import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createHandler as createGraphQLHandler } from 'graphql-http';
import { readContext, type Context } from './context.js';
import { schema } from './schema.js';
import { writeSignatureChallenge, type createSignatureVerifier } from './protocol/signature-verifier.js';

const MAX_BODY = 1024 * 1024;

/**
 * Answers the requests of the gateway.
 *
 * @param verify without it everybody is answered: in development only
 */
export function createHandler(verify: ReturnType<typeof createSignatureVerifier> | undefined): RequestListener {
  const answer = createGraphQLHandler<IncomingMessage, undefined, Context>({
    schema,
    context: ({ raw }) => readContext(raw.headers),
  });

  return async (request, response) => {
    const { method = '', url: target = '', headers } = request;
    if (target.split('?')[0] !== '/graphql') return refuse(response, 404, 'NOT_FOUND', 'The graph is at /graphql.');
    const body = await readBody(request);
    if (body === undefined) return refuse(response, 413, 'PAYLOAD_TOO_LARGE', 'The body is too large.');
    const verification = verify?.({ method, target, headers, body });
    if (verification && 'failure' in verification) {
      response.setHeader('www-authenticate', writeSignatureChallenge(verification.failure));
      console.error(`A request was refused: ${verification.failure}`);
      return refuse(response, 401, 'UNAUTHENTICATED', 'This subgraph answers signed requests only.');
    }
    const [text, { status, statusText, headers: more }] = await answer({
      method,
      url: target,
      headers,
      body: body.toString(),
      raw: request,
      context: undefined,
    });
    response.writeHead(status, statusText, more).end(text);
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify({ errors: [{ message, extensions: { code } }] }));
}

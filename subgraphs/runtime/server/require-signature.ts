import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parse, type DocumentNode } from 'graphql';
import type { SharedStore } from '../../process/shared-store.js';
import { CALLER_HEADER } from '../../protocol/headers.js';
import {
  createSignatureVerifier,
  REMEMBERED_MS,
  signatureOf,
  SIGNATURE_FAILURES,
  writeSignatureChallenge,
  type SignatureFailure,
} from '../../protocol/signature-verifier.js';
import type { Sender } from '../../protocol/signature.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Another subgraph is refused, whatever it asks. */
    isForGatewayOnly?: boolean;
  }
}

/**
 * Refuses every request without a valid signature, before its body is parsed. The gateway may send any operation; another
 * subgraph only queries of `_entities`, and no caller.
 *
 * @param audience the subgraph's name
 * @param keys the subgraph's, see `SUBGRAPH_KEY`
 */
export function requireSignature(
  app: FastifyInstance,
  {
    audience,
    keys,
    store,
  }: {
    audience: string;
    keys: readonly string[];
    /** What the processes of the subgraph share; undefined when each remembers its own requests. */
    store?: SharedStore | undefined;
  },
): void {
  const verify = createSignatureVerifier({ audience, keys });
  const verified = new WeakSet<FastifyRequest>();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
    const { method, headers, url: target } = request;
    const body = text as string;
    const verification = verify({ method, target, headers, body });
    if ('failure' in verification) return done(unsigned(verification.failure), undefined);
    const { sender } = verification;
    if (!store) return accept(request, sender, body, done);
    void isFirst(store, audience, headers).then((isAccepted) =>
      isAccepted ? accept(request, sender, body, done) : done(unsigned('replay'), undefined),
    );
  });

  function accept(request: FastifyRequest, sender: Sender, body: string, done: Done): void {
    const { headers } = request;
    verified.add(request);
    let parsed: unknown;
    try {
      parsed = JSON.parse(body);
    } catch {
      return done(refuseRequest(400, 'BAD_REQUEST', 'The body is not JSON.'), undefined);
    }
    if (sender.kind === 'subgraph') {
      if (headers[CALLER_HEADER] !== undefined)
        return done(
          refuseRequest(403, 'FORBIDDEN', 'A subgraph calls for no caller: only the gateway names one.'),
          undefined,
        );
      if (request.routeOptions.config.isForGatewayOnly)
        return done(refuseRequest(403, 'FORBIDDEN', 'Only the gateway may ask this.'), undefined);
      if (!isEntityQuery(parsed))
        return done(refuseRequest(403, 'FORBIDDEN', 'A subgraph may send queries of _entities only.'), undefined);
    }
    done(null, parsed);
  }
  // A request without a body never reaches the parser.
  app.addHook('preHandler', (request, _reply, done) => done(verified.has(request) ? undefined : unsigned('missing')));
  app.setErrorHandler((error: Partial<RequestRefusal>, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error({ err: error }, 'A request failed');
    if (error.failure) {
      request.log.warn({ reason: error.failure }, `A request was refused. ${SIGNATURE_FAILURES[error.failure]}`);
      void reply.header('www-authenticate', writeSignatureChallenge(error.failure));
    }
    const shown = status >= 500 ? { message: 'An unexpected error occurred.', code: 'INTERNAL_SERVER_ERROR' } : error;
    return reply.status(status).send({
      errors: [
        {
          message: shown.message,
          extensions: { code: shown.code ?? 'BAD_REQUEST', ...(error.failure && { reason: error.failure }) },
        },
      ],
    });
  });
}

/** What a parser of Fastify calls in the end. */
type Done = (error: Error | null, body?: unknown) => void;

/** Tells whether no other process has accepted the signature; true when that cannot be found out in time. */
async function isFirst(store: SharedStore, audience: string, headers: FastifyRequest['headers']): Promise<boolean> {
  const key = `citylink:signature:${audience}:${signatureOf({ headers })!.toString('base64url')}`;
  return (await store.ask((client) => client.set(key, '', 'PX', REMEMBERED_MS, 'NX'))) !== null;
}

export type RequestRefusal = Error & { statusCode: number; code: string; failure?: SignatureFailure };

/** The error that answers a request with a status. */
export function refuseRequest(
  statusCode: number,
  code: string,
  message: string,
  failure?: SignatureFailure,
): RequestRefusal {
  return Object.assign(new Error(message), { statusCode, code, ...(failure && { failure }) });
}

function unsigned(failure: SignatureFailure): RequestRefusal {
  const message = `This subgraph answers signed requests only. ${SIGNATURE_FAILURES[failure]}`;
  return refuseRequest(401, 'UNAUTHENTICATED', message, failure);
}

/** Tells whether a body holds one query whose root fields are all `_entities`, and no fragment at the root. */
function isEntityQuery(body: unknown): boolean {
  const query = typeof body === 'object' && body !== null ? (body as { query?: unknown }).query : undefined;
  if (typeof query !== 'string') return false;
  let document: DocumentNode;
  try {
    document = parse(query, { noLocation: true, maxTokens: MAX_TOKENS });
  } catch {
    return false;
  }
  const [operation, ...more] = document.definitions.filter(({ kind }) => kind !== 'FragmentDefinition');
  return (
    operation?.kind === 'OperationDefinition' &&
    more.length === 0 &&
    operation.operation === 'query' &&
    operation.selectionSet.selections.every(
      (selection) => selection.kind === 'Field' && selection.name.value === '_entities',
    )
  );
}

/** The queries of subgraphs to each other are small. */
const MAX_TOKENS = 1_000;

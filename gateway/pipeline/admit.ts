import { performance } from 'node:perf_hooks';
import { acceptedLanguage } from '../http/requested-language.js';
import type { Authenticate } from '../auth/authenticate.js';
import { ClientAbort } from '../http/client-abort.js';
import type { Connections } from '../http/connections.js';
import { HttpError } from '../http/http-error.js';
import { isSafeMethod } from '../http/safe-method.js';
import type { Admission } from '../limits/admission.js';
import { isMutation } from '../graphql-document/mutations.js';
import type { Priority } from '../limits/load-shedder.js';
import type { GraphReply, GraphRequest } from './exchange.js';
import { RequestState } from './request-state.js';

interface AdmitOptions {
  authenticate: Authenticate;
  admission: Admission;
  connections: Connections;
  /** Milliseconds from the request's first byte to its response. */
  requestTimeoutMs: number;
  /** A longer document is not parsed to find out whether it is a mutation. */
  maxTokens: number;
}

/** The stage that decides which requests the graph accepts. It has two parts, with the reading of the body between them. */
interface Admit {
  /**
   * Before the body is read, so that a stranger with a wrong token does not fill our memory: refuses it under overload,
   * authenticates the caller, and charges the request to it, also when its token is wrong.
   *
   * @throws HttpError OVERLOADED, UNAUTHENTICATED, RATE_LIMITED
   */
  beforeBody(request: GraphRequest, reply: GraphReply): Promise<RequestState>;
  /**
   * When the document is known: counts the request as in flight, and starts to watch its client and its time.
   *
   * @param operationType of an operation that is known; undefined for another one, whose text is parsed under overload
   * @throws HttpError OVERLOADED or RATE_LIMITED, when there is no room for it; CLIENT_CLOSED_REQUEST when its connection has
   *   ended
   */
  enter(state: RequestState, operationType: string | undefined): void;
  /** Starts to watch the client and the time of a request, which is not counted as in flight. */
  watch(state: RequestState): void;
}

export function createAdmit(options: AdmitOptions): Admit {
  const { authenticate, admission, connections, requestTimeoutMs, maxTokens } = options;

  function watch(state: RequestState): void {
    const { reply } = state;
    const signal = new ClientAbort();
    connections.whenEnded(reply.raw, (wasSent) => wasSent || signal.abort());
    state.signal = signal;
    state.deadline = performance.now() - reply.elapsedTime + requestTimeoutMs;
  }

  return {
    async beforeBody(request, reply) {
      const language = acceptedLanguage(request.headers['accept-language']);
      const state = new RequestState(request, reply, language);
      admission.checkBeforeBody(request);
      try {
        state.identity = await authenticate(request.raw, request.log);
      } finally {
        const recalling = admission.recallUsage(request, state.identity);
        if (recalling) await recalling;
        state.budget = admission.chargeCaller(request, reply, state.identity);
      }
      return state;
    },
    enter(state, operationType) {
      const { request, reply, text, parameters, identity, budget } = state;
      const isChange = () =>
        !isSafeMethod(request.method) &&
        (operationType ? operationType === 'mutation' : isMutation(text, parameters.operationName, maxTokens));
      const priorityOf = (): Priority => (isChange() ? 'mutation' : identity ? 'signed in' : 'anonymous');
      if (!admission.enter(reply.raw, budget, priorityOf)) throw new HttpError('CLIENT_CLOSED_REQUEST');
      watch(state);
    },
    watch,
  };
}

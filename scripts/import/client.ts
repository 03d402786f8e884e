import { setTimeout as sleep } from 'node:timers/promises';

export type Input = Record<string, unknown>;

/** How a row is written. */
export interface RowWrite {
  /** Its input has the columns. */
  readonly mutation: string;
  /** The fields of what was written that are read. */
  readonly selection?: string;
}

/** Why a row is refused, as the graph says it. */
export interface Refused {
  readonly code: string;
  readonly rule: string | null;
  /** The path of the input that caused it. */
  readonly argument: string | null;
  readonly message: string;
  /** The roles of which one is needed, when none of the caller's allows it. */
  readonly needs: readonly string[];
}

/** What a write gave, in the fields that were selected. */
export interface Written {
  readonly written: Input;
}

/** Why no further row is sent: nothing that is wrong with a row. */
export class NetworkError extends Error {}

/** The graph, as a caller with a token writes to it. */
export interface Client {
  /** Tries a write. */
  try(input: Input, language: 'en' | 'th'): Promise<'ready' | 'done before' | Refused>;
  write(input: Input): Promise<Refused | Written>;
  read<T>(query: string, variables: Input): Promise<T>;
}

interface Result {
  data?: { written?: Input | null } | null;
  errors?: Array<{ message: string; extensions?: Record<string, unknown> }>;
}

/** Codes of errors that a row causes; all others are the network's, or the caller's. The last is what nobody foresaw. */
const OF_ROWS = new Set([
  ...['BAD_USER_INPUT', 'NOT_FOUND', 'CONFLICT', 'RULE_VIOLATED', 'FORBIDDEN'],
  'INTERNAL_SERVER_ERROR',
]);
/** Longer than a gateway takes for any request, in milliseconds. */
const RESPONSE_MS = 60_000;
/** Between attempts when the network says that it cannot now; an idempotency key makes them safe. Milliseconds. */
const PAUSES = [500, 1_000, 2_000, 4_000];
/** The longest time that a `Retry-After` is waited, in milliseconds: callers are counted by the minute. */
const LONGEST_PAUSE = 61_000;

/**
 * Makes a client that sends the writes of one mutation.
 *
 * @param url of the GraphQL endpoint
 * @param selection the fields of what was written
 */
export function createClient(
  url: URL,
  token: string,
  { mutation, selection = '__typename' }: RowWrite,
  inputType: string,
): Client {
  const document = `mutation Import($input: ${inputType}!) { written: ${mutation}(input: $input) { ${selection} } }`;

  async function send(query: string, variables: Input, language: string): Promise<Result> {
    for (let attempt = 0; ; attempt += 1) {
      const { status, retryAfter, result } = await post(query, variables, language);
      const code = String(result.errors?.[0]?.extensions?.['code'] ?? '');
      const waits = result.errors?.[0]?.extensions?.['waiting'] !== undefined;
      if (!result.errors || ((OF_ROWS.has(code) || code === 'DRY_RUN') && !waits)) return result;
      if (code === 'UNAUTHENTICATED')
        throw new NetworkError('The gateway takes no writes without a valid token: give one in CITYLINK_TOKEN.');
      const isPassing = waits || status === 429 || status === 200 || status >= 500;
      if (!isPassing || attempt === PAUSES.length) throw new NetworkError(result.errors[0]!.message);
      await sleep(retryAfter > 0 ? Math.min(retryAfter * 1_000, LONGEST_PAUSE) : PAUSES[attempt]);
    }
  }

  async function post(query: string, variables: Input, language: string) {
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(RESPONSE_MS),
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          'accept-language': language,
          ...(token !== '' && { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ query, variables }),
      });
      const result = JSON.parse(await response.text()) as Result;
      if (!result.errors && !result.data) throw new NetworkError(`${url.href} is no graph.`);
      return { status: response.status, retryAfter: Number(response.headers.get('retry-after')) || 0, result };
    } catch (error) {
      if (error instanceof NetworkError) throw error;
      if (error instanceof SyntaxError) throw new NetworkError(`${url.href} is no graph: its response is not JSON.`);
      const { code, message } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
      throw new NetworkError(`${url.href} cannot be reached (${code ?? message}).`);
    }
  }

  return {
    async try(input, language) {
      const { errors } = await send(document, { input: { ...input, dryRun: true } }, language);
      const [error] = errors ?? [];
      if (!error) throw new NetworkError('The graph wrote what should only be tried: it is of another version.');
      if (error.extensions?.['code'] !== 'DRY_RUN') return refusedBy(error);
      return error.extensions['isDone'] === true ? 'done before' : 'ready';
    },
    async write(input) {
      const { data, errors } = await send(document, { input }, 'en');
      return data?.written ? { written: data.written } : refusedBy(errors![0]!);
    },
    async read<T>(query: string, variables: Input) {
      return (await send(query, variables, 'en')).data as T;
    },
  };
}

function refusedBy({ message, extensions = {} }: NonNullable<Result['errors']>[number]): Refused {
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return {
    code: String(extensions['code']),
    rule: text(extensions['rule']),
    argument: text(extensions['argument']),
    message,
    needs: Array.isArray(extensions['needs']) ? extensions['needs'].map(String) : [],
  };
}

/** A part of a response, as the client reads it. */
export type Part = Record<string, unknown> & { hasNext: boolean };

/** A response whose body has parts. */
export interface PartedResponse {
  readonly status: number;
  readonly headers: Headers;
  /** The parts, each as soon as it has arrived. */
  readonly parts: AsyncGenerator<Part, void, undefined>;
  /** Closes the connection. */
  abort(): void;
}

const DELIMITER = '\r\n---';
export const ACCEPT = {
  '2022': 'multipart/mixed;deferSpec=20220824, application/json',
  'v0.2': 'multipart/mixed;incrementalSpec=v0.2, application/json',
} as const;

/** Sends a query to a gateway for a client that takes parts. */
export async function queryParts(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
  headers: Record<string, string> = { accept: ACCEPT['v0.2'] },
): Promise<PartedResponse> {
  const aborting = new AbortController();
  const response = await fetch(new URL('/graphql', url), {
    method: 'POST',
    headers: { accept: ACCEPT['v0.2'], 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
    signal: aborting.signal,
  });
  return {
    status: response.status,
    headers: response.headers,
    parts: readParts(response),
    abort: () => aborting.abort(),
  };
}

async function* readParts({ body, headers }: Response): AsyncGenerator<Part, void, undefined> {
  if (!headers.get('content-type')!.startsWith('multipart/mixed')) throw new Error('The response has no parts.');
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of body!) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    for (let end = text.indexOf(DELIMITER); end !== -1; end = text.indexOf(DELIMITER)) {
      const part = text.slice(0, end);
      text = text.slice(end + DELIMITER.length);
      if (part === '') continue; // Before the first delimiter.
      const [head, json] = part.split('\r\n\r\n');
      if (head !== '\r\ncontent-type: application/json; charset=utf-8') throw new Error(`Unexpected head: ${head}`);
      yield JSON.parse(json!) as Part;
    }
  }
  if (text !== '--\r\n') throw new Error(`The response has not ended as it should: ${text}`);
}

/** All parts that are left. */
export async function all(parts: AsyncIterable<Part>): Promise<Part[]> {
  const found: Part[] = [];
  for await (const part of parts) found.push(part);
  return found;
}

import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { closeAfterTest } from './close-after-test.js';
import { until } from '../gateway/until.js';

export interface ServerSentEvent {
  event: string;
  id?: string;
  data: unknown;
}

export interface EventReader {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly response: IncomingMessage;
  /** All events that have arrived. */
  readonly events: ServerSentEvent[];
  /** All that has arrived. */
  readonly text: string;
  readonly hasEnded: boolean;
  /** Resolves to the results that have arrived when there are so many. */
  results(count: number): Promise<unknown[]>;
  /** Resolves when the server has ended the response. */
  end(): Promise<void>;
  close(): void;
}

interface Options {
  method?: string;
  headers?: Record<string, string>;
  body?: object;
  path?: string;
}

/** Opens an event stream as a program does that has no library for it. */
export async function readEvents(url: string, { method = 'POST', headers, body, path }: Options): Promise<EventReader> {
  const sent = request(new URL(path ?? '/graphql/stream', url), {
    method,
    headers: { accept: 'text/event-stream', ...(body && { 'content-type': 'application/json' }), ...headers },
    agent: false,
  });
  sent.on('error', () => undefined);
  sent.end(body && JSON.stringify(body));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  let hasEnded = false;
  response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  response.on('end', () => (hasEnded = true)).on('error', () => (hasEnded = true));
  const events = () => text.split('\n\n').slice(0, -1).flatMap(parseEvent);
  const reader: EventReader = {
    status: response.statusCode!,
    headers: response.headers,
    response,
    get events() {
      return events();
    },
    get text() {
      return text;
    },
    get hasEnded() {
      return hasEnded;
    },
    results: (count) =>
      until(
        () => events().flatMap(({ event, data }) => (event === 'next' ? [data] : [])),
        (results) => results.length >= count,
        10_000,
      ),
    end: async () => void (await until(() => hasEnded, Boolean, 10_000)),
    close: () => sent.destroy(),
  };
  closeAfterTest(reader.close);
  return reader;
}

function parseEvent(block: string): ServerSentEvent[] {
  const fields = Object.fromEntries(
    block.split('\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    }),
  );
  if (fields['event'] === undefined) return [];
  const { event, id, data } = fields;
  return [{ event, ...(id !== undefined && { id }), data: data === '' ? '' : JSON.parse(data!) }];
}

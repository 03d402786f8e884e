import type { HostedSubgraph } from '../gateway/hosted-subgraph.js';

export interface HeldBack {
  /** Sends the responses. */
  release(): void;
  /** How many requests have come. */
  waiting(): number;
}

/**
 * Holds back the responses of a subgraph.
 *
 * @param headers of the responses
 */
export function holdBack(subgraph: HostedSubgraph, headers: Readonly<Record<string, string>> = {}): HeldBack {
  let waiting = 0;
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  subgraph.behave(async (_request, response, honest) => {
    waiting += 1;
    await released;
    response
      .setHeaders(new Headers({ 'content-type': 'application/json', ...headers }))
      .end(JSON.stringify(await honest()));
  });
  return { release, waiting: () => waiting };
}

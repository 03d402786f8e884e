import { Client, fetchExchange, type Exchange } from '@urql/core';

export interface UrqlClientOptions {
  /** Sends requests, and may look at them. */
  send?: typeof fetch;
  /** Run before the one that sends. */
  exchanges?: Exchange[];
}

/** Makes a urql client without a cache, so that each question is asked. */
export function urqlClientOf(gatewayUrl: string, { send = fetch, exchanges = [] }: UrqlClientOptions = {}): Client {
  return new Client({ url: `${gatewayUrl}/graphql`, fetch: send, exchanges: [...exchanges, fetchExchange] });
}

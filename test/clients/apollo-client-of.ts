import { createHash } from 'node:crypto';
import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';

export interface ApolloClientOptions {
  /** Sends a query's hash first, in the address; the text only when the gateway does not know the hash. */
  persisted?: boolean;
  /** Sends requests, and may look at them. */
  send?: typeof fetch;
  /** Reads results in parts. */
  incrementalHandler?: ApolloClient.Options['incrementalHandler'];
}

/** Makes an Apollo Client with an empty cache. */
export function apolloClientOf(
  gatewayUrl: string,
  { persisted = false, send = fetch, incrementalHandler }: ApolloClientOptions = {},
): ApolloClient {
  const http = new HttpLink({ uri: `${gatewayUrl}/graphql`, fetch: send });
  const hashes = new PersistedQueryLink({
    sha256: (text: string) => createHash('sha256').update(text).digest('hex'),
    useGETForHashedQueries: true,
  });
  return new ApolloClient({
    link: persisted ? hashes.concat(http) : http,
    cache: new InMemoryCache(),
    ...(incrementalHandler && { incrementalHandler }),
  });
}

import type { LookupFunction } from 'node:net';
import { Pool } from 'undici';
import { abortable } from '../../subgraphs/process/abortable.js';
import { CHANGES_PATH, type ChangesRequest, type ChangesResponse } from '../../subgraphs/protocol/freshness.js';
import { deriveSubgraphKey } from '../../subgraphs/protocol/keys.js';
import { createSigner, GATEWAY } from '../../subgraphs/protocol/signature.js';
import { toSubgraphError } from './subgraph-error.js';

interface ChangesClientOptions {
  /** Of the subgraph. */
  name: string;
  /** Of its GraphQL endpoint. */
  url: string;
  secret: string | undefined;
  lookup?: LookupFunction | undefined;
}

/** Asks a subgraph for the changes of its store, on a connection of its own. */
export interface ChangesClient {
  /** @throws SubgraphError when it does not respond in time, or does not tell of changes */
  ask(request: ChangesRequest, signal: AbortSignal): Promise<ChangesResponse>;
  close(): Promise<void>;
}

/** Milliseconds; longer than a subgraph keeps a request waiting. */
const TIMEOUT_MS = 2_000;
const MAX_BYTES = 10 * 1024 * 1024;

/** Creates it. No connection is opened before the first request. */
export function createChangesClient({ name, url, secret, lookup }: ChangesClientOptions): ChangesClient {
  const { origin, pathname } = new URL(CHANGES_PATH, url);
  const key = secret === undefined ? undefined : deriveSubgraphKey(secret, name);
  const sign = key === undefined ? undefined : createSigner({ key, sender: GATEWAY, audience: name, target: pathname });
  const pool = new Pool(origin, {
    connections: 1,
    connect: { timeout: TIMEOUT_MS, ...(lookup && { lookup }) },
    maxResponseSize: MAX_BYTES,
  });

  return {
    async ask(request, signal) {
      const body = JSON.stringify(request);
      const headers = { 'content-type': 'application/json', accept: 'application/json', ...sign?.(body) };
      try {
        return await abortable(signal, TIMEOUT_MS, async (inTime) => {
          const response = await pool.request({ path: pathname, method: 'POST', headers, body, signal: inTime });
          const text = await response.body.text();
          if (response.statusCode !== 200) throw new Error(`status ${response.statusCode}`);
          return JSON.parse(text) as ChangesResponse;
        });
      } catch (error) {
        throw toSubgraphError(error, name, TIMEOUT_MS);
      }
    },
    close: () => pool.destroy(),
  };
}

import { writeCaller, type Caller } from '../subgraphs/protocol/caller.js';
import { CALLER_HEADER } from '../subgraphs/protocol/headers.js';
import { deriveSenderKey, deriveSubgraphKey } from '../subgraphs/protocol/keys.js';
import { createSigner, GATEWAY } from '../subgraphs/protocol/signature.js';
import { subgraphs } from '../subgraphs/index.js';

/** The secret of the networks that tests start. */
export const SECRET = 'only between tests and subgraphs';

/** The keys with which a subgraph of a test's network is started, as options of `createSubgraphServer`. */
export function keysOf(subgraph: string): { keys: string[]; callKeys: Record<string, string> } {
  return { keys: [deriveSubgraphKey(SECRET, subgraph)], callKeys: callKeysOf(subgraph) };
}

/** The keys with which a subgraph signs its calls to the others, by their name. */
export function callKeysOf(sender: string): Record<string, string> {
  const others = subgraphs.map(({ name }) => name).filter((name) => name !== sender);
  return Object.fromEntries(others.map((other) => [other, deriveSenderKey(deriveSubgraphKey(SECRET, other), sender)]));
}

/** Makes the headers of a call as the gateway signs it. */
export function signedHeaders(
  subgraph: string,
  body: string,
  { caller, secret = SECRET, target = '/graphql' }: { caller?: Caller; secret?: string; target?: string } = {},
): Record<string, string> {
  const sign = createSigner({ key: deriveSubgraphKey(secret, subgraph), sender: GATEWAY, audience: subgraph, target });
  const value = caller ? writeCaller(caller) : '';
  return {
    'content-type': 'application/json',
    ...(caller && { [CALLER_HEADER]: value }),
    ...sign(body, value),
  };
}

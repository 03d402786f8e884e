import { CALLER_HEADER } from '../../subgraphs/protocol/headers.js';
import { deriveSubgraphKey } from '../../subgraphs/protocol/keys.js';
import { createSigner, GATEWAY, type Signer } from '../../subgraphs/protocol/signature.js';

const signers = new Map<string, Signer>();

/**
 * Makes the headers without which a subgraph of ours refuses a request.
 *
 * @param target path and query of the subgraph's address
 * @param caller value of `citylink-caller`; empty for nobody
 */
export function signedHeaders(
  secret: string,
  { subgraph, target }: { subgraph: string; target: string },
  body: string,
  caller: string,
): Record<string, string> {
  const id = `${subgraph} ${target} ${secret}`;
  let sign = signers.get(id);
  if (!sign) {
    sign = createSigner({ key: deriveSubgraphKey(secret, subgraph), sender: GATEWAY, audience: subgraph, target });
    signers.set(id, sign);
  }
  return { ...(caller !== '' && { [CALLER_HEADER]: caller }), ...sign(body, caller) };
}

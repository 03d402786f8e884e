import { CALLER_HEADER } from '../../subgraphs/protocol/headers.js';
import { signRequest, SIGNATURE_HEADER } from '../../subgraphs/protocol/signature.js';

/**
 * The headers without which our subgraphs answer nobody.
 *
 * @param caller who asks; empty for nobody
 */
export function signedHeaders(secret: string, body: string, caller: string): Record<string, string> {
  return {
    ...(caller !== '' && { [CALLER_HEADER]: caller }),
    [SIGNATURE_HEADER]: signRequest(secret, { body, caller }),
  };
}

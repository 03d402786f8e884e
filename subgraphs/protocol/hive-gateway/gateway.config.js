// Hive Gateway before the subgraphs of Citylink: it signs what it sends them. Nothing of this repository is imported.
//   SUBGRAPH_SECRET=… npx hive-gateway supergraph schema/supergraph.graphql --config-path gateway.config.js
import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const secret = process.env.SUBGRAPH_SECRET ?? '';
if (secret === '') throw new Error('SUBGRAPH_SECRET must be set: the subgraphs refuse requests that are not signed.');

/**
 * The key of a subgraph: see Keys in the README of the folder above. Its 43 characters are the HMAC key.
 *
 * @param {string} subgraph
 */
function keyOf(subgraph) {
  const info = JSON.stringify(['citylink', 'subgraph', subgraph]);
  return Buffer.from(hkdfSync('sha256', secret, '', info, 32)).toString('base64url');
}

/**
 * The headers of RFC 9421 and RFC 9530 for one POST request. It names no caller.
 *
 * @param {string} subgraph
 * @param {URL} address
 * @param {string} body
 */
function signedHeaders(subgraph, { pathname, search }, body) {
  const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
  const parameters = [
    '("@method" "@path" "@query" "content-digest")',
    `created=${Math.floor(Date.now() / 1000)}`,
    `nonce="${randomBytes(12).toString('base64url')}"`,
    `keyid="gateway/${encodeURIComponent(subgraph)}"`,
    'alg="hmac-sha256"',
    'tag="citylink"',
  ].join(';');
  const base = [
    '"@method": POST',
    `"@path": ${pathname}`,
    `"@query": ${search || '?'}`,
    `"content-digest": ${digest}`,
    `"@signature-params": ${parameters}`,
  ].join('\n');
  const signature = createHmac('sha256', keyOf(subgraph)).update(base).digest('base64');
  return {
    'content-digest': digest,
    'signature-input': `citylink=${parameters}`,
    signature: `citylink=:${signature}:`,
  };
}

/** `CITIES_SUBGRAPH_URL` is the address of the subgraph cities, in place of that in the supergraph. */
const addresses = Object.entries(process.env).flatMap(([name, location]) => {
  const subgraph = /^(\w+)_SUBGRAPH_URL$/.exec(name)?.[1]?.toLowerCase();
  return subgraph ? [[subgraph, { location }]] : [];
});

/**
 * @typedef {object} FetchHook what of Hive Gateway's hook is used
 * @property {string} url
 * @property {{ body?: unknown, headers?: Record<string, string> }} options
 * @property {(options: object) => void} setOptions
 * @property {{ subgraphName?: string }} [executionRequest]
 */

export const gatewayConfig = {
  transportEntries: Object.fromEntries(addresses),
  propagateHeaders: {
    /** @param {{ request: Request }} _ */
    fromClientToSubgraphs: ({ request }) => ({ 'accept-language': request.headers.get('accept-language') ?? 'en' }),
  },
  plugins: () => [
    {
      /** @param {FetchHook} hook */
      onFetch({ url, options, setOptions, executionRequest }) {
        const subgraph = executionRequest?.subgraphName;
        if (!subgraph || typeof options.body !== 'string') return;
        setOptions({
          ...options,
          headers: { ...options.headers, ...signedHeaders(subgraph, new URL(url), options.body) },
        });
      },
    },
  ],
};

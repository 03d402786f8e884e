import type { DocumentNode } from 'graphql';
import { subscriptionUrlVariable, urlVariable } from '../../subgraphs/process/subgraph-variables.js';
import type { GatewayConfig } from '../config.js';
import { createAddressRules } from '../upstream/address-rules.js';
import type { ForwardingRule } from '../upstream/forwarding.js';
import type { Subgraph } from '../upstream/subgraph-clients.js';
import type { PublishedSupergraph } from './published-supergraph.js';
import { SupergraphError } from './read-supergraph.js';
import { subgraphAddresses } from './subgraph-addresses.js';

/** A subgraph of a published supergraph, as this gateway calls it. */
export interface DescribedSubgraph {
  readonly subgraph: Subgraph;
  /** As published; null where it is not known. */
  readonly sdl: string | null;
  /** Whether the operator gave its address, by a variable: the rules of addresses do not hold for it. */
  readonly isAddressConfigured: boolean;
  /** What is forwarded to it of the client's request; undefined: everything that our own are told. */
  readonly forwarding: ForwardingRule | undefined;
}

/**
 * Describes the subgraphs of a supergraph by what the supergraph, its registry and the configuration say of them.
 *
 * @returns by name
 * @throws SupergraphError when one has no usable address or is missing in the registry, or an address of the registry may not be called
 */
export function describeSubgraphs(
  document: DocumentNode,
  { version, subgraphs }: PublishedSupergraph,
  config: GatewayConfig,
): Map<string, DescribedSubgraph> {
  const addresses = subgraphAddresses(document, config.subgraphUrls);
  const rules = createAddressRules({ production: config.production, allowed: config.subgraphAddresses });
  const published = new Map(subgraphs.map((each) => [each.entry.name, each]));
  // Without an entry it would be taken for one of ours: told everything, and called wherever it is.
  const unknown = version === null ? undefined : [...addresses.keys()].find((name) => !published.has(name));
  if (unknown !== undefined)
    throw new SupergraphError(`The registry does not name the subgraph ${unknown} of its supergraph.`);
  const described = new Map<string, DescribedSubgraph>();
  const problems: string[] = [];
  for (const [name, urls] of addresses) {
    const { entry, sdl = null } = published.get(name) ?? {};
    const isAddressConfigured = config.subgraphUrls[urlVariable(name)] !== undefined;
    const isAddressRestricted = entry !== undefined && !isAddressConfigured;
    const configured = config.subscriptionUrls[subscriptionUrlVariable(name)];
    const subscriptionUrl = configured ?? (isAddressConfigured ? undefined : entry?.subscriptionUrl);
    const called = [
      ...urls,
      ...(configured === undefined && subscriptionUrl !== undefined ? [asHttp(subscriptionUrl)] : []),
    ];
    const problem = isAddressRestricted ? called.map((each) => rules.findProblem(each)).find(Boolean) : undefined;
    if (problem !== undefined)
      problems.push(`  ${name}: ${problem}. ${urlVariable(name)} is the operator's own address of it`);
    described.set(name, {
      subgraph: {
        name,
        urls,
        ...(subscriptionUrl !== undefined && { subscriptionUrl }),
        isAddressRestricted,
        ...(entry?.timeoutMs !== undefined && { timeoutMs: Math.min(entry.timeoutMs, config.requestTimeoutMs) }),
        ...(entry?.concurrency !== undefined && {
          concurrency: Math.min(entry.concurrency, config.bulkhead.concurrency),
        }),
      },
      sdl,
      isAddressConfigured,
      forwarding: entry && forwardingRuleOf(entry),
    });
  }
  if (problems.length > 0)
    throw new SupergraphError(['These addresses of subgraphs may not be called:', ...problems].join('\n'), {
      code: 'SUBGRAPH_ADDRESS_REFUSED',
    });
  return described;
}

/** The address that a WebSocket's is by another name: `ws` is as plain as `http`. */
function asHttp(url: string): string {
  return url.replace(/^ws/, 'http');
}

function forwardingRuleOf({
  isOurs,
  headers,
  claims,
}: PublishedSupergraph['subgraphs'][number]['entry']): ForwardingRule | undefined {
  if (isOurs && headers === undefined && claims === undefined) return undefined;
  return {
    headers: (headers ?? []).map((name) => name.toLowerCase()),
    claims: new Set(claims ?? (isOurs ? ['id', 'roles', 'language'] : ['language'])),
  };
}

import { lookup as resolveName, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { createNetworkTest, isNetwork } from '../http/networks.js';

/** Which addresses of subgraphs are called that come from a registry: what is published must not make a gateway call what it likes. */
export interface AddressRules {
  /** Why an address may not be called; undefined when it may. A name is judged by what it stands for when it is called. */
  findProblem(url: string): string | undefined;
  /** Resolves a name for a connection; fails with EADDRREFUSED when it stands for an address that may not be called. */
  readonly lookup: LookupFunction;
}

interface AddressRulesOptions {
  production: boolean;
  /** Hosts, addresses and networks (`10.0.0.0/8`) that may be called by plain http in production. */
  allowed: readonly string[];
}

/** Of no use as a subgraph anywhere: link-local addresses, among them most metadata services, and those that are no host's. */
const NEVER = [
  '169.254.0.0/16',
  'fe80::/10',
  'fd00:ec2::254/128', // Metadata of AWS.
  '100.100.100.200/32', // Metadata of Alibaba Cloud.
  '192.0.0.192/32', // Metadata of Oracle Cloud.
  '168.63.129.16/32', // Azure's platform.
  '0.0.0.0/8',
  '::/128',
  '224.0.0.0/4',
  'ff00::/8',
  '255.255.255.255/32',
];
const LOOPBACK = ['127.0.0.0/8', '::1/128'];
const METADATA_NAME = /^metadata(\.google\.internal)?\.?$/i;

/** @throws TypeError when an element of `allowed` is no host, address or network */
export function createAddressRules({ production, allowed }: AddressRulesOptions): AddressRules {
  const isRefused = createNetworkTest([...NEVER, ...(production ? LOOPBACK : [])]);
  const isPlain = createNetworkTest(allowed.filter((each) => isNetwork(each)));
  const hosts = new Set(allowed.filter((each) => !isNetwork(each)).map((each) => each.toLowerCase()));

  return {
    findProblem(url) {
      const { protocol, hostname } = new URL(url);
      const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
      if (isIP(host) ? isRefused(host) : METADATA_NAME.test(host) || (production && /(^|\.)localhost\.?$/.test(host)))
        return 'loopback, link-local and metadata addresses are not called';
      const isAllowed = hosts.has(host) || (isIP(host) !== 0 && isPlain(host));
      if (production && protocol !== 'https:' && !isAllowed)
        return 'in production it must be an https address, or match SUBGRAPH_ADDRESSES';
      return undefined;
    },
    lookup(hostname, options, callback) {
      resolveName(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
        if (error) return callback(error, '');
        const found = addresses.find(({ address }) => isRefused(address));
        if (found) return callback(refusalOf(hostname, found.address), '');
        if (options.all) return callback(null, addresses);
        const [first] = addresses as [LookupAddress];
        return callback(null, first.address, first.family);
      });
    },
  };
}

function refusalOf(hostname: string, address: string): NodeJS.ErrnoException {
  const error: NodeJS.ErrnoException = new Error(`${hostname} stands for ${address}, which is not called`);
  error.code = 'EADDRREFUSED';
  return error;
}

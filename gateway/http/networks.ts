import { BlockList, isIP } from 'node:net';

type Family = 'ipv4' | 'ipv6';

/** IPv4 addresses that are written as IPv6 ones: mapped (RFC 4291) and NAT64 (RFC 6052). */
const EMBEDDED = /^(?:::ffff:|64:ff9b::)/i;

/** Tells whether a text is an address, or a network such as `10.0.0.0/8`. */
export function isNetwork(text: string): boolean {
  const [address = '', prefix] = text.split('/');
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  return bits > 0 && (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits));
}

/**
 * Makes the test whether an address is one of the addresses, or in one of the networks.
 *
 * @throws TypeError when an element is neither
 */
export function createNetworkTest(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    if (prefix === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(prefix), familyOf(address));
  }
  return (address) => {
    if (list.check(address, familyOf(address))) return true;
    const embedded = embeddedOf(address);
    return embedded !== undefined && list.check(embedded, 'ipv4');
  };
}

/** The IPv4 address in an IPv6 one, which may be written with dots or in hexadecimal. */
function embeddedOf(address: string): string | undefined {
  if (!EMBEDDED.test(address)) return undefined;
  const rest = address.replace(EMBEDDED, '');
  if (isIP(rest) === 4) return rest;
  const [high, low] = rest.split(':').map((part) => Number.parseInt(part, 16));
  if (high === undefined || low === undefined) return undefined;
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function familyOf(address: string): Family {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

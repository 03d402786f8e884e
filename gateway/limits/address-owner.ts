import { isIPv6 } from 'node:net';

/**
 * What of an address stands for one client: an IPv4 address as it is, of an IPv6 address the network of 64 bits, as each
 * client has all the addresses in one.
 */
export function addressOwner(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('%', 1)[0]!.toLowerCase().split('::');
  const groups = (text: string) => text.split(':').filter((group) => group !== '');
  const first = groups(head);
  const last = tail === undefined ? [] : groups(tail);
  // An IPv4 address at the end takes the place of two groups.
  const width = first.length + last.length + (last.at(-1)?.includes('.') ? 1 : 0);
  const all =
    tail === undefined ? first : [...first, ...Array.from({ length: Math.max(8 - width, 0) }, () => '0'), ...last];
  return `${all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

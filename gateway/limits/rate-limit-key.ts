import type { IncomingMessage } from 'node:http';
import { isIP, isIPv6 } from 'node:net';
import type { Identity } from '../auth/identity.js';

/** The part of a request that tells where it came from. */
export type ReceivedRequest = Pick<IncomingMessage, 'headers' | 'socket'>;

/**
 * The key under which the requests of one caller are counted: the subject of its token, or its address.
 *
 * @param trustedProxies number of our own proxies that a request passes
 */
export function rateLimitKey(identity: Identity | null, request: ReceivedRequest, trustedProxies: number): string {
  return identity ? `subject ${identity.id}` : `address ${addressKey(clientAddress(request, trustedProxies))}`;
}

/**
 * The address of the client. `X-Forwarded-For` is read only as far as our own proxies wrote it: each appends the address
 * that connected to it, after any value that the client has sent in that header.
 */
export function clientAddress({ headers, socket }: ReceivedRequest, trustedProxies: number): string {
  const direct = socket.remoteAddress ?? '';
  if (trustedProxies === 0) return direct;
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',');
  const address = withoutPort((forwarded.at(-trustedProxies) ?? forwarded[0]!).trim());
  return isIP(address) === 0 ? direct : address;
}

/** The part of an address that identifies one client: all of an IPv4 address, the first 64 bits of an IPv6 address, as one client usually has that whole network. */
export function addressKey(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('%', 1)[0]!.toLowerCase().split('::');
  const groups = (text: string) => text.split(':').filter((group) => group !== '');
  const first = groups(head);
  const last = tail === undefined ? [] : groups(tail);
  // An IPv4 address at the end stands for two groups.
  const width = first.length + last.length + (last.at(-1)?.includes('.') ? 1 : 0);
  const all =
    tail === undefined ? first : [...first, ...Array.from({ length: Math.max(8 - width, 0) }, () => '0'), ...last];
  return `${all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

function withoutPort(text: string): string {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/.exec(text) ?? [];
  return bracketed ?? plain ?? text;
}

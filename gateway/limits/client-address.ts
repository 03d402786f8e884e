import { isIP } from 'node:net';
import type { IncomingMessage } from 'node:http';

/**
 * The address of whom a request comes from. What a header says of it is believed of our own proxies only: each adds the
 * address that it was asked from at the end of `X-Forwarded-For`, behind whatever a client has written there.
 *
 * @param trustedProxies how many proxies of ours a request has come through
 */
export function clientAddress(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  trustedProxies: number,
): string {
  const direct = socket.remoteAddress ?? '';
  if (trustedProxies === 0) return direct;
  const told = String(headers['x-forwarded-for'] ?? '').split(',');
  const address = withoutPort((told.at(-trustedProxies) ?? told[0]!).trim());
  return isIP(address) === 0 ? direct : address;
}

function withoutPort(text: string): string {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/.exec(text) ?? [];
  return bracketed ?? plain ?? text;
}

import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Hands upgrade requests to a function.
 *
 * @param accept returns false for a request that it does not upgrade. That is served as any other request, as RFC 9110 section
 *   7.8 wants it: HTTP clients of Java send `upgrade: h2c` with each first request
 */
export function acceptUpgrades(
  server: Server,
  accept: (request: IncomingMessage, socket: Socket, head: Buffer) => boolean,
): void {
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    if (accept(request, socket, head)) return;
    // Node has given the connection away: it reads the request again, without the headers of the upgrade.
    socket.unshift(Buffer.concat([Buffer.from(withoutUpgrade(request), 'latin1'), head]));
    server.emit('connection', socket);
  });
}

const OF_UPGRADE = new Set(['upgrade', 'connection', 'http2-settings']);

function withoutUpgrade({ method, url, httpVersion, rawHeaders }: IncomingMessage): string {
  let text = `${method} ${url} HTTP/${httpVersion}\r\n`;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!;
    if (!OF_UPGRADE.has(name.toLowerCase())) text += `${name}: ${rawHeaders[index + 1]}\r\n`;
  }
  return `${text}\r\n`;
}

import { connect, type Socket } from 'node:net';
import type { RunningGateway } from './start-gateway.js';

/** The bytes of a GET request for a query. */
export function getRequest(query: string): string {
  return `GET /graphql?query=${encodeURIComponent(query)} HTTP/1.1\r\nHost: a\r\n\r\n`;
}

/** The bytes of a POST request for a query. */
export function postRequest(query: string, headers: Record<string, string> = {}): string {
  const body = JSON.stringify({ query });
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n${lines.join('')}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** Opens a connection and writes bytes in one piece. Errors of the connection are ignored. */
export function openConnection(gateway: RunningGateway, bytes: string): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1', () =>
      socket.write(bytes, () => resolve(socket)),
    );
    socket.on('error', () => resolve(socket));
  });
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Serves the metrics of a process on a port of its own, so that what is open to clients does not show them. */
export interface MetricsServer {
  /** Such as `http://127.0.0.1:4100/metrics`. */
  readonly url: string;
  close(): Promise<void>;
}

interface MetricsServerOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** Gives the metrics in Prometheus' text format. */
  read: () => Promise<string>;
}

const PATH = '/metrics';
/** https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details */
const TEXT_FORMAT = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Starts to serve `GET /metrics`.
 *
 * @throws Error of Node's, when it cannot listen there
 */
export async function serveMetrics({ host, port, read }: MetricsServerOptions): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    if (request.url?.split('?', 1)[0] !== PATH) return void response.writeHead(404).end();
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return void response.writeHead(405, { allow: 'GET, HEAD' }).end();
    read().then(
      (text) => response.writeHead(200, { 'content-type': TEXT_FORMAT }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, resolve);
  });
  const { address, family, port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}${PATH}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

import {
  createServer,
  request as send,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** Passes requests on, as the network between two programs does. */
export interface Relay {
  readonly url: string;
  /** Of the requests whose responses have come back. */
  readonly passed: readonly IncomingHttpHeaders[];
  /** True: connections are closed. */
  isCut: boolean;
  /** Holds back the responses that come from now on; gives what delivers them. */
  hold(): { readonly held: number; release(): void };
  close(): Promise<void>;
}

/** @param target the address of the server behind it, without a path */
export async function startRelay(target: string): Promise<Relay> {
  const passedOn: IncomingHttpHeaders[] = [];
  let isCut = false;
  let holding: { held: number; released: Promise<void>; release: () => void } | undefined;

  const server = createServer((request, response) => {
    if (isCut) return void response.destroy();
    const { method, headers, url } = request;
    const passed = send(new URL(url!, target), { method, headers, agent: false }, (got) => {
      passedOn.push(headers);
      void deliver(got, response);
    });
    passed.on('error', () => response.destroy());
    request.pipe(passed);
  });

  async function deliver(got: IncomingMessage, response: ServerResponse): Promise<void> {
    if (holding) {
      holding.held += 1;
      await holding.released;
    }
    response.writeHead(got.statusCode!, got.headers);
    got.pipe(response);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed: passedOn,
    get isCut() {
      return isCut;
    },
    set isCut(value) {
      isCut = value;
    },
    hold() {
      let resolve!: () => void;
      const released = new Promise<void>((done) => (resolve = done));
      const now = { held: 0, released, release: resolve };
      holding = now;
      return {
        get held() {
          return now.held;
        },
        release() {
          holding = undefined;
          now.release();
        },
      };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

import { randomInt } from 'node:crypto';
import { isFree } from '../../scripts/database/free-port.js';

/** Where systems begin to give ports to those who ask for any: Linux' net.ipv4.ip_local_port_range, and above. */
const EPHEMERAL = 32_768;

/**
 * A free port of 127.0.0.1 for a server that is ended and started again where it was. The system gives this port to
 * nobody while the server is away: neither to a listener nor to a client as its own end, which may even be one that
 * calls that very port and so reaches itself.
 */
export async function lastingPort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, EPHEMERAL);
    if (await isFree(port)) return port;
  }
}

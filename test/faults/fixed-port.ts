import { randomInt } from 'node:crypto';
import { isFree } from '../../scripts/database/free-port.js';

/** The first of the ports that systems assign by themselves: Linux' net.ipv4.ip_local_port_range, and above. */
const EPHEMERAL = 32_768;

/**
 * Finds a free port of 127.0.0.1 for a server that is stopped and started again at the same port. The system does not
 * assign it meanwhile, neither to another listener nor as the local port of a client, which could then connect to itself.
 */
export async function findFixedPort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, EPHEMERAL);
    if (await isFree(port)) return port;
  }
}

import type { FastifyReply } from 'fastify';

/**
 * Adds names of request headers to `Vary`: RFC 9110 section 12.5.5. Those that other parts of the server have added stay.
 *
 * @param names in lower case
 */
export function addToVary(reply: FastifyReply, names: readonly string[]): void {
  const present = String(reply.getHeader('vary') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  void reply.header('vary', [...new Set([...present, ...names])].join(', '));
}

import type { FastifyInstance } from 'fastify';

/** Given to a request that no page of another site can have sent; a browser asks leave before it sends this name. */
export const SAME_SITE_HEADER = 'citylink-same-site';

/**
 * Vouches for requests that come from no page, from our own pages, or from a page whose origin may read
 * answers. Apollo's protection against cross-site requests lets those through, and stops every other that a
 * browser sends without asking leave; so that a plain GET of a program needs no special header.
 *
 * @param origins whose pages may read answers
 */
export function vouchForSameSite(app: FastifyInstance, origins: readonly string[]): void {
  app.addHook('onRequest', async ({ headers }) => {
    const { origin, referer } = headers;
    const site = headers['sec-fetch-site'];
    const ours = site === 'same-origin' || site === 'none';
    const noBrowser = site === undefined && origin === undefined && referer === undefined;
    if (ours || noBrowser || (origin !== undefined && origins.includes(origin))) headers[SAME_SITE_HEADER] = 'yes';
  });
}

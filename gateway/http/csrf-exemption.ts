import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Set on a request that no page of another site can have sent. A browser sends a preflight request before it sends this name. */
export const CSRF_EXEMPTION_HEADER = 'citylink-same-site';

/**
 * Exempts requests from the protection against cross-site request forgery that come from no page, from our own pages, or
 * from a page of an allowed origin. The check refuses every other request that a browser sends without a preflight request;
 * so a plain GET of a program needs no special header.
 *
 * @param origins whose pages may read responses
 */
export function exemptFromCsrfCheck(app: FastifyInstance, origins: readonly string[]): void {
  app.addHook('onRequest', ({ headers }, _reply, done) => {
    const { origin, referer } = headers;
    const site = headers['sec-fetch-site'];
    const isOwnPage = site === 'same-origin' || site === 'none';
    const isNoPage = site === undefined && origin === undefined && referer === undefined;
    if (isOwnPage || isNoPage || (origin !== undefined && origins.includes(origin)))
      headers[CSRF_EXEMPTION_HEADER] = 'yes';
    done();
  });
}

/**
 * Exempts a request by which somebody follows a link of another site, for files: they are kept by the one who asked, and no page can
 * read them. Only a whole page or a download is requested so, no frame, picture or script.
 */
export function exemptNavigation({ headers }: Pick<FastifyRequest, 'headers'>): void {
  if (headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document')
    headers[CSRF_EXEMPTION_HEADER] = 'yes';
}

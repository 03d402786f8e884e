import { SAME_SITE_HEADER } from '../http/same-site.js';

/** Any of these shows that a browser had leave to send a request, or that none sent it. */
export const REQUEST_HEADERS = ['x-apollo-operation-name', 'apollo-require-preflight', SAME_SITE_HEADER];

import { CSRF_EXEMPTION_HEADER } from '../http/csrf-exemption.js';

/** Any of these shows that a browser had leave to send a request, or that none sent it. */
export const REQUEST_HEADERS = ['x-apollo-operation-name', 'apollo-require-preflight', CSRF_EXEMPTION_HEADER];

import type { FastifyInstance } from 'fastify';
import { CHANGES_PATH, isPosition, type ChangesRequest } from '../../protocol/freshness.js';
import type { ChangeFeed } from '../freshness/change-feed.js';
import { refuseRequest } from './require-signature.js';

/** Bytes of a request. */
const BODY_LIMIT = 1_024;
/** Requests that wait for a change. A gateway sends one at a time. */
const MOST_WAITING = 100;

/** Answers the gateway, and nobody else, what has changed in the store. */
export function serveChanges(signed: FastifyInstance, changes: ChangeFeed): void {
  let waiting = 0;
  signed.post(`/${CHANGES_PATH}`, { bodyLimit: BODY_LIMIT, config: { isForGatewayOnly: true } }, async ({ body }) => {
    const after = (body as Partial<ChangesRequest> | null)?.after;
    if (after !== null && !isPosition(after))
      throw refuseRequest(400, 'BAD_REQUEST', '`after` must be a position that this subgraph has told, or null.');
    if (waiting >= MOST_WAITING)
      throw refuseRequest(503, 'SERVICE_UNAVAILABLE', 'Too many requests wait for changes already.');
    waiting += 1;
    try {
      return await changes.changesAfter(after);
    } finally {
      waiting -= 1;
    }
  });
}

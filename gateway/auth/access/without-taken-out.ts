import { createHash } from 'node:crypto';
import type { ApolloGateway } from '@apollo/gateway';
import { print } from 'graphql';
import type { RequestContext } from '../../request-context.js';
import type { Access } from './access.js';
import { accessError } from './access-error.js';
import { putNulls } from './put-nulls.js';

type Executor = ApolloGateway['executor'];

/**
 * Runs what is left of a query from which fields were taken out, and answers null with an error in their places.
 * Everything else goes to the executor as it is.
 *
 * @param access the rules of the supergraph that is served; null when it has none
 */
export function withoutTakenOut(execute: Executor, access: () => Access | null): Executor {
  return async (request) => {
    const { takenOut, identity } = request.context as RequestContext;
    const current = access();
    if (!takenOut || !current) return execute(request);

    const source = print(takenOut.document);
    const queryHash = createHash('sha256').update(source).digest('hex');
    const {
      data,
      errors = [],
      ...rest
    } = await execute({ ...request, document: takenOut.document, operation: takenOut.operation, source, queryHash });
    if (!data) return { ...rest, data, errors };
    const denied: ReturnType<typeof accessError>[] = [];
    const shown = putNulls(current.schema, takenOut, data, (marker, path) =>
      denied.push(accessError(takenOut.taken.get(marker)!, path, identity)),
    );
    const all = [...errors, ...denied];
    return { ...rest, data: shown, ...(all.length > 0 && { errors: all }) };
  };
}
